"""Turns of the timetable: the row decides who runs, so two schedulers, or a doubled message, make one run.

Machine time, not `kit.today`: the demonstration's day stands still, and its timetable must not.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from kit.models import ScheduledRun

ABANDONED = dt.timedelta(minutes=10)  # longer than a task may take: whoever began has died
KEPT = dt.timedelta(days=30)
LONGEST_ERROR = 100  # characters

# A turn that was begun and never finished may be taken over; one that is finished, or under way, may not.
TAKE = """
INSERT INTO kit_scheduledrun (name, due_at, started_at, error, note) VALUES (%(name)s, %(due)s, %(now)s, '', %(note)s)
ON CONFLICT (name, due_at) DO UPDATE SET started_at = excluded.started_at
WHERE kit_scheduledrun.finished_at IS NULL AND kit_scheduledrun.started_at < %(abandoned)s
RETURNING id
"""


def due_at(minutes: int, moment: dt.datetime) -> dt.datetime:
    """When the turn that this moment belongs to was due: the last multiple of so many minutes."""
    length = minutes * 60
    return dt.datetime.fromtimestamp(moment.timestamp() // length * length, tz=dt.UTC)


def take(name: str, due: dt.datetime, **note) -> ScheduledRun | None:
    """The turn, if it is ours; None when somebody has it or it is done."""
    moment = timezone.now()
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {
            "name": name,
            "due": due,
            "now": moment,
            "abandoned": moment - ABANDONED,
            "note": json.dumps(note),
        }
        cursor.execute(TAKE, facts)
        row = cursor.fetchone()
    return ScheduledRun.objects.get(pk=row[0]) if row else None


def finish(run: ScheduledRun, *, error: str = "") -> None:
    """Note the end of a turn; of a fault its kind only."""
    run.finished_at, run.error = timezone.now(), error[:LONGEST_ERROR]
    run.save(update_fields=["finished_at", "error"])


def once(name: str, minutes: int, job: Callable[[], object]) -> bool:
    """Run the job unless this turn was taken before. A fault is noted by its kind only, and rises."""
    run = take(name, due_at(minutes, timezone.now()), every=minutes)
    if run is None:
        return False
    try:
        job()
    except Exception as trouble:
        finish(run, error=type(trouble).__name__)
        raise
    finish(run)
    return True


def record(name: str, began: dt.datetime, *, error: str = "", **note) -> None:
    """Note something that an operator or the machine's own timetable did, such as a backup."""
    ended = timezone.now()
    ScheduledRun.objects.create(
        name=name, due_at=began, started_at=began, finished_at=ended, error=error[:LONGEST_ERROR], note=note
    )


def latest() -> list[ScheduledRun]:
    """The last turn of each name, by name."""
    return list(ScheduledRun.objects.order_by("name", "-due_at").distinct("name"))


def forget_old() -> int:
    """Remove turns that nobody will ask about; the latest of each name stays."""
    last = [run.pk for run in latest()]
    old = ScheduledRun.objects.filter(due_at__lt=timezone.now() - KEPT)
    return old.exclude(pk__in=last).delete()[0]
