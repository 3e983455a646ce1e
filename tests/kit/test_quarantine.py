"""A restored service is shut: no sign-in, no mail, not ready; until somebody opens it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kit import outbox, quarantine, tasks
from kit.models import OutboxItem, Restoration


@pytest.fixture
def shut(db):
    """As a process finds it that connects to a restored database."""
    Restoration.objects.create(backup="casebook-x", backed_up_at=timezone.now(), restored_at=timezone.now())
    quarantine.ask(None, connection)
    yield
    connection.shut = False


def test_nobody_gets_in_and_the_page_says_why(shut, client):
    for address in ("/", "/sign-in/", "/pupils/"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert b"restored from a backup" in answer.content


def test_it_is_alive_but_not_ready(shut, client):
    assert client.get("/health/live/").status_code == 200
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert "open_after_restore" in answer.json()["in_the_way"]


def test_no_work_is_done_and_no_turn_is_had(shut, monkeypatch):
    done = []
    monkeypatch.setitem(outbox.HANDLERS, "mail", lambda item: done.append(item.pk))
    outbox.put("mail", once="a")

    assert tasks.sweep() == 0
    assert tasks.turn("sweep the outbox", "kit.tasks.sweep", 1) is False
    assert done == []


def test_without_yes_it_only_says_what_waits(shut, capsys):
    outbox.put("mail", once="a")

    call_command("open_after_restore")

    assert "1  mail" in capsys.readouterr().out
    assert quarantine.is_shut()


def test_opened_work_goes_on_but_what_is_held_waits_for_a_person(shut, client, monkeypatch):
    done = []
    for kind in ("mail", "report"):
        monkeypatch.setitem(outbox.HANDLERS, kind, lambda item: done.append(item.kind))
        outbox.put(kind, once=kind)

    call_command("open_after_restore", "--yes", "--hold", "mail")

    assert tasks.sweep() == 1
    assert done == ["report"]
    assert OutboxItem.objects.get(kind="mail").error == quarantine.HELD
    assert client.get("/sign-in/").status_code == 200


def test_a_kind_that_does_not_wait_is_named(shut):
    with pytest.raises(CommandError, match="No work of this kind waits: post"):
        call_command("open_after_restore", "--yes", "--hold", "post")
    assert quarantine.is_shut()


def test_a_service_that_was_not_restored_cannot_be_opened(db):
    with pytest.raises(CommandError, match="This service is open"):
        call_command("open_after_restore", "--yes")


def test_the_question_costs_an_open_service_nothing(db, django_assert_num_queries):
    quarantine.ask(None, connection)
    with django_assert_num_queries(0):
        assert not quarantine.is_shut()
