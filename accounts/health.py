"""What the health page shows, in words."""

import datetime as dt

from django.utils import timezone

from kit import operations, runs
from kit.models import ScheduledRun
from kit.operations import Queue
from kit.templatetags.casebook import moment

SLOW = dt.timedelta(minutes=5)  # what is due is done within five minutes
BACKUP = dt.timedelta(hours=26)  # every night, with time for a slow one
DRILL = dt.timedelta(days=100)  # with each release, or each quarter
BY_HAND = {"backup", "drill"}


def page_of(queue: Queue) -> dict:
    """The figures, the servers, the timetable."""
    latest, good = runs.latest(), operations.last_good()
    backup = good.get("backup")
    turns = [run for run in latest if run.name not in BY_HAND]
    return {
        "queue": queue,
        "stats": stats(queue, backup),
        "servers": servers(),
        "safety": [safety_row("Backup", backup, BACKUP), safety_row("Restore drill", good.get("drill"), DRILL)],
        "failures": [run for run in latest if run.name in BY_HAND and run.error],
        "timetable": timetable(turns),
    }


def stats(queue: Queue, backup: ScheduledRun | None) -> list[dict]:
    later = f"{queue.later} more set for later" if queue.later else ""
    slow = "Longer than the five minutes we promise" if queue.age > SLOW else ""
    return [
        {"number": queue.due, "label": "waiting to be done", "hint": later},
        {"number": words(queue.age) if queue.due else "None", "label": "longest wait", "hint": slow},
        {"number": queue.failed, "label": "need a person", "hint": ""},
        {"number": words(age(backup)) if backup else "Never", "label": "since the last backup", "hint": ""},
    ]


def servers() -> list[dict]:
    """The page itself came from the database, so that one answers."""
    broker = operations.broker_answers()
    away = {
        "tag": "Unsafe",
        "text": "No answer.",
        "hint": "Nothing is lost: work waits in the database until it answers.",
    }
    return [
        {"key": "Database", "value": {"tag": "Good", "text": "It answers."}},
        {"key": "Message broker", "value": {"tag": "Good", "text": "It answers."} if broker else away},
    ]


def safety_row(label: str, run: ScheduledRun | None, allowed: dt.timedelta) -> dict:
    """When something that keeps records safe last went well."""
    if run is None:
        return {"key": label, "value": {"tag": "Overdue", "text": "None has been made yet."}}
    late = age(run) > allowed
    size = f"{run.note.get('rows', 0):,} rows, {in_megabytes(run.note.get('bytes', 0))}"
    text = f"{words(age(run)).capitalize()} ago, on {moment(run.due_at)}."
    return {"key": label, "value": {"tag": "Overdue" if late else "Good", "text": text, "hint": size}}


def timetable(turns: list[ScheduledRun]) -> dict:
    rows = [[run.name.capitalize(), moment(run.due_at), {"tag": state(run), "hint": trouble(run)}] for run in turns]
    empty = "The scheduler and a worker have not done anything yet."
    return {"caption": "Timetable", "head": ["Job", "Last turn", "How it went"], "rows": rows, "empty": empty}


def state(run: ScheduledRun) -> str:
    """Of the last turn: did it end well, and was the next one due long ago?"""
    if run.error:
        return "Failed"
    if age(run) > 3 * dt.timedelta(minutes=run.note.get("every", 24 * 60)):
        return "Late"
    return "Complete" if run.finished_at else "Under way"


def trouble(run: ScheduledRun) -> str:
    if run.error:
        return f"{operations.why(run.error)}. The log calls it {run.error}."
    return "No turn since. Is the scheduler running, and a worker?" if state(run) == "Late" else ""


def age(run: ScheduledRun) -> dt.timedelta:
    return timezone.now() - run.due_at


def words(span: dt.timedelta) -> str:
    """A time in the unit that suits it: '3 hours'."""
    seconds = int(span.total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = seconds // length
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "under a minute"


def in_megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
