"""The events of an iCalendar file (RFC 5545), as far as term dates need them. Nothing in it is believed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from partnerships.calendar_pages.facts import ONE_DAY, Fact, FileRefusedError, LineRefusedError, a_date

EVENT = ["VCALENDAR", "VEVENT"]
DEEPEST = 5
MOST_EVENTS = 2_000
MOST_OF_A_LINE = 10_000
ESCAPES = {"\\n": " ", "\\N": " ", "\\,": ",", "\\;": ";", "\\\\": "\\"}


@dataclass
class Event:
    """One event: the line on which it begins, and its properties (the first of each name)."""

    line: int
    said: dict[str, tuple[str, str]] = field(default_factory=dict)  # name → (parameters, value)

    def value(self, name: str) -> str:
        return self.said.get(name, ("", ""))[1]

    @property
    def words(self) -> str:
        text = self.value("SUMMARY")
        for written, meant in ESCAPES.items():
            text = text.replace(written, meant)
        return text.strip()

    @property
    def is_cancelled(self) -> bool:
        return self.value("STATUS").upper() == "CANCELLED"


def events(text: str) -> list[Event]:
    """All events. FileRefusedError when this is no calendar, or one that does not end."""
    found: list[Event] = []
    inside: list[str] = []
    for number, line in _unfolded(text):
        name, parameters, value = _parted(line)
        if name in ("BEGIN", "END"):
            _step(inside, number, name, value.upper())
            if inside == EVENT and name == "BEGIN":
                found.append(Event(number))
        elif inside == EVENT:
            found[-1].said.setdefault(name, (parameters, value))
        if not inside and name != "END":
            raise FileRefusedError("The selected file does not begin as a calendar does (BEGIN:VCALENDAR)")
        if len(found) > MOST_EVENTS:
            raise FileRefusedError("The calendar has more than 2,000 events: it is not one of term dates")
    if inside or not text.strip():
        raise FileRefusedError("The calendar is cut off before its end. Download it again")
    return found


def _step(inside: list[str], number: int, name: str, what: str) -> None:
    """Go into a part of the calendar, or out of the one we are in."""
    if name == "BEGIN":
        inside.append(what)
    elif not inside or inside.pop() != what:
        raise FileRefusedError(f"The calendar is damaged at line {number}: {what[:20]} ends but did not begin")
    if (inside and inside[0] != "VCALENDAR") or len(inside) > DEEPEST:
        raise FileRefusedError(f"This is not a calendar of term dates: see line {number}")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each line with those that continue it (they begin with a space or a tab), and its number."""
    begun, size = 1, 0
    parts: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        size = size + len(line) if line[:1] in (" ", "\t") else len(line)
        if size > MOST_OF_A_LINE:
            raise FileRefusedError(f"Line {number} of the calendar is too long to be one of term dates")
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield begun, "".join(parts)
        begun, parts = number, [line] if line.strip() else []
    if parts:
        yield begun, "".join(parts)


def _parted(line: str) -> tuple[str, str, str]:
    """Name, parameters and value: `DTSTART;VALUE=DATE:20250801`."""
    head, _, value = line.partition(":")
    name, _, parameters = head.partition(";")
    return name.strip().upper(), parameters.upper(), value.strip()


def fact_of(event: Event) -> Fact:
    """The first and the last day. The end of a whole-day event is the day after it."""
    if event.value("RRULE") or event.value("RDATE"):
        raise LineRefusedError("This event repeats. Enter each of its days as an event of its own")
    if event.value("DURATION"):
        raise LineRefusedError("This event says how long it lasts. Give it a last day instead")
    first, _ = _moment(event.value("DTSTART"))
    if not event.value("DTEND"):
        return Fact(event.line, "", first, first, event.words)
    last, at_midnight = _moment(event.value("DTEND"))
    if at_midnight and last > first:
        last -= ONE_DAY
    return Fact(event.line, "", first, last, event.words)


def _moment(text: str) -> tuple[dt.date, bool]:
    """The day, and whether it is its very beginning."""
    day, _, clock = text.partition("T")
    return a_date(day), clock.strip("Z") in ("", "000000")
