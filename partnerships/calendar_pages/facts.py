"""What a file of term dates says, one fact for each line or event, and what could not be used."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from partnerships.models import Closure

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
LONGEST = dt.timedelta(days=62)
ONE_DAY = dt.timedelta(days=1)
SHOWN = 60


class FileRefusedError(Exception):
    """The whole file cannot be used; the words say why and what to do."""


class LineRefusedError(Exception):
    """One line or event cannot be used."""


class Fact(NamedTuple):
    """One thing that a file says: a holiday, the start of a term, a training day."""

    line: int
    kind: str
    first: dt.date
    last: dt.date
    words: str


class Trouble(NamedTuple):
    """One line or event that could not be used: what stood there and why."""

    line: int
    value: str
    reason: str

    def as_row(self) -> dict:
        short = self.value if len(self.value) <= SHOWN else self.value[:SHOWN] + "…"
        shown = "".join(ch if ch.isprintable() else "·" for ch in short)
        return {"line": self.line, "value": shown, "reason": self.reason}


class Term(NamedTuple):
    """A half term as it follows from the file."""

    year: int
    number: int
    first: dt.date
    last: dt.date


@dataclass
class Reading:
    """All that was read in one file."""

    layout: str
    lines: int = 0
    half_terms: list[Term] = field(default_factory=list)
    closures: dict[dt.date, tuple[str, str]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, line: int, value: str, reason: str) -> None:
        self.troubles.append(Trouble(line, value, reason))

    def close(self, fact: Fact) -> None:
        """Keep each weekday of a closure, once."""
        for day in weekdays(fact.first, fact.last):
            self.closures.setdefault(day, (fact.kind, fact.words[:200]))

    def as_found(self) -> dict:
        return {
            "half_terms": [
                [one.year, one.number, one.first.isoformat(), one.last.isoformat()] for one in self.half_terms
            ],
            "closures": [[day.isoformat(), kind, note] for day, (kind, note) in sorted(self.closures.items())],
        }


CLOSURES = {Closure.Kind.BANK_HOLIDAY, Closure.Kind.INSET, Closure.Kind.PLANNED}
BANK_HOLIDAYS = ("bank holiday", "good friday", "easter monday", "christmas day", "boxing day", "new year’s day")
TRAINING = ("inset", "training", "pd day", "professional development", "staff day")
BREAKS = ("holiday", "half-term", "half term", "break", "vacation")


def kind_of(words: str) -> str:
    """What a heading in a calendar means; empty when we cannot tell."""
    said = " ".join(words.lower().replace("'", "’").split())
    for kind, signs in (
        (Closure.Kind.BANK_HOLIDAY, BANK_HOLIDAYS),
        (Closure.Kind.INSET, TRAINING),
        (Closure.Kind.PLANNED, ("closed", "closure")),
        ("holiday", BREAKS),
    ):
        if any(sign in said for sign in signs):
            return str(kind)
    return ""


def checked(fact: Fact) -> Fact:
    """The fact, if its dates can be meant."""
    if fact.last < fact.first:
        raise LineRefusedError("The last day is before the first day")
    if not (fact.first >= EARLIEST and fact.last <= LATEST):
        raise LineRefusedError("The date must be between 2000 and 2099")
    if fact.last - fact.first > LONGEST:
        raise LineRefusedError("This lasts more than two months. Check its last day")
    return fact


def a_date(text: str) -> dt.date:
    """A date as files write it: 2026-05-12, 20260512 or 12/05/2026."""
    text = text.strip()[:20]
    for pattern in ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    raise LineRefusedError(f"“{text}” is not a real date. Write it like 2026-05-12" if text else "The date is missing")


def weekdays(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += ONE_DAY
