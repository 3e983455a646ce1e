"""The register codes: what may be typed, what it means, and what a provider's word comes to.

The table is data (`codes.csv`, loaded by a migration), dated by when each code may be entered.
"""

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from attendance.errors import RegisterError
from attendance.models import AttendanceCode, SessionReport
from kit.periods import covers, last_day

STROKES = {"AM": "/", "PM": "\\"}
LATE, UNEXPLAINED = "L", "N"
OPEN_MINUTES = 30  # a register closes 30 minutes after it opens: later than that is U
SCHOOL_YEARS = 11  # compulsory school age ends with year 11

# Codes that are never right for a pupil who is due here on a school day.
NOT_HERE = {
    "D": "D is for another school. {name} is due here: enter / or \\ for present, or why they were absent",
    "Z": "Z is for a pupil not on roll yet. {name} is on roll: enter / or \\ for present, or why they were absent",
    "#": "# is for a planned closure. This is a school day: for an unexpected closure enter Y4",
    "X": "X is only for pupils outside compulsory school age. For a part-time timetable enter C2",
}
GROUPS = [
    (AttendanceCode.Category.ATTENDING, "Present or at an approved activity"),
    (AttendanceCode.Category.AUTHORISED, "Authorised absence"),
    (AttendanceCode.Category.UNAUTHORISED, "Unauthorised absence"),
    (AttendanceCode.Category.UNABLE, "Could not attend: not counted"),
]


class Read(NamedTuple):
    """What a typed cell comes to: a code and minutes late; none when nothing was typed."""

    code: str
    minutes: int | None


@cache
def table() -> dict[str, AttendanceCode]:
    """Every code, in force or withdrawn. Read once: codes change with a release of the product only."""
    return {row.code: row for row in AttendanceCode.objects.all()}


def in_force(day: dt.date) -> list[AttendanceCode]:
    """The codes that may be entered for a pupil due on that day, strokes and letters in order."""
    return [code for code in table().values() if covers(code.during, day) and code.code not in NOT_HERE]


def grouped(day: dt.date) -> list[tuple[str, list[AttendanceCode]]]:
    """The codes of the day under what they mean for attendance."""
    codes = in_force(day)
    return [(label, [code for code in codes if code.category == category]) for category, label in GROUPS]


def name_of(code: str) -> str:
    """What a code means, in words."""
    return table()[code].name if code in table() else ""


def code_from_report(said: str) -> str:
    """The code that a provider's word comes to, until the PRU settles it."""
    return UNEXPLAINED if said == SessionReport.Said.ABSENT else "B"


def shown(code: str | None, minutes: int | None) -> str:
    """A mark as it is typed: '/', 'L 12', or nothing."""
    return f"{code or ''} {minutes}" if code and minutes is not None else code or ""


def read(typed: str, *, session: str, day: dt.date) -> Read | None:
    """What was typed in a cell; None when it is blank, since a blank is a session not taken.

    Either stroke means present and becomes the one of the session. Raises RegisterError with a sentence.
    """
    text = typed.strip().upper()
    if not text:
        return None
    if text in STROKES.values():
        return Read(STROKES[session], None)
    found = re.fullmatch(r"L\s*(\d{1,3})", text)
    if not found and re.match(r"L\s", text):
        raise RegisterError("Enter how many minutes late as a number after L, for example L 10, or L alone")
    code = LATE if found else text
    refuse_unknown(code, day)
    return Read(code, _minutes(int(found[1])) if found else None)


def refuse_unknown(code: str, day: dt.date) -> None:
    """Raise RegisterError unless this is a register code in force on the day."""
    row = table().get(code)
    if row is None:
        raise RegisterError(f"{code[:12]} is not a register code. Enter / or \\ for present, or a code from the list")
    if not covers(row.during, day):
        raise RegisterError(_not_in_force(row, day))


def refuse_for(code: str, *, name: str, year_group: int) -> str:
    """Why the code cannot be right for a pupil due here on a school day; empty when it can."""
    if code == "X" and year_group > SCHOOL_YEARS:
        return ""
    return NOT_HERE.get(code, "").format(name=name)


def _minutes(number: int) -> int:
    if not 1 <= number <= OPEN_MINUTES:
        raise RegisterError(
            f"Minutes late must be between 1 and {OPEN_MINUTES}, when the register closes. Enter U for a later arrival"
        )
    return number


def _not_in_force(row: AttendanceCode, day: dt.date) -> str:
    until = last_day(row.during)
    if until and until < day:
        return f"{row} could be entered until {until:%-d %B %Y}. Choose a code in force on {day:%-d %B %Y}"
    return f"{row} may be entered from {row.during.lower:%-d %B %Y}. Choose a code in force on {day:%-d %B %Y}"
