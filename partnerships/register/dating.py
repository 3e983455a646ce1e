"""Which day a file speaks of, so that newer facts win over older ones."""

import datetime as dt
import re
from functools import lru_cache

from kit.today import today
from partnerships.register.layouts import Layout
from partnerships.register.refusals import FileRefusedError

DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")

NO_DAY = "We cannot tell which day this file is from. Put the year in its name, or give the day with --date YYYY-MM-DD."


class Newest:
    """Keeps the newest day seen in a column; days to come are slips or plans, and do not count."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.day: dt.date | None = None
        self._today = today()

    def see(self, day: dt.date | None) -> None:
        if day and day <= self._today and (self.day is None or day > self.day):
            self.day = day


def day_of(layout: Layout, name: str, given: dt.date | None, newest: dt.date | None) -> dt.date:
    """The day given, or in the name, or the newest in the file, or of its layout, or the year in the name."""
    day = given or _day_in(name) or newest or layout.day
    if day:
        return day
    year = YEAR.search(name)
    if year:
        return layout.start_of_year(int(year.group(1)))
    raise FileRefusedError(NO_DAY)


def _day_in(name: str) -> dt.date | None:
    found = DAY.search(name)
    if not found:
        return None
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


# What the joined list calls its sources, and the days that the files themselves are of.
SOURCES = {
    "trusts-2025": dt.date(2025, 9, 1),
    "links-2025": dt.date(2025, 4, 22),
    "census-2022-23": dt.date(2023, 1, 19),
    "pupil-premium-2021-22": dt.date(2021, 4, 1),
}


@lru_cache(maxsize=1000)
def day_of_source(words: str) -> dt.date | None:
    """The day of a source that a line names."""
    if words in SOURCES:
        return SOURCES[words]
    year = YEAR.search(words)
    return dt.date(int(year.group(1)), 1, 1) if year else None
