"""Several people at the same moment on one week: nothing is lost, and totals stay the marks."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts import actor as actors
from attendance import actions, codes, totals
from attendance.errors import RegisterConflictError
from attendance.models import HalfTermAttendance, Mark, MarkChange
from partnerships.calendars import school_days_between
from tests.attendance.conftest import TODAY


def at_once(work, items):
    """Do the work for each item in a thread of its own, which closes its connection."""

    def one(item):
        try:
            return work(item)
        except RegisterConflictError as clash:
            return clash
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(one, items))


def saver(world, pupil):
    def save(entry):
        day, session, code = entry
        actor = world.actor("staff")
        with actors.acting(actor):
            line = actions.Entry(pupil.uuid, day, session, code)
            return actions.save_register(pru=world.pru_body, entries=[line], by=actor)

    return save


@pytest.mark.django_db(transaction=True)
def test_different_sessions_saved_at_once_are_all_counted(committed_world):
    pupil = committed_world.placement().pupil
    days = school_days_between(committed_world.pru_body, dt.date(2026, 5, 5), TODAY)
    entries = [(day, half, codes.STROKES[half]) for day in days for half in ("AM", "PM")][:8]

    at_once(saver(committed_world, pupil), entries)

    assert Mark.objects.count() == 8
    assert HalfTermAttendance.objects.get().present == 8
    assert totals.differences(committed_world.la) == []


@pytest.mark.django_db(transaction=True)
def test_one_session_saved_at_once_with_other_codes_keeps_the_first(committed_world):
    pupil = committed_world.placement().pupil

    answers = at_once(saver(committed_world, pupil), [(TODAY, "AM", code) for code in ("I", "M", "N", "O", "B", "V")])

    assert sum(isinstance(answer, RegisterConflictError) for answer in answers) == 5
    assert Mark.objects.count() == 1
    assert not MarkChange.objects.exists()
    assert totals.differences(committed_world.la) == []
