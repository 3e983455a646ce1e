"""Names of a register's cells on a page, what was typed in them, and what the page showed.

A cell is named by pupil, day and half day: 'm_<uuid>_20260512AM'. What the page showed travels in
one hidden field, 'name=L12 name=/', so that a register of 60 pupils stays one small form.
"""

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field

from attendance import codes
from attendance.actions import Entry
from attendance.errors import RegisterError

NAME = re.compile(r"m_([0-9a-f]{32})_(\d{8})(AM|PM)")
NOT_TAKEN_AWAY = "An entry can be changed but not taken away. Enter the right code"


def name_of(key: tuple) -> str:
    pupil, day, session = key
    return f"m_{pupil.hex}_{day:%Y%m%d}{session}"


def key_of(name: str) -> tuple | None:
    """The pupil, day and session a cell is named for; None for any other field of the form."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    try:
        return uuid.UUID(found[1]), dt.datetime.strptime(found[2], "%Y%m%d").date(), found[3]  # noqa: DTZ007
    except ValueError:
        return None


def seen_text(due: list) -> str:
    """What the page shows now, for the hidden field."""
    return " ".join(
        f"{name_of(one.key)}={codes.shown(one.code, one.minutes_late).replace(' ', '')}" for one in due if one.code
    )


def seen_of(text: str) -> dict[tuple, str]:
    """What the page showed, by cell."""
    pairs = (token.partition("=") for token in text.split())
    return {key: shown for name, _, shown in pairs if (key := key_of(name))}


@dataclass
class Typed:
    """What a posted register comes to: entries that change something, and sentences for cells that cannot be read."""

    entries: list[Entry] = field(default_factory=list)
    wrong: dict[tuple, str] = field(default_factory=dict)
    turned: int = 0  # strokes of the other half day, put right

    @property
    def amends(self) -> bool:
        return any(one.seen_code and one.seen_code != one.code for one in self.entries)

    def read(self, key: tuple, text: str, shown: str) -> None:
        _, day, session = key
        try:
            read = codes.read(text, session=session, day=day)
        except RegisterError as trouble:
            self.wrong[key] = str(trouble)
            return
        if read is None:
            if shown:
                self.wrong[key] = NOT_TAKEN_AWAY
            return
        self.turned += text.strip() in codes.STROKES.values() and text.strip() != read.code
        self._keep(key, read, shown)

    def _keep(self, key: tuple, read: codes.Read, shown: str) -> None:
        if codes.shown(*read).replace(" ", "") == shown:
            return
        seen_code = "L" if re.fullmatch(r"L\d+", shown) else shown
        self.entries.append(Entry(key[0], key[1], key[2], read.code, read.minutes, seen_code))


def read_all(texts: dict[tuple, str], seen: dict[tuple, str]) -> Typed:
    """Read every typed cell against what the page showed."""
    typed = Typed()
    for key, text in texts.items():
        typed.read(key, text, seen.get(key, ""))
    return typed
