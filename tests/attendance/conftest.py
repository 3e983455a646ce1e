"""Words for registers: `take(world, pupil, …)` posts nothing, it calls the action as staff would."""

import datetime as dt

import pytest

from accounts import actor as actors
from attendance import actions
from kit.periods import from_to
from prus.models import PupilTie, WeekSlot

MONDAY = dt.date(2026, 5, 11)
TODAY = dt.date(2026, 5, 12)


@pytest.fixture
def take():
    """`take(world, pupil, "/", date, session)` saves one mark as the PRU's staff."""

    def save(world, pupil, code, date=TODAY, session="AM", *, seen="", reason="", minutes=None, who="staff"):
        actor = world.actor(who)
        entry = actions.Entry(pupil.uuid, date, session, code, minutes, seen)
        with actors.acting(actor):
            return actions.save_register(pru=actor.organisation, entries=[entry], by=actor, reason=reason)

    return save


def book(world, placement, sessions, first=dt.date(2026, 4, 13)):
    """The pupil is due with the provider in these sessions, which are not the PRU's."""
    WeekSlot.objects.bulk_create(
        WeekSlot(
            la=world.la,
            pupil_id=placement.pupil_id,
            placement=placement,
            weekday=day,
            session=half,
            kind="provider",
            organisation=world.provider_body,
            place=world.provider.place,
            during=from_to(first),
        )
        for day, half in sessions
    )
    PupilTie.objects.create(
        la=world.la,
        pupil_id=placement.pupil_id,
        organisation=world.provider_body,
        kind="booked",
        source=f"booking:{placement.pk}",
        during=from_to(first),
    )


@pytest.fixture
def booked(world):
    """A placement with Tuesday afternoon at the provider and the rest of the week at the PRU."""
    placement = world.placement(week=False)
    all_others = [(d, h) for d in range(1, 6) for h in ("AM", "PM") if (d, h) != (2, "PM")]
    world.week(placement, dt.date(2026, 4, 13), all_others)
    book(world, placement, [(2, "PM")])
    return placement
