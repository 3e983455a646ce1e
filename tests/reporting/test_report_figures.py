"""Every figure of a report, worked out again by plain SQL over the marks and rolls, written apart."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from attendance import figures as attendance
from attendance.figures import Sessions
from kit.periods import from_to
from prus import figures as rolls
from prus.models import Registration
from reporting import figures
from reporting.sections import Exact, composed
from tests.reporting.report_rows import LAST, a_busy_pru, half_term, place

MARKS = """
WITH counted AS (
  SELECT m.pupil_id, p.year_group, o.kind, m.code_id,
    (m.code_id IN ('/', '\\', 'L', 'K', 'V', 'P', 'W', 'B')) AS here,
    (m.code_id IN ('M', 'I', 'E', 'C', 'C1', 'C2', 'J1', 'S', 'T', 'R')) AS allowed,
    (m.code_id IN ('G', 'N', 'O', 'U')) AS not_allowed
  FROM attendance_mark m
  JOIN prus_pupil p ON p.id = m.pupil_id
  JOIN accounts_organisation o ON o.id = m.organisation_id
  WHERE m.pru_id = %(pru)s AND m.date BETWEEN %(first)s AND %(last)s),
each AS (
  SELECT pupil_id, sum(here::int) AS present, sum((allowed OR not_allowed)::int) AS absent FROM counted
  WHERE {where} GROUP BY pupil_id)
SELECT
  (SELECT count(*) FILTER (WHERE here) FROM counted WHERE {where}),
  (SELECT count(*) FILTER (WHERE allowed) FROM counted WHERE {where}),
  (SELECT count(*) FILTER (WHERE not_allowed) FROM counted WHERE {where}),
  (SELECT count(*) FILTER (WHERE code_id = 'L') FROM counted WHERE {where}),
  (SELECT count(*) FILTER (WHERE code_id = 'N') FROM counted WHERE {where}),
  (SELECT count(*) FROM each WHERE present + absent > 0),
  (SELECT count(*) FROM each WHERE present + absent > 0 AND absent * 100 >= (present + absent) * 10),
  (SELECT count(*) FROM each WHERE present + absent > 0 AND absent * 100 >= (present + absent) * 50)
