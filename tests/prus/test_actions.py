import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from kit.periods import from_to, last_day
from prus import actions
from prus.errors import PlacementError
from prus.models import Objective, OffSiteDirection, PupilTie, Registration, Review, Site, WeekSlot
from tests.prus.cases import NOTICE, START, at_pru, complete, proposed

DAY = dt.timedelta(days=1)


def rolls(pupil):
    found = Registration.objects.filter(pupil=pupil).order_by("during", "kind")
    return [(row.organisation.kind, row.kind, row.during.lower, last_day(row.during)) for row in found]


def test_a_proposal_ties_the_pru_and_makes_no_roll_and_no_week(world):
    placement = proposed(world)

    tie = PupilTie.objects.get(pupil=placement.pupil, organisation=world.pru_body)
    assert (tie.kind, tie.during) == ("proposed", from_to(NOTICE))
    assert [kind for kind, *_ in rolls(placement.pupil)] == ["school"]
    assert not WeekSlot.objects.exists()


def test_confirming_twice_keeps_the_first_answer(world):
    direction = OffSiteDirection.objects.get(placement=proposed(world, confirmed=True))

    again = actions.confirm_direction(direction=direction, by=world.actor("manager"), notice_on=dt.date(2026, 5, 11))

    assert (again.notice_on, again.confirmed_by) == (NOTICE, world.school_lead.person)


def test_notice_cannot_be_given_in_the_future(world):
    direction = OffSiteDirection.objects.get(placement=proposed(world))

    with pytest.raises(PlacementError, match="today or in the past") as refusal:
        actions.confirm_direction(direction=direction, by=world.actor("school_lead"), notice_on=dt.date(2026, 5, 13))

    assert refusal.value.field == "notice_on"


def test_two_clear_school_days_lie_between_notice_and_start(world):
    placement = proposed(world, confirmed=True)

    assert actions.earliest_start(placement) == dt.date(2026, 5, 15)
    assert actions.earliest_start(proposed(world)) is None
    assert actions.earliest_start(proposed(world, directed=False)) == START


def test_completing_writes_roll_week_objectives_review_and_tie(world):
    placement = complete(world, proposed(world, confirmed=True))

    assert (placement.site, placement.during, placement.completed_by) == (world.site, from_to(START), world.head.person)
    assert WeekSlot.objects.filter(placement=placement, during=from_to(START)).count() == 10
    assert list(Objective.objects.values_list("text", flat=True)) == ["Attend every session"]
    assert Review.objects.get().due_on == dt.date(2026, 5, 22)
    assert PupilTie.objects.filter(organisation=world.pru_body, kind="placed").count() == 1
    assert rolls(placement.pupil) == [
        ("school", "C", dt.date(2015, 9, 1), START - DAY),
        ("school", "M", START, None),
        ("pru", "S", START, None),
    ]


def test_completing_twice_does_it_once(world):
    placement = proposed(world, confirmed=True)

    complete(world, placement)
    complete(world, placement, first=dt.date(2026, 5, 19))

    placement.refresh_from_db()
    assert placement.first == START
    assert (WeekSlot.objects.count(), Objective.objects.count(), Review.objects.count()) == (10, 1, 1)


def test_a_single_roll_takes_the_pupil_off_the_old_one(world):
    placement = complete(world, proposed(world, confirmed=True, dual=False))

    assert rolls(placement.pupil) == [
        ("school", "C", dt.date(2015, 9, 1), START - DAY),
        ("pru", "C", START, None),
    ]


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (dt.date(2026, 5, 14), "Starting day must be 15 May 2026 or later: parents have two school days' notice"),
        (dt.date(2026, 5, 25), "Starting day must be in term time"),
        (
            dt.date(2026, 5, 16),
            "Starting day must be a school day. Staffordshire PRU is closed on Saturday 16 May 2026",
        ),
        (dt.date(2026, 7, 18), "Starting day must be before the planned end, 17 July 2026"),
        (dt.date(2027, 5, 18), "Starting day must be before the planned end, 17 July 2026"),
    ],
)
def test_a_wrong_starting_day_is_refused_at_its_field(world, first, sentence):
    placement = proposed(world, confirmed=True)

    with pytest.raises(PlacementError) as refusal:
        complete(world, placement, first=first)

    assert (str(refusal.value), refusal.value.field) == (sentence, "first")
    placement.refresh_from_db()
    assert placement.is_proposed


def test_without_the_direction_nothing_starts(world):
    with pytest.raises(PlacementError, match="has not confirmed its direction yet"):
        complete(world, proposed(world))


def test_a_site_must_be_ours_and_open(world, elsewhere):
    shut = Site.objects.get(pk=world.site.pk)
    shut.during = from_to(dt.date(2020, 9, 1), dt.date(2026, 5, 15))
    shut.save()

    for site, words in ((elsewhere.site, "one of this PRU's own"), (shut, "is not open on 18 May 2026")):
        with pytest.raises(PlacementError, match=words) as refusal:
            complete(world, proposed(world, confirmed=True), site=site)
        assert refusal.value.field == "site"


