"""Half-term totals against the marks, counted apart; the worked rules of attendance measures."""

import datetime as dt
import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import actor as actors
from attendance import actions, codes, due, totals
from attendance.models import HalfTermAttendance, Mark
from kit.periods import from_to
from partnerships.calendars import school_days_between
from tests.factories import calendar_for

PLAIN = """
SELECT m.placement_id, m.organisation_id,
    sum(CASE WHEN c.counts_as_present THEN 1 ELSE 0 END),
    sum(CASE WHEN c.counts_in_possible AND c.category LIKE 'authorised%%' THEN 1 ELSE 0 END),
    sum(CASE WHEN c.counts_in_possible AND c.category LIKE 'unauthorised%%' THEN 1 ELSE 0 END),
    sum(CASE WHEN c.counts_in_possible THEN 0 ELSE 1 END),
    sum(CASE WHEN m.code_id = 'L' THEN 1 ELSE 0 END),
    sum(CASE WHEN m.code_id = 'N' THEN 1 ELSE 0 END)
FROM attendance_mark m, attendance_attendancecode c
WHERE c.code = m.code_id AND m.date BETWEEN %s AND %s GROUP BY 1, 2 ORDER BY 1, 2
"""


def counted(term):
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [term.first, term.last])
        return cursor.fetchall()


def kept(term):
    rows = HalfTermAttendance.objects.filter(half_term=term).order_by("placement", "organisation")
    return list(rows.values_list("placement", "organisation", *totals.FIGURES))


def save(world, picks):
    """Save (pupil, date, session, code) through the action, overwriting with a reason."""
    actor = world.actor("staff")
    with actors.acting(actor):
        before = {(m.pupil_id, m.date, m.session): m.code_id for m in Mark.objects.all()}
        entries = [
            actions.Entry(pupil.uuid, date, half, code, None, before.get((pupil.pk, date, half), ""))
            for pupil, date, half, code in picks
        ]
        actions.save_register(pru=world.pru_body, entries=entries, by=actor, reason="Put right")


def test_totals_by_what_each_code_means(world):
    pupil = world.placement().pupil
    days = school_days_between(world.pru_body, dt.date(2026, 4, 13), dt.date(2026, 5, 12))
    offered = [code.code for code in codes.in_force(days[0]) if code.code != "\\"]
    assert len(offered) > len(days)
    slots = [(day, half) for day in days for half in ("AM", "PM")]
    picks = [
        (pupil, day, half, "\\" if half == "PM" and code == "/" else code)
        for (day, half), code in zip(slots, offered, strict=False)
    ]

    save(world, picks)

    total = HalfTermAttendance.objects.get()
    by_meaning = [codes.table()[code] for *_, code in picks]
    absent = [code for code in by_meaning if code.counts_in_possible and not code.counts_as_present]
    assert total.present == sum(code.counts_as_present for code in by_meaning)
    assert total.authorised + total.unauthorised == len(absent)
    assert total.not_counted == sum(not code.counts_in_possible for code in by_meaning)
    assert total.present + total.authorised + total.unauthorised + total.not_counted == len(picks)


@pytest.mark.parametrize(
    ("marks", "figures"),
    [
        ("/ / / / / / / / / I", (9, 1, 0, 0)),  # one of ten sessions missed: persistent, at exactly 10%
        ("/ L B V W I M C2 N O", (5, 3, 2, 0)),
        ("/ / Y1 Y7 Q Y5 / / / /", (6, 0, 0, 4)),  # unable to attend: in neither part of the rate
        ("U U U U U G G O O N", (0, 0, 10, 0)),
        ("Y1 Y1 Y1 Y1 Y1 Y1 Y1 Y1 Y1 Y1", (0, 0, 0, 10)),  # nothing possible, so no rate
    ],
)
def test_worked_examples(world, marks, figures):
    pupil = world.placement().pupil
    days = school_days_between(world.pru_body, dt.date(2026, 4, 27), dt.date(2026, 5, 1))
    slots = [(day, half) for day in days for half in ("AM", "PM")]
    written = [
        ("\\" if half == "PM" and code == "/" else code) for code, (_, half) in zip(marks.split(), slots, strict=True)
    ]

    save(world, [(pupil, day, half, code) for (day, half), code in zip(slots, written, strict=True)])

    total = HalfTermAttendance.objects.get()
    assert (total.present, total.authorised, total.unauthorised, total.not_counted) == figures


def test_a_week_across_two_places_of_learning_is_counted_at_each(world, booked):
    actor = world.actor("staff")
    save(world, [(booked.pupil, dt.date(2026, 5, 12), "AM", "/")])
    with actors.acting(actor):
        actions.settle(pupil=booked.pupil, date=dt.date(2026, 5, 12), session="PM", code="B", reason="", by=actor)

    assert set(HalfTermAttendance.objects.values_list("organisation", "present")) == {
        (world.pru_body.pk, 1),
        (world.provider_body.pk, 1),
    }


@given(seed=st.integers(min_value=0, max_value=10**6))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_the_marks_whatever_is_saved(many, seed):
    world, pupils = many
    chance = random.Random(seed)
    days = school_days_between(world.pru_body, dt.date(2026, 3, 23), dt.date(2026, 5, 12))
    letters = [code.code for code in codes.in_force(days[-1]) if code.code not in codes.STROKES.values()]
    with actors.acting(world.actor("staff")):
        found = due.at_pru(world.actor("staff"), days[0], days[-1]).due
    picks = [
        (pupils[one.pupil_id], one.date, one.session, chance.choice([codes.STROKES[one.session], *letters]))
        for one in chance.sample(found, 20)
    ]

    save(world, picks)

    for term in world.calendar.half_terms.all():
        assert kept(term) == counted(term)
    assert totals.differences(world.la) == []


@pytest.fixture
def many(world):
    pupils = [world.placement(first=dt.date(2026, 3, 23)).pupil for _ in range(3)]
    return world, {pupil.pk: pupil for pupil in pupils}


def test_a_pru_with_its_own_calendar_is_counted_by_it(world, take):
    pupil = world.placement().pupil
    take(world, pupil, "/")
    own = calendar_for(world.pru_body)
    assert totals.differences(world.la) != []

    totals.rebuild(world.la)

    assert HalfTermAttendance.objects.get().half_term.calendar == own
    assert totals.differences(world.la) == []


def test_prove_totals_agrees(world, take):
    take(world, world.placement().pupil, "/")
    out = StringIO()

    call_command("prove_totals", stdout=out)

    assert "agree" in out.getvalue()


@pytest.mark.parametrize("harm", ["changed", "lost", "stray"])
def test_prove_totals_lists_what_differs_and_fails(world, take, harm):
    take(world, world.placement().pupil, "/")
    rows = HalfTermAttendance.objects.all()
    if harm == "changed":
        rows.update(present=7)
    elif harm == "lost":
        rows.delete()
    else:
        Mark.objects.all().delete()
    out = StringIO()

    with pytest.raises(CommandError, match="1 places"):
        call_command("prove_totals", stdout=out)
    assert "present" in out.getvalue()

    call_command("prove_totals", rebuild=True, stdout=out)
    assert "agree" in out.getvalue()


def test_prove_totals_finds_marks_outside_the_half_terms(world, take):
    take(world, world.placement().pupil, "/")
    world.calendar.days.all().delete()
    world.calendar.half_terms.filter(number=5).update(during=from_to(dt.date(2026, 4, 13), dt.date(2026, 5, 1)))
    totals.rebuild(world.la)

    with pytest.raises(CommandError):
        call_command("prove_totals", stdout=(out := StringIO()))

    assert "outside the half terms" in out.getvalue()
