"""Which half terms follow from what a file says.

Files tell it in two ways: term by term with the break in the middle (the county's table), or by the
holidays only, so that a half term is what lies between two of them (calendars and planners).
"""

import datetime as dt
from itertools import pairwise

from partnerships.calendar_pages.facts import CLOSURES, ONE_DAY, Fact, Reading, Term, weekdays
from partnerships.models import HalfTerm

LONGEST = dt.timedelta(days=75)
TERMS = {"autumn": 1, "spring": 3, "summer": 5}
# The middle of a half term tells which one it is: the last (month, day) that its middle can be.
MIDDLES = [((2, 14), 3), ((4, 5), 4), ((5, 30), 5), ((8, 31), 6), ((10, 27), 1), ((12, 31), 2)]


def from_holidays(reading: Reading, facts: list[Fact]) -> None:
    """Half terms between holidays. A day or two off inside a half term is a closure."""
    breaks = []
    for fact in facts:
        if fact.kind in CLOSURES:
            reading.close(fact)
        elif len(list(weekdays(fact.first, fact.last))) < 3:
            reading.close(fact._replace(kind="planned"))
        else:
            breaks.append(fact)
    seen: set[tuple[int, int]] = set()
    for before, after in pairwise(_merged(breaks)):
        _between(reading, before, after, seen)


def _merged(breaks: list[Fact]) -> list[Fact]:
    """Holidays in order; those with no school day between them are one."""
    found: list[Fact] = []
    for fact in sorted(breaks, key=lambda one: one.first):
        if found and not list(weekdays(found[-1].last + ONE_DAY, fact.first - ONE_DAY)):
            found[-1] = found[-1]._replace(last=max(found[-1].last, fact.last))
        else:
            found.append(fact)
    return found


def _between(reading: Reading, before: Fact, after: Fact, seen: set) -> None:
    days = list(weekdays(before.last + ONE_DAY, after.first - ONE_DAY))
    first, last = days[0], days[-1]
    if last - first > LONGEST:
        reason = (
            f"There is no holiday between {_day(before.last)} and {_day(after.first)}: a half term is not that long"
        )
        reading.refuse(after.line, after.words, reason)
        return
    year, number = which(first, last)
    if (year, number) in seen:
        name = HalfTerm.NAMES[number]
        reading.refuse(after.line, after.words, f"There would be two half terms called {name} in one year")
        return
    seen.add((year, number))
    reading.half_terms.append(Term(year, number, first, last))


def which(first: dt.date, last: dt.date) -> tuple[int, int]:
    """The school year and number of a half term with these days."""
    middle = first + (last - first) / 2
    number = next(number for end, number in MIDDLES if (middle.month, middle.day) <= end)
    return (middle.year if number < 3 else middle.year - 1), number


def from_terms(reading: Reading, terms: dict[tuple[int, str], dict[str, Fact]]) -> None:
    """Two half terms for each term: from its start to the break, and from the break to its end."""
    for (year, term), said in sorted(terms.items(), key=lambda item: (item[0][0], TERMS[item[0][1]])):
        start, middle = said.get("term_start"), said.get("half_term")
        last = _end_of_term(reading, said)
        line, words = next(iter(said.values())).line, f"{term.title()} {year}/{(year + 1) % 100:02}"
        if not (start and middle and last):
            if start or middle:
                reading.refuse(line, words, "The start, the half-term break or the end of this term is missing")
            continue
        halves = [_days(start.first, middle.first - ONE_DAY), _days(middle.last + ONE_DAY, last)]
        if not all(halves):
            reading.refuse(line, words, "The half-term break is not inside the term")
        elif any(half[-1] - half[0] > LONGEST for half in halves):
            reading.refuse(line, words, "One half of this term lasts more than 75 days. Check its dates")
        else:
            reading.half_terms += [
                Term(year, TERMS[term] + more, half[0], half[-1]) for more, half in enumerate(halves)
            ]


def _end_of_term(reading: Reading, said: dict[str, Fact]) -> dt.date | None:
    """The last day stated; else the last day before the holiday that is not a training day."""
    if end := said.get("term_end"):
        return end.first
    if not (holiday := said.get("holiday")):
        return None
    day = holiday.first - ONE_DAY
    while day.weekday() > 4 or day in reading.closures:
        day -= ONE_DAY
    return day


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return list(weekdays(first, last))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
