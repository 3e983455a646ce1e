"""What is due is done once, and nothing is lost by a fault."""

import pytest
from django.db import connection

from kit import outbox
from kit.models import OutboxItem


@pytest.fixture
def handled(monkeypatch):
    done = []
    monkeypatch.setitem(outbox.HANDLERS, "test", lambda item: done.append(item.payload["n"]))
    return done


def test_the_same_cause_asks_once(db, handled):
    outbox.put("test", once="a", n=1)
    outbox.put("test", once="a", n=1)

    assert outbox.work() == 1
    assert handled == [1]
    assert outbox.work() == 0


def test_a_fault_leaves_the_item_waiting_and_its_half_work_undone(db, monkeypatch):
    def fails(item):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_organisation (uuid, kind, name, name_key) "
                "VALUES (gen_random_uuid(), 'local_authority', 'Half', 'half')"
            )
        raise ValueError("Name of a child")

    monkeypatch.setitem(outbox.HANDLERS, "test", fails)
    outbox.put("test", once="a")

    assert outbox.work() == 0
    item = OutboxItem.objects.get()
    assert (item.attempts, item.done_at, item.error) == (1, None, "ValueError")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_organisation WHERE name = 'Half'")
        assert cursor.fetchone() == (0,)


def test_after_five_tries_it_waits_for_a_person(db, monkeypatch, on_day):
    import datetime as dt

    def fails(item):
        raise ValueError

    monkeypatch.setitem(outbox.HANDLERS, "test", fails)
    on_day(dt.date(2026, 5, 12))
    outbox.put("test", once="a")
    for day in range(13, 25):
        on_day(dt.date(2026, 5, day))
        outbox.work()

    assert OutboxItem.objects.get().attempts == outbox.TRIES
