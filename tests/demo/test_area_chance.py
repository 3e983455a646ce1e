"""What the demonstration draws by chance is the same every time, and has the shape it should. No database."""

import datetime as dt
import random

import pytest

from demo.area import extracts
from demo.area.behaviour import Habits, propensities
from demo.area.clock import DAY, standing_at
from demo.area.names import Names
from demo.area.stays import Seats
from kit import today as clock
from prus.upn import is_valid

MONDAY = dt.date(2026, 3, 2)


def school_days():
    terms = extracts.half_terms()
    span = [(first + dt.timedelta(days=n)) for _, _, first, last in terms for n in range((last - first).days + 1)]
    return [day for day in span if day.weekday() < 5]


def test_half_terms_are_those_published():
    found = {(year, number): (first, last) for year, number, first, last in extracts.half_terms()}

    assert len(found) == 12
    assert found[2024, 5] == (dt.date(2025, 4, 28), dt.date(2025, 5, 23))
    assert found[2025, 1] == (dt.date(2025, 9, 2), dt.date(2025, 10, 24))
    assert found[2025, 4] == (dt.date(2026, 2, 23), dt.date(2026, 3, 27))
    assert found[2025, 6] == (dt.date(2026, 6, 1), dt.date(2026, 7, 17))


def test_people_are_the_same_every_time_and_nobody_twice():
    one, two = Names("seed"), Names("seed")

    adults = [one.adult() for _ in range(300)]
    children = [one.child("F") for _ in range(300)]

    assert adults == [two.adult() for _ in range(300)]
    assert children == [two.child("F") for _ in range(300)]
    assert len({*adults, *(" ".join(child) for child in children)}) == 600


def test_unique_pupil_numbers_are_valid_and_different():
    names = Names("seed")

    numbers = [names.upn(2010) for _ in range(1200)]

    assert all(is_valid(number) for number in numbers)
    assert len(set(numbers)) == 1200


def test_stays_are_the_same_every_time_and_follow_one_another():
    days = school_days()

    one = list(Seats(random.Random(7), days).stays("Unit", "Base", 4, 12))

    assert one == list(Seats(random.Random(7), days).stays("Unit", "Base", 4, 12))
    assert all(stay.first in days for stay in one)
    assert all(stay.last is None or stay.first < stay.last < DAY for stay in one)
    assert sum(stay.last is None for stay in one) <= 12


def test_propensities_have_the_mean_they_should():
    drawn = propensities(random.Random(3), 300)

    assert drawn == propensities(random.Random(3), 300)
    assert sum(drawn) / 300 == pytest.approx(0.387, abs=0.01)
    assert all(0 <= each <= 1 for each in drawn)


def test_a_stroke_fits_its_session_and_only_late_has_minutes():
    habits = Habits(rng=random.Random(5), propensity=0.3, lateness=0.3)

    marks = [mark for _ in range(400) for mark in habits.day(MONDAY, {"AM": False, "PM": False}, False, False)]

    assert not [mark for mark in marks if mark[:2] in {("AM", "\\"), ("PM", "/")}]
    assert all((minutes is not None) == (code == "L") for _, code, minutes in marks)


def test_a_provider_session_is_b_when_attended_and_a_part_time_one_is_c2():
    always = Habits(rng=random.Random(1), propensity=0, left_out={(1, "PM")}, full_time_from=dt.date(2026, 4, 1))

    marks = [mark for _ in range(60) for mark in always.day(MONDAY, {"AM": True, "PM": False}, False, False)]

    assert {code for half, code, _ in marks if half == "AM"} <= {"B", "M"}
    assert {code for half, code, _ in marks if half == "PM"} == {"C2"}


def test_standing_at_a_moment_stops_the_one_clock():
    with standing_at(MONDAY, 9, 5):
        assert clock.today() == MONDAY
        assert clock.now() == dt.datetime(2026, 3, 2, 9, 5, tzinfo=dt.UTC)

    assert clock.today() != MONDAY
