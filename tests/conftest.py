"""What every test may ask for."""

import datetime as dt
from contextlib import contextmanager

import pytest
import time_machine
from django.test import Client

from tests.factories import World

SCHOOL_DAY = dt.date(2026, 5, 12)  # a Tuesday in the fifth half term


@pytest.fixture
def on_day():
    """Stand on a day: `on_day(date)` moves the clock for the rest of the test. Noon, London."""
    travellers = []

    def move(day: dt.date, hour: int = 11):
        traveller = time_machine.travel(dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC), tick=True)
        traveller.start()
        travellers.append(traveller)
        return day

    yield move
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def school_day(on_day):
    """Tuesday 12 May 2026."""
    return on_day(SCHOOL_DAY)


@pytest.fixture
def world(db, school_day) -> World:
    """One authority, on a school day."""
    load_codes()
    return World()


@pytest.fixture
def committed_world(transactional_db, school_day) -> World:
    """The same, with real commits: for threads, workers and browsers. What migrations loaded is put back."""
    load_codes()
    return World()


def load_codes() -> None:
    """A test with real commits empties every table, the register codes too."""
    from importlib import import_module

    from django.apps import apps

    from attendance.models import AttendanceCode

    if not AttendanceCode.objects.exists():
        import_module("attendance.migrations.0002_codes").load(apps, None)


@pytest.fixture
def elsewhere(world) -> World:
    """Another authority, with the same bodies and roles."""
    return World(code="885", name="Worcestershire")


@pytest.fixture
def sign_in():
    """`client = sign_in(membership)`: signed in and acting in that role."""

    def enter(membership) -> Client:
        client = Client()
        client.force_login(membership.person)
        session = client.session
        session["membership"] = membership.pk
        session.save()
        return client

    return enter


@contextmanager
def as_application():
    """Raw SQL inside this block runs as the application role, with no actor."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE casebook_app")
        yield cursor
        cursor.execute("SELECT set_config('role', 'none', true)")


@pytest.fixture
def application():
    return as_application