def test_a_second_stay_at_the_same_time_is_refused(world):
    running = world.placement()

    with pytest.raises(PlacementError, match="has another placement at Staffordshire PRU"):
        complete(world, proposed(world, running.pupil, confirmed=True))


def test_a_pupil_due_elsewhere_in_that_session_is_refused_by_name_of_place(world, elsewhere):
    other = world.placement()
    placement = proposed(world, other.pupil, confirmed=True)

    with pytest.raises(PlacementError, match="already due at Mill Lane base on Monday morning") as refusal:
        actions.write_slots(placement=placement, first=START, week=at_pru(world))

    assert refusal.value.field == "week"
    assert WeekSlot.objects.filter(placement=placement).count() == 0


def test_ending_ends_roll_and_week_and_two_weeks_later_the_tie(world):
    placement = complete(world, proposed(world, confirmed=True))
    last = dt.date(2026, 7, 10)

    ended = actions.end_placement(placement=placement, by=world.actor("head"), last=last, reason="Returned")

    assert (ended.last, ended.end_reason) == (last, "Returned")
    assert {last_day(slot.during) for slot in WeekSlot.objects.all()} == {last}
    assert rolls(placement.pupil)[1:] == [
        ("school", "M", START, last),
        ("pru", "S", START, last),
        ("school", "C", last + DAY, None),
    ]
    ties = PupilTie.objects.filter(organisation=world.pru_body)
    assert {last_day(tie.during) for tie in ties} == {dt.date(2026, 7, 24)}


def test_a_school_stays_main_while_another_pru_shares_the_pupil(world, elsewhere):
    placement = complete(world, proposed(world, confirmed=True))
    Registration.objects.create(
        la=world.la, pupil=placement.pupil, organisation=elsewhere.pru_body, kind="S", during=from_to(START)
    )

    actions.end_placement(placement=placement, by=world.actor("head"), last=dt.date(2026, 7, 10), reason="Returned")

    assert ("school", "M", START, None) in rolls(placement.pupil)


def test_ending_twice_does_it_once_and_another_day_is_refused(world):
    placement = world.placement()
    last = dt.date(2026, 5, 22)
    actions.end_placement(placement=placement, by=world.actor("head"), last=last, reason="Returned")

    again = actions.end_placement(placement=placement, by=world.actor("head"), last=last, reason="Something else")

    assert again.end_reason == "Returned"
    with pytest.raises(PlacementError, match="has an end already"):
        actions.end_placement(placement=placement, by=world.actor("head"), last=last + DAY, reason="Returned")


def test_an_end_before_the_start_or_of_a_proposal_is_refused(world):
    with pytest.raises(PlacementError, match="13 April 2026 or later"):
        actions.end_placement(
            placement=world.placement(), by=world.actor("head"), last=dt.date(2026, 4, 10), reason="Returned"
        )
    with pytest.raises(PlacementError, match="has started"):
        actions.end_placement(placement=proposed(world), by=world.actor("head"), last=START, reason="Returned")


REFUSED = {
    "pupil_is_due_in_one_place_per_session": """
        INSERT INTO prus_weekslot (la_id, pupil_id, placement_id, weekday, session, kind,
            organisation_id, place_id, during)
        SELECT la_id, pupil_id, placement_id, weekday, session, 'school', organisation_id, place_id,
            '[2026-06-01,2026-06-02)'
        FROM prus_weekslot LIMIT 1""",
    "placements_at_one_pru_do_not_overlap": """
        INSERT INTO prus_placement (uuid, la_id, pupil_id, pru_id, purpose, commissioned_by_id, exit_plan, proposed_at,
            proposed_from, planned_end, dual, site_id, during, completed_at, completed_by_id, end_reason, version)
        SELECT gen_random_uuid(), la_id, pupil_id, pru_id, purpose, commissioned_by_id, '', proposed_at,
            proposed_from, planned_end, dual, site_id, '[2026-06-01,)', completed_at, completed_by_id, '', 1
        FROM prus_placement LIMIT 1""",
    "placement_is_complete_or_only_proposed": "UPDATE prus_placement SET site_id = NULL",
    "placement_end_is_planned_after_its_start": "UPDATE prus_placement SET planned_end = '2020-01-01'",
    "pupil_has_one_main_or_single_registration": "UPDATE prus_registration SET kind = 'C'",
    "slot_is_on_a_weekday": "UPDATE prus_weekslot SET weekday = 6 WHERE session = 'AM' AND weekday = 1",
    "slot_is_not_empty": "UPDATE prus_weekslot SET during = 'empty' WHERE session = 'AM' AND weekday = 1",
}


@pytest.mark.parametrize("constraint", REFUSED)
def test_the_database_refuses(world, constraint):
    world.placement()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSED[constraint])


def test_a_direction_is_confirmed_with_all_its_facts_or_none(world):
    proposed(world)

    with pytest.raises(IntegrityError, match="direction_says_who"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE prus_offsitedirection SET notice_on = '2026-05-12'")
