"""The one clock. Every date in the product comes from here.

School facts are (date, AM or PM) in Europe/London; instants are stored in UTC. The demonstration
lives on a day of its own, kept in a file (`TODAY_FILE`) that the web and the worker both read, so
that a newcomer can walk one pupil from referral to report in an afternoon.
"""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def today() -> dt.date:
    """Today's date in London, or the demonstration's day."""
    return demonstration_day() or timezone.now().astimezone(LONDON).date()


def now() -> dt.datetime:
    """This moment in UTC; in the demonstration the real time of day on the demonstration's day."""
    real = timezone.now()
    day = demonstration_day()
    if day is None:
        return real
    local = real.astimezone(LONDON)
    return dt.datetime.combine(day, local.timetz().replace(tzinfo=None), tzinfo=LONDON).astimezone(dt.UTC)


def demonstration_day() -> dt.date | None:
    """The day the demonstration stands on, or None outside the demonstration."""
    if not settings.TODAY_FILE:
        return None
    try:
        path = Path(settings.TODAY_FILE)
        return _read(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def set_demonstration_day(day: dt.date) -> None:
    """Move the demonstration to another day. Refused anywhere else.

    Raises PermissionError outside the demonstration.
    """
    if not (settings.DEMO and settings.TODAY_FILE):
        raise PermissionError("Only the demonstration can change its day")
    path = Path(settings.TODAY_FILE)
    part = path.with_suffix(".part")
    part.write_text(day.isoformat())
    part.replace(path)


@lru_cache(maxsize=4)
def _read(path: str, _mtime: int) -> dt.date:
    return dt.date.fromisoformat(Path(path).read_text().strip())
