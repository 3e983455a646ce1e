import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from attendance.models import Mark
from kit.periods import from_to, last_day
from providers import actions, briefs
from providers.errors import ProviderError
from providers.models import Booking, BookingSlot, Brief, Check, Contract
from prus.errors import PlacementError
from prus.models import Placement, PupilTie, WeekSlot
from tests.prus.cases import OBJECTIVE, START, at_pru, proposed

SESSIONS = [[4, "AM"], [4, "PM"], [5, "AM"]]
TAKEN = {(4, "AM"), (4, "PM"), (5, "AM")}


def booked(world, placement=None, sessions=SESSIONS):
    placement = placement or proposed(world, confirmed=True)
    return actions.book(placement=placement, course=world.course, sessions=sessions, by=world.actor("chair"))


def complete(world, placement, *, first=START, week=None, brief="Ring Hana Head."):
    return actions.complete_placement(
        placement=placement,
        by=world.actor("head"),
        site=world.site,
        first=first,
        week=at_pru(world, TAKEN) if week is None else week,
        objectives=[OBJECTIVE],
        brief=brief,
    )


def lapse(world, kind="insurance", until=dt.date(2026, 5, 10)):
    Check.objects.filter(provider=world.provider, kind=kind).update(expires_on=until)


def test_a_lapsed_check_stops_a_booking_by_name(world):
    lapse(world)

    with pytest.raises(ProviderError, match="public liability insurance must be renewed first"):
        booked(world)
    assert not Booking.objects.exists()


def test_a_check_never_made_stops_a_booking(world):
    Check.objects.filter(kind__in=["staff", "insurance"]).delete()

    with pytest.raises(ProviderError, match="staff checks confirmed in writing and public liability insurance must"):
        booked(world)


def test_no_contract_no_booking(world):
    Contract.objects.update(during=from_to(dt.date(2020, 9, 1), dt.date(2026, 4, 30)))

    with pytest.raises(ProviderError, match="no contract with the authority on 18 May 2026"):
        booked(world)


def test_the_last_place_is_given_once_but_the_same_booking_may_be_asked_again(world):
    Contract.objects.update(places=1)
    booking = booked(world)

    assert booked(world, booking.placement) == booking
    with pytest.raises(ProviderError, match="no place left on Thursday morning, Thursday afternoon and Friday morning"):
        booked(world)


def test_pupils_on_the_course_take_places_until_they_leave(world):
    Contract.objects.update(places=1)
    first = booked(world)
    complete(world, first.placement)

    with pytest.raises(ProviderError, match="no place left on Friday morning"):
        booked(world, sessions=[[5, "AM"], [5, "PM"]])

    actions.end_placement(placement=first.placement, by=world.actor("head"), last=START, reason="Moved away")
    later = proposed(world, confirmed=True, first=dt.date(2026, 6, 1))
    assert booked(world, later).sessions == SESSIONS


def test_a_price_counts_the_sessions_in_the_calendar(world):
    pence, working = actions.price(
        la=world.la,
        organisation=world.pru_body,
        course=world.course,
        sessions=SESSIONS,
        first=dt.date(2026, 5, 18),
        last=dt.date(2026, 6, 5),
    )

    # The weeks of 18 May and 1 June; the week between is half term.
    assert (working["sessions"], pence) == (6, 6 * 4500)


def test_completing_writes_the_providers_slots_tie_and_brief(world):
    booking = booked(world)

    complete(world, booking.placement)

    booking.refresh_from_db()
    slots = WeekSlot.objects.filter(kind="provider")
    assert {(slot.weekday, slot.session) for slot in slots} == TAKEN
    assert {slot.booked.booking for slot in slots} == {booking}
    assert WeekSlot.objects.count() == 10
    assert booking.during == from_to(START)
    assert PupilTie.objects.filter(organisation=world.provider_body, kind="booked").count() == 1
    assert briefs.for_provider(world.actor("provider_lead"))[booking.pk].text == "Ring Hana Head."


def test_completing_twice_does_it_once(world):
    placement = booked(world).placement

    complete(world, placement)
    complete(world, placement, brief="Something else")

    assert (WeekSlot.objects.count(), BookingSlot.objects.count(), Brief.objects.count()) == (10, 3, 1)
    assert Brief.objects.get().text == "Ring Hana Head."


