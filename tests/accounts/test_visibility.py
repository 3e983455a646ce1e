"""`visible_to` shows exactly what a plain oracle says, and never more than the database would."""

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import actor as actors
from accounts.roles import Role
from kit.periods import from_to
from partnerships.models import District, OfficerDistrict
from prus.models import Pupil, PupilTie
from tests.factories import PupilFactory, World, member

DAY = dt.date(2026, 5, 12)
BODIES = ["school", "other_school", "pru_body", "panel_body", "provider_body"]
TIED = {
    "school_lead": "school",
    "other_school_lead": "other_school",
    "head": "pru_body",
    "staff": "pru_body",
    "panel_member": "panel_body",
    "chair": "panel_body",
    "provider_lead": "provider_body",
}
BLIND = ["committee_member", "committee_clerk", "committee_chair", "sysadmin"]

ties = st.lists(
    st.tuples(
        st.sampled_from(BODIES),
        st.integers(-3, 3),  # first day, counted from the day of asking
        st.one_of(st.none(), st.integers(0, 3)),  # length less one, or without an end
    ),
    max_size=4,
    unique_by=lambda tie: tie[0],
)
pupils = st.lists(st.tuples(st.booleans(), st.booleans(), ties), max_size=4)  # ours?, in the officer's district?


def runs(first: int, length: int | None) -> bool:
    return first <= 0 and (length is None or first + length >= 0)


def oracle(world, who: str, made) -> set[int]:
    """Who may see which child, in plain Python over what was generated."""
    if who in BLIND:
        return set()
    ours = [(pk, in_district, tied) for pk, is_ours, in_district, tied in made if is_ours]
    if who == "manager":
        return {pk for pk, *_ in ours}
    if who == "officer":
        return {pk for pk, in_district, _ in ours if in_district}
    return {pk for pk, _, tied in ours if any(body == TIED[who] and runs(first, n) for body, first, n in tied)}


def arrange(world, other, plan):
    elsewhere = District.objects.create(la=world.la, name="Elsewhere")
    made = []
    for is_ours, in_district, tied in plan:
        place = world if is_ours else other
        district = place.district if in_district or not is_ours else elsewhere
        pupil = PupilFactory(la=place.la, district=district)
        for body, first, length in tied:
            start = DAY + dt.timedelta(days=first)
            last = None if length is None else start + dt.timedelta(days=length)
            PupilTie.objects.create(
                la=place.la,
                pupil=pupil,
                organisation=getattr(place, body),
                kind="placed",
                source="test",
                during=from_to(start, last),
            )
        made.append((pupil.pk, is_ours, in_district, tied))
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=pupils)
def test_visible_to_is_the_oracle_and_within_the_wall(world, elsewhere, plan):
    with transaction.atomic():
        made = arrange(world, elsewhere, plan)
        for who in [*TIED, *BLIND, "officer", "manager"]:
            actor = world.actor(who)
            with actors.acting(actor), connection.cursor() as cursor:
                seen = set(Pupil.objects.visible_to(actor, DAY).values_list("pk", flat=True))
                cursor.execute("SELECT id FROM prus_pupil")
                within = {pk for (pk,) in cursor.fetchall()}
            assert seen == oracle(world, who, made), who
            assert seen <= within
        transaction.set_rollback(True)


def test_an_officer_without_districts_sees_nobody(world):
    world.pupil()
    OfficerDistrict.objects.all().delete()

    assert not Pupil.objects.visible_to(world.actor("officer"), DAY).exists()


def test_removing_a_membership_never_adds_a_pupil(world, sign_in):
    person = world.school_lead.person
    pupil = world.pupil()
    second = member(world.committee_body, Role.COMMITTEE_MEMBER, person=person)
    seen_as_committee = Pupil.objects.visible_to(actors.of(second), DAY)
    seen_as_lead = Pupil.objects.visible_to(actors.of(world.school_lead), DAY)

    assert list(seen_as_committee) == []
    assert list(seen_as_lead) == [pupil]


@pytest.mark.parametrize("who", [*TIED, *BLIND])
def test_nobody_sees_a_child_whose_tie_ended_yesterday(world: World, who):
    pupil = PupilFactory(la=world.la, district=world.district)
    yesterday = DAY - dt.timedelta(days=1)
    PupilTie.objects.create(
        la=world.la,
        pupil=pupil,
        organisation=getattr(world, TIED.get(who, "committee_body")),
        kind="placed",
        source="test",
        during=from_to(dt.date(2026, 1, 5), yesterday),
    )

    assert not Pupil.objects.visible_to(world.actor(who), DAY).exists()
    assert Pupil.objects.visible_to(world.actor(who), yesterday).exists() == (who in TIED)
