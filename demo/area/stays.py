"""Who has a seat at a base when: stays of six to sixty weeks, one after another on each seat."""

import bisect
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demo.area.clock import DAY, REGISTERS_FROM

TERM_LENGTH = dt.timedelta(days=14)  # nobody starts in the last fortnight of a school year
LEAVERS_2025, LEAVERS_2026 = dt.date(2025, 6, 27), dt.date(2026, 6, 26)  # the last days of year 11
YEAR_ENDS = dt.date(2025, 7, 21)
YEAR_BEGINS = dt.date(2025, 9, 2)
KEY_STAGE_YEARS = {3: (7, 8, 9), 4: (10, 11)}


@dataclass(frozen=True)
class Stay:
    """A pupil to be: at which seat, from when, until when (None: still here), planned until when."""

    unit: str
    base: str
    key_stage: int
    year_group: int
    first: dt.date
    last: dt.date | None
    planned: dt.date


class Seats:
    """Draws the stays of one base. `days` are the school days."""

    def __init__(self, rng: random.Random, days: Sequence[dt.date]):
        self.rng, self.days = rng, days

    def stays(self, unit: str, base: str, stage: int, seats: int) -> Iterator[Stay]:
        for _ in range(seats):
            first: dt.date | None = self._opening()
            while first and first <= DAY - dt.timedelta(days=6):
                stay = self._stay(unit, base, stage, first)
                yield stay
                first = self._next(stay)

    def _opening(self) -> dt.date:
        """On the day registers begin most seats are taken, by pupils who came since January."""
        back = dt.timedelta(days=int(self.rng.random() * 110))
        return self._school_day(REGISTERS_FROM - back + dt.timedelta(days=self.rng.choice((0, 0, 0, 14))))

    def _stay(self, unit: str, base: str, stage: int, first: dt.date) -> Stay:
        year = self._year(stage, first)
        weeks = 6 + 54 * self.rng.betavariate(1.9, 1.9)
        end = first + dt.timedelta(weeks=weeks)
        if first < YEAR_BEGINS:
            year, end = self._over_summer(stage, year, end)
        end = self._school_day(min(end, self.days[-1]), -1)
        if end < DAY:
            return Stay(unit, base, stage, year, first, end, end)
        end = min(end, LEAVERS_2026) if year == 11 else end
        return Stay(unit, base, stage, year, first, None, self._late(first, end))

    def _year(self, stage: int, first: dt.date) -> int:
        """Nobody comes in the first weeks of secondary school, nor in the last of year 11."""
        year = self.rng.choice(KEY_STAGE_YEARS[stage])
        if year == 7 and first.month in (9, 10):
            return 8
        return 10 if year == 11 and first.month in (5, 6, 7) else year

    def _over_summer(self, stage: int, year: int, end: dt.date) -> tuple[int, dt.date]:
        """Who reaches the end of a key stage leaves by the summer; others may stay into the next year."""
        if year == 11:
            return year, min(end, LEAVERS_2025)
        if year == 9 and stage == 3:
            return year, min(end, YEAR_ENDS)
        return (year + 1 if end >= YEAR_BEGINS else year), end

    def _late(self, first: dt.date, end: dt.date) -> dt.date:
        """One stay in twelve has passed the last day that was planned."""
        if self.rng.random() > 1 / 12 or first > DAY - dt.timedelta(weeks=12):
            return end
        return self._school_day(DAY - dt.timedelta(days=self.rng.randrange(5, 40)), -1)

    def _next(self, stay: Stay) -> dt.date | None:
        """The seat is taken again after a gap of up to five weeks."""
        if stay.last is None:
            return None
        day = self._school_day(stay.last + dt.timedelta(days=self.rng.randrange(3, 36)))
        if YEAR_ENDS - TERM_LENGTH <= day < YEAR_BEGINS:
            day = self._school_day(YEAR_BEGINS + dt.timedelta(days=self.rng.randrange(3, 20)))
        return day

    def _school_day(self, day: dt.date, step: int = 1) -> dt.date:
        """The day itself where school meets, else the next such day (or the one before)."""
        place = bisect.bisect_left(self.days, day) if step > 0 else bisect.bisect_right(self.days, day) - 1
        return self.days[min(max(place, 0), len(self.days) - 1)]
