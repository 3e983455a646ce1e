"""Where a placement stands: proposed, running or ended. Derived from its dates, never stored."""

import datetime as dt

from django.db import models
from django.db.models import Count, Q

from kit.periods import ONE_DAY
from kit.today import today


class Stage(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    RUNNING = "running", "Running"
    ENDED = "ended", "Ended"


def stage_of(placement, at: dt.date | None = None) -> Stage:
    """Running includes a placement that is agreed and starts later."""
    if placement.is_proposed:
        return Stage.PROPOSED
    return Stage.ENDED if placement.last and placement.last < (at or today()) else Stage.RUNNING


def condition(stage: Stage, at: dt.date | None = None) -> Q:
    """The same question to the database."""
    ended = Q(during__endswith__lte=at or today())
    return {
        Stage.PROPOSED: Q(during=None),
        Stage.RUNNING: Q(during__isnull=False) & (Q(during__endswith=None) | Q(during__endswith__gt=at or today())),
        Stage.ENDED: Q(during__isnull=False) & ended,
    }[stage]


def numbers(rows, at: dt.date | None = None) -> dict[str, int]:
    """How many of the rows stand at each stage, in one query."""
    return rows.aggregate(**{stage.value: Count("pk", filter=condition(stage, at)) for stage in Stage})


def is_past_planned_end(placement, at: dt.date | None = None) -> bool:
    """Still running after its last planned day: to be reviewed."""
    at = at or today()
    begun = placement.first is not None and placement.first <= at
    return begun and placement.planned_end < at and stage_of(placement, at) == Stage.RUNNING


def tag_of(placement, at: dt.date | None = None) -> dict:
    """The status in words, as a cell of a table."""
    at = at or today()
    stage = stage_of(placement, at)
    if stage == Stage.PROPOSED:
        return _tag_of_proposed(placement)
    if stage == Stage.ENDED:
        return {"tag": "Ended", "colour": "grey"}
    if placement.first > at:
        return {"tag": "Starts later", "colour": "purple"}
    if is_past_planned_end(placement, at):
        return {"tag": "Past planned end", "colour": "red"}
    if placement.last:
        return {"tag": "Ends soon" if placement.last - at < 14 * ONE_DAY else "Ending", "colour": "yellow"}
    return {"tag": "Running", "colour": "blue"}


def _tag_of_proposed(placement) -> dict:
    direction = getattr(placement, "direction", None)
    if direction and not direction.confirmed_at:
        return {"tag": "Awaiting direction", "colour": "yellow"}
    return {"tag": "Ready to complete", "colour": "purple"}
