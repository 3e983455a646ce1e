"""A turn of the timetable is had once, however many ring for it; and one that was abandoned is taken over."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from kit import runs
from kit.models import ScheduledRun

NOON = dt.datetime(2026, 5, 12, 11, 2, 30, tzinfo=dt.UTC)


def test_a_moment_belongs_to_the_turn_that_began_before_it():
    assert runs.due_at(5, NOON) == dt.datetime(2026, 5, 12, 11, 0, tzinfo=dt.UTC)
    assert runs.due_at(1, NOON) == dt.datetime(2026, 5, 12, 11, 2, tzinfo=dt.UTC)
    assert runs.due_at(24 * 60, NOON) == dt.datetime(2026, 5, 12, tzinfo=dt.UTC)


def test_two_schedulers_make_one_run_a_turn(db):
    done = []

    with time_machine.travel(NOON, tick=False) as clock:
        assert runs.once("job", 5, lambda: done.append(1))
        assert not runs.once("job", 5, lambda: done.append(2))
        clock.shift(dt.timedelta(minutes=5))
        assert runs.once("job", 5, lambda: done.append(3))

    assert done == [1, 3]
    assert ScheduledRun.objects.filter(name="job", finished_at__isnull=False).count() == 2


def test_twenty_at_the_same_moment_make_one(transactional_db):
    def try_it(number):
        try:
            return runs.take("job", NOON) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(try_it, range(20))) == 1


def test_a_fault_is_noted_by_its_kind_and_rises(db):
    def fails():
        raise ValueError("a child's name")

    with pytest.raises(ValueError, match="a child"):
        runs.once("job", 5, fails)

    run = ScheduledRun.objects.get()
    assert (run.error, run.finished_at is not None, run.note) == ("ValueError", True, {"every": 5})


def test_a_turn_whose_worker_died_is_taken_over_but_not_while_it_may_live(db):
    with time_machine.travel(NOON, tick=False) as clock:
        assert runs.take("job", NOON)
        clock.shift(dt.timedelta(minutes=9))
        assert runs.take("job", NOON) is None
        clock.shift(dt.timedelta(minutes=2))
        assert runs.take("job", NOON)


def test_old_turns_are_forgotten_but_not_the_last_of_a_name(db):
    with time_machine.travel(NOON - dt.timedelta(days=40), tick=False):
        runs.once("daily", 1440, list)
        runs.once("gone", 1440, list)
    with time_machine.travel(NOON, tick=False):
        runs.once("daily", 1440, list)

        assert runs.forget_old() == 1

    assert sorted(ScheduledRun.objects.values_list("name", flat=True)) == ["daily", "gone"]


def test_every_turn_of_the_timetable_is_a_known_task_outside_the_doubled_hour():
    from config.celery import TIMETABLE, app

    app.loader.import_default_modules()
    for task, minutes, when in TIMETABLE.values():
        assert task in app.tasks
        assert 1 not in when.hour or when.hour == set(range(24)), "01:00 to 02:00 happens twice or never"
        assert minutes <= 24 * 60


def test_the_message_of_a_turn_runs_its_task_once(db, monkeypatch):
    from config.celery import app
    from kit import tasks

    app.loader.import_default_modules()
    swept = []
    monkeypatch.setattr(tasks.outbox, "work", lambda: swept.append(1))

    with time_machine.travel(NOON, tick=False):
        assert tasks.turn("sweep the outbox", "kit.tasks.sweep", 1)
        assert not tasks.turn("sweep the outbox", "kit.tasks.sweep", 1)

    assert swept == [1]
