"""Periods of days: `DateRange` with the start in it and the end not, `[start, end)`.

With an end of 12 May the last day is 11 May. Pages show the last day; this is the only file that
takes one away or adds it on.
"""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

ONE_DAY = dt.timedelta(days=1)


def from_to(first: dt.date | None, last: dt.date | None = None) -> DateRange:
    """The period from the first day to the last day, both in it; no last day means still going on."""
    return DateRange(first, last + ONE_DAY if last else None, "[)")


def first_day(during: DateRange | None) -> dt.date | None:
    return during.lower if during else None


def last_day(during: DateRange | None) -> dt.date | None:
    """The last day in the period, or None while it has no end."""
    return during.upper - ONE_DAY if during and during.upper else None


def ended(during: DateRange, last: dt.date) -> DateRange:
    """The same period with this last day."""
    return DateRange(during.lower, last + ONE_DAY, "[)")


def covers(during: DateRange | None, day: dt.date) -> bool:
    if during is None or during.isempty:
        return False
    return (during.lower is None or during.lower <= day) and (during.upper is None or day < during.upper)


def current(at: dt.date, field: str = "during") -> Q:
    """The rows whose period holds the day."""
    return Q(**{f"{field}__contains": at})


class PeriodField(DateRangeField):
    """A `during` column. Empty ranges are refused by `not_empty` constraints on the models."""