def test_a_check_that_lapsed_since_the_decision_stops_the_start_and_leaves_nothing(world):
    booking = booked(world)
    lapse(world, until=dt.date(2026, 5, 17))

    with pytest.raises(ProviderError, match="cannot start on 18 May 2026: public liability insurance") as refusal:
        complete(world, booking.placement)

    assert refusal.value.field == "first"
    booking.placement.refresh_from_db()
    assert booking.placement.is_proposed
    assert not WeekSlot.objects.exists()


def test_a_contract_that_ended_since_the_decision_stops_the_start(world):
    booking = booked(world)
    Contract.objects.update(during=from_to(dt.date(2020, 9, 1), dt.date(2026, 5, 17)))

    with pytest.raises(ProviderError, match="no contract with the authority on 18 May"):
        complete(world, booking.placement)


def test_a_providers_session_may_not_be_given_to_the_pru_as_well(world):
    booking = booked(world)

    with pytest.raises(PlacementError, match="already due at Mill Lane base on Thursday morning"):
        complete(world, booking.placement, week=at_pru(world))

    assert not WeekSlot.objects.exists()


def test_raw_sql_cannot_make_a_second_place_either(world):
    complete(world, booked(world).placement)
    again = """
        INSERT INTO prus_weekslot (la_id, pupil_id, placement_id, weekday, session, kind,
            organisation_id, place_id, during)
        SELECT la_id, pupil_id, placement_id, 5, 'PM', kind, organisation_id, place_id, during
        FROM prus_weekslot WHERE kind = 'provider' LIMIT 1"""

    with pytest.raises(IntegrityError, match="due_in_one_place"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again)


def test_every_provider_slot_has_a_booking(world):
    complete(world, booked(world).placement)

    assert not WeekSlot.objects.filter(kind="provider", booked=None).exists()


def test_ending_the_placement_ends_booking_slots_and_two_weeks_later_the_tie(world):
    booking = booked(world)
    complete(world, booking.placement)
    last = dt.date(2026, 5, 22)

    for _ in range(2):
        actions.end_placement(placement=booking.placement, by=world.actor("head"), last=last, reason="Returned")

    booking.refresh_from_db()
    assert last_day(booking.during) == last
    assert {last_day(slot.during) for slot in WeekSlot.objects.all()} == {last}
    assert last_day(PupilTie.objects.get(organisation=world.provider_body).during) == dt.date(2026, 6, 5)


def test_a_placement_cannot_end_before_its_last_mark(world):
    placement = world.placement()
    Mark.objects.create(
        la=world.la,
        pupil=placement.pupil,
        date=dt.date(2026, 5, 11),
        session="AM",
        code_id="/",
        placement=placement,
        pru=world.pru_body,
        organisation=world.pru_body,
    )

    with pytest.raises(PlacementError, match="11 May 2026 or later: the register has marks") as refusal:
        actions.end_placement(placement=placement, by=world.actor("head"), last=dt.date(2026, 5, 8), reason="Moved")

    assert refusal.value.field == "last"
    assert Placement.objects.get().last is None


def test_a_brief_is_only_for_the_provider_that_is_booked(world, elsewhere):
    complete(world, booked(world).placement)

    assert briefs.for_provider(elsewhere.actor("provider_lead")) == {}
    assert briefs.for_provider(world.actor("head")) == {}
    assert briefs.for_provider(None) == {}


def test_the_same_check_is_noted_once(world):
    asked = {
        "provider": world.provider,
        "by": world.actor("officer"),
        "kind": "insurance",
        "checked_on": dt.date(2026, 5, 12),
        "expires_on": dt.date(2027, 5, 11),
        "evidence": "Certificate seen",
    }

    assert actions.add_check(**asked) == actions.add_check(**asked)
    with pytest.raises(ProviderError, match="same as or after"):
        actions.add_check(**{**asked, "expires_on": dt.date(2026, 5, 11)})


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE providers_check SET expires_on = checked_on - 1", "check_ends_after_it_begins"),
        ("UPDATE providers_contract SET pence_per_session = 0", "contract_has_a_price"),
        (
            """INSERT INTO providers_contract (uuid, la_id, provider_id, during, places, pence_per_session)
            SELECT gen_random_uuid(), la_id, provider_id, '[2026-01-01,)', 1, 1 FROM providers_contract LIMIT 1""",
            "contracts_with_one_provider_do_not_overlap",
        ),
    ],
)
def test_the_database_refuses(world, statement, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