"""
ORDER = ("present", "authorised", "unauthorised", "late", "unexplained", "pupils", "persistent", "severe")


@pytest.fixture
def busy(world, on_day):
    on_day(LAST, hour=17)
    a_busy_pru(world)
    return world


def by_hand(world, first, last, where="true"):
    with connection.cursor() as cursor:
        cursor.execute(MARKS.replace("{where}", where), {"pru": world.pru_body.pk, "first": first, "last": last})
        return dict(zip(ORDER, (int(n) for n in cursor.fetchone()), strict=True))


def one(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def facts_of(world, number=4):
    return figures.facts(world.pru_body, half_term(world, number))


def only(row):
    return {name: row[name] for name in ORDER}


def test_attendance_agrees_with_the_marks(busy):
    term = half_term(busy, 4)
    facts = facts_of(busy)

    assert only(facts["attendance"]) == by_hand(busy, term.first, term.last)
    assert facts["attendance"]["persistent"] > facts["attendance"]["severe"]
    for stage, years in (("3", "7 AND 9"), ("4", "10 AND 11")):
        expected = by_hand(busy, term.first, term.last, f"year_group BETWEEN {years}")
        assert only(facts["attendance_by_key_stage"][stage]) == expected
    for kind in ("pru", "provider"):
        assert only(facts["attendance_by_place"][kind]) == by_hand(busy, term.first, term.last, f"kind = '{kind}'")


def test_half_terms_beside_it_and_the_year_to_date_agree_with_the_marks(busy):
    facts = facts_of(busy)

    assert [row["label"] for row in facts["half_terms"]] == [str(half_term(busy, n)) for n in (1, 2, 3, 4)]
    for number, row in enumerate(facts["half_terms"], 1):
        term = half_term(busy, number)
        assert only(row) == by_hand(busy, term.first, term.last)
    assert only(facts["previous"]) == only(facts["half_terms"][2])
    assert only(facts["year_to_date"]) == by_hand(busy, dt.date(2025, 9, 1), LAST)


def test_the_rates_on_the_page_are_sessions_added_up(busy):
    facts = facts_of(busy)
    shown = composed("pru_committee", facts, Exact())
    front = {row["label"]: row["value"] for row in shown["front"]}
    present, possible = one(
        "SELECT count(*) FILTER (WHERE c.counts_as_present), count(*) FILTER (WHERE c.counts_in_possible) "
        "FROM attendance_mark m JOIN attendance_attendancecode c ON c.code = m.code_id "
        "WHERE m.pru_id = %s AND m.date BETWEEN %s AND %s",
        busy.pru_body.pk,
        dt.date(2026, 2, 23),
        LAST,
    )

    assert front["Sessions attended"] == f"{round(Decimal(100 * present) / possible, 1)}%"


def test_sessions_due_and_taken_agree_with_the_week(busy):
    due, marked = one(
        "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT 1 FROM attendance_mark m WHERE m.pupil_id = s.pupil_id "
        "AND m.date = d.day AND m.session = s.session)) "
        "FROM generate_series('2026-02-23'::timestamp, '2026-03-27', '1 day') AS d(day) "
        "JOIN prus_weekslot s ON s.weekday = extract(isodow FROM d.day) AND s.during @> d.day::date"
    )
    facts = facts_of(busy)

    assert sum(row["due"] for row in facts["taken"].values()) == due
    assert sum(row["marked"] for row in facts["taken"].values()) == marked == due - 5
    assert composed("pru_committee", facts, Exact())["sections"][-1]["finding"].startswith("5 sessions have no mark")


def test_the_roll_agrees_with_the_registrations(busy):
    roll = facts_of(busy)["roll"]

    assert roll == {"start": 21, "joined": 3, "left": 2, "end": 22, "dual": 16, "single": 6}
    (end,) = one(
        "SELECT count(DISTINCT pupil_id) FROM prus_registration WHERE organisation_id = %s "
        "AND during @> %s::date AND during @> %s::date",
        busy.pru_body.pk,
        LAST,
        LAST + dt.timedelta(days=1),
    )
    assert roll["end"] == end


def test_reviews_and_objectives_agree_with_what_was_arranged(busy):
    facts = facts_of(busy)

    assert facts["reviews"] == {"due": 9, "on_time": 5, "late": 2, "not_held": 2}
    assert facts["objectives"] == {"met": 4, "open": 5}


def test_stays_are_counted_from_the_first_day(busy):
    facts = facts_of(busy)
    (weeks,) = one(
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY (%s::date - lower(during)) / 7.0) FROM prus_placement "
        "WHERE during @> %s::date AND during @> %s::date",
        LAST,
        LAST,
        LAST + dt.timedelta(days=1),
    )

    assert facts["stays"]["median_weeks"] == round(float(weeks), 1)
    assert facts["stays"]["running"] == 22
    assert facts["stays"]["past_end"] == 0


def test_each_provider_has_its_own_figures_and_its_checks(busy):
    (row,) = facts_of(busy)["providers"]
    expected = by_hand(busy, dt.date(2026, 2, 23), LAST, "kind = 'provider'")

    assert only(row) == expected
    assert row["pupils"] == 3
    assert row["checks_lacking"] == []
    busy.provider.checks.filter(kind="insurance").update(expires_on=dt.date(2026, 3, 26))
    assert facts_of(busy)["providers"][0]["checks_lacking"] == ["Public liability insurance"]


def test_nobody_and_nothing_is_a_dash(world, on_day):
    on_day(LAST)
    facts = facts_of(world)
    shown = composed("pru_committee", facts, Exact())

    assert facts["attendance"]["possible"] == 0
    assert {row["label"]: row["value"] for row in shown["front"]}["Sessions attended"] == "–"
    assert shown["sections"][1]["finding"] == "No session has been marked in this half term."


def test_a_change_of_the_kind_of_roll_is_no_coming_or_going(world, on_day):
    on_day(LAST)
    placement = place(world, first=dt.date(2025, 9, 2), last=dt.date(2026, 3, 1))
    Registration.objects.create(
        la=world.la,
        pupil_id=placement.pupil_id,
        organisation=world.pru_body,
        kind="C",
        during=from_to(dt.date(2026, 3, 2)),
    )

    roll = rolls.roll([world.pru_body.pk], dt.date(2026, 2, 23), LAST)[world.pru_body.pk].all

    assert roll.as_dict() == {"start": 1, "joined": 0, "left": 0, "end": 1, "dual": 0, "single": 1}


def test_the_national_figure_is_the_newest_published():
    national = figures.national()

    assert national["year"] == "2022/23"
    assert round(100 - Decimal(100 * national["present"]) / national["possible"], 1) == Decimal("40.7")
    assert round(Decimal(100 * national["persistent"]) / national["pupils"], 1) == Decimal("81.2")
    assert round(Decimal(100 * national["severe"]) / national["pupils"], 1) == Decimal("37.5")


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_a_tenth_and_a_half_are_of_the_pupils_own_possible_sessions(present, authorised, unauthorised):
    sessions = Sessions(present=present, authorised=authorised, unauthorised=unauthorised)
    sessions.count_pupil()
    possible = present + authorised + unauthorised
    share = Decimal(authorised + unauthorised) / possible if possible else Decimal(0)

    assert sessions.pupils == (possible > 0)
    assert sessions.persistent == (possible > 0 and share >= Decimal("0.1"))
    assert sessions.severe == (possible > 0 and share >= Decimal("0.5"))


def test_many_prus_are_one_query(busy, django_assert_num_queries):
    terms = [half_term(busy, n).pk for n in (3, 4)]

    for prus in ([busy.pru_body.pk], [busy.pru_body.pk, busy.school.pk, busy.panel_body.pk]):
        with django_assert_num_queries(1):
            attendance.half_term(prus, terms)
        with django_assert_num_queries(1):
            rolls.roll(prus, dt.date(2026, 2, 23), LAST)
        with django_assert_num_queries(1):
            rolls.reviews(prus, dt.date(2026, 2, 23), LAST)
