"""The demonstration's days, and standing on each of them in turn while it is loaded."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from django.conf import settings

from kit import today as clock
from kit.periods import DateRange, first_day, from_to

DAY = dt.date(2026, 5, 12)  # a Tuesday in the fifth half term of 2025/26
REGISTERS_FROM = dt.date(2025, 4, 28)  # the first day of the fifth half term of 2024/25
BEFORE = dt.date(2024, 9, 1)  # roles and contracts began by then
ALWAYS: DateRange = from_to(dt.date(2015, 9, 1))


def write_day() -> None:
    """Put the demonstration on its day, unless somebody has moved it to another."""
    if settings.TODAY_FILE and not Path(settings.TODAY_FILE).exists():
        Path(settings.TODAY_FILE).write_text(DAY.isoformat())


def began(during: DateRange | None) -> dt.date:
    """The first day of a period that has one."""
    first = first_day(during)
    assert first is not None
    return first


def moment(day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
    """A time of day in London."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LONDON)


def _no_other_day() -> None:
    """While time is stopped, the file with the demonstration's day is not asked."""


@contextmanager
def standing_at(day: dt.date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Inside, the product's one clock shows this moment: so a year of work can be done in a minute."""
    stopped = SimpleNamespace(now=lambda: moment(day, hour, minute).astimezone(dt.UTC))
    with mock.patch.multiple(clock, timezone=stopped, demonstration_day=_no_other_day):
        yield
