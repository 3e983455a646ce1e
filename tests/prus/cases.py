"""Placements at each stage, for the tests of these pages."""

import datetime as dt

from prus import actions
from prus.models import Placement
from prus.week import SESSIONS

NOTICE = dt.date(2026, 5, 12)
START = dt.date(2026, 5, 18)
OBJECTIVE = {"text": "Attend every session", "baseline": "41% in spring", "measure": "85% over six weeks"}


def proposed(world, pupil=None, *, directed: bool = True, confirmed: bool = False, **fields):
    """What a panel decided, with the direction that it rests on."""
    given = {
        "purpose": "preventative",
        "commissioned_by": world.partnership_body,
        "return_school": world.school,
        "first": START,
        "planned_end": dt.date(2026, 7, 17),
        "exit_plan": "Back to school in the summer term",
    }
    placement = actions.propose_placement(pupil=pupil or world.pupil(), pru=world.pru, **{**given, **fields})
    if directed:
        direction = actions.ask_for_direction(placement=placement, school=world.school)
        if confirmed:
            actions.confirm_direction(direction=direction, by=world.actor("school_lead"), notice_on=NOTICE)
    return Placement.objects.get(pk=placement.pk)


def at_pru(world, without=()):
    """All sessions at the PRU's site, but those that a provider has."""
    return [
        {"weekday": day, "session": half, "kind": "pru", "organisation": world.pru_body, "place": world.site.place}
        for day, half in SESSIONS
        if (day, half) not in without
    ]


def complete(world, placement, *, first=START, week=None, site=None):
    return actions.complete_placement(
        placement=placement,
        by=world.actor("head"),
        site=site or world.site,
        first=first,
        week=at_pru(world) if week is None else week,
        objectives=[OBJECTIVE],
    )
