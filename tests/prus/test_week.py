import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.periods import from_to
from partnerships.models import Place
from prus.actions import write_slots
from prus.errors import PlacementError
from prus.models import WeekSlot
from prus.week import SESSIONS, change_week, due_in_words, school_place, sessions_in_words, slots_on, weeks_of
from tests.prus.cases import at_pru

TODAY = dt.date(2026, 5, 12)
MONDAY = dt.date(2026, 5, 18)


def with_school(world, sessions):
    place = Place.objects.get(organisation=world.school)
    return [
        {**slot, "kind": "school", "organisation": world.school, "place": place}
        if (slot["weekday"], slot["session"]) in sessions
        else slot
        for slot in at_pru(world)
    ]


@pytest.mark.parametrize(
    ("sessions", "words"),
    [
        ([[4, "AM"], [4, "PM"], [5, "AM"]], ["Thursday, all day", "Friday morning"]),
        ([[1, "PM"]], ["Monday afternoon"]),
        ([], []),
    ],
)
def test_sessions_in_words(sessions, words):
    assert sessions_in_words(sessions) == words


def test_a_new_week_keeps_the_old_one_until_the_day_before(world):
    placement = world.placement()

    changed = change_week(
        placement=placement, by=world.actor("head"), first=MONDAY, week=with_school(world, [(5, "PM"), (5, "AM")])
    )

    friday = WeekSlot.objects.filter(weekday=5, session="PM").order_by("during")
    assert changed == 2
    assert [(slot.kind, slot.during) for slot in friday] == [
        ("pru", from_to(dt.date(2026, 4, 13), dt.date(2026, 5, 17))),
        ("school", from_to(MONDAY)),
    ]
    assert len(slots_on(placement, TODAY)) == len(slots_on(placement, MONDAY)) == 10


def test_the_same_change_twice_changes_nothing_more(world):
    placement = world.placement()
    asked = {
        "placement": placement,
        "by": world.actor("head"),
        "first": MONDAY,
        "week": with_school(world, [(5, "PM")]),
    }

    change_week(**asked)

    assert change_week(**asked) == 0
    assert WeekSlot.objects.count() == 11


def test_a_change_from_an_earlier_day_replaces_one_agreed_for_later(world):
    placement = world.placement()
    change_week(placement=placement, by=world.actor("head"), first=MONDAY, week=with_school(world, [(5, "PM")]))

    change_week(placement=placement, by=world.actor("head"), first=TODAY, week=with_school(world, [(1, "AM")]))

    assert {(s.weekday, s.session) for s in slots_on(placement, MONDAY) if s.kind == "school"} == {(1, "AM")}


@pytest.mark.parametrize(
    ("first", "words"),
    [(dt.date(2026, 5, 11), "today or later"), (dt.date(2026, 5, 25), "22 May 2026 or earlier")],
)
def test_a_day_outside_is_refused(world, first, words):
    placement = world.placement()
    placement.during = from_to(dt.date(2026, 4, 13), dt.date(2026, 5, 22))
    placement.save()

    with pytest.raises(PlacementError, match=words) as refusal:
        change_week(placement=placement, by=world.actor("head"), first=first, week=at_pru(world))

    assert refusal.value.field == "first"


def test_the_main_school_is_a_place_only_under_dual_registration(world):
    placement = world.placement()

    assert school_place(placement, TODAY).organisation == world.school
    placement.dual = False
    assert school_place(placement, TODAY) is None


def test_weeks_show_changes_agreed_for_later(world):
    placement = world.placement()
    change_week(placement=placement, by=world.actor("head"), first=MONDAY, week=with_school(world, [(5, "PM")]))
    slots = list(WeekSlot.objects.filter(placement=placement))

    assert [(day, len(due)) for day, due in weeks_of(slots, TODAY)] == [(TODAY, 10), (MONDAY, 10)]


def test_due_in_words_is_silent_on_a_day_without_school(world, on_day):
    placement = world.placement()
    slots = slots_on(placement, TODAY)

    assert due_in_words(placement, slots) == "Due today at Mill Lane base."
    on_day(dt.date(2026, 5, 26))
    assert due_in_words(placement, slots) == ""


ASKED = st.lists(
    st.tuples(st.sampled_from(SESSIONS), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))), max_size=8
)


@given(asked=st.lists(ASKED, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_a_pupil_is_never_due_in_two_places(world, asked):
    with transaction.atomic():
        placement = world.placement(week=False)
        for weeks in asked:
            for (day, half), start, length in weeks:
                first = MONDAY + dt.timedelta(days=start)
                last = first + dt.timedelta(days=length) if length is not None else None
                slot = next(s for s in at_pru(world) if (s["weekday"], s["session"]) == (day, half))
                try:
                    write_slots(placement=placement, first=first, last=last, week=[slot])
                except PlacementError as refusal:
                    assert "already due at" in str(refusal)  # noqa: PT017
        rows = list(WeekSlot.objects.filter(placement=placement))
        transaction.set_rollback(True)

    for on in (MONDAY + dt.timedelta(days=n) for n in range(125)):
        due = [
            (s.weekday, s.session)
            for s in rows
            if s.during.lower <= on and (s.during.upper is None or on < s.during.upper)
        ]
        assert len(due) == len(set(due))
