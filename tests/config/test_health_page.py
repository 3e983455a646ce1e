"""The operators' page: who may open it, what it says, and letting failed work be tried again."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit import outbox, runs
from kit.models import OutboxItem, ScheduledRun
from kit.today import now

EVERYBODY_ELSE = ["officer", "manager", "school_lead", "chair", "head", "staff", "provider_lead", "committee_member"]


def failed(world, number=1, *, error="SMTPServerDisconnected", la=True):
    return [
        OutboxItem.objects.create(
            kind="tell_committee",
            key=f"k{OutboxItem.objects.count()}",
            la_id=world.la.pk if la else None,
            due_at=now() - dt.timedelta(hours=2),
            attempts=outbox.TRIES,
            error=error,
        )
        for _ in range(number)
    ]


@pytest.fixture
def operator(world, sign_in):
    return sign_in(world.sysadmin)


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_it_is_only_for_those_who_run_the_service(world, sign_in, who):
    client = sign_in(getattr(world, who))

    assert client.get("/health/").status_code == 403
    assert client.post("/health/", {"items": failed(world)[0].pk}).status_code == 403


def test_nobody_is_sent_to_sign_in(db, client):
    assert client.get("/health/").headers["Location"] == "/sign-in/"


def test_a_new_service_says_what_is_missing(operator):
    page = operator.get("/health/").content.decode()

    assert "None has been made yet." in page
    assert "The scheduler and a worker have not done anything yet." in page
    assert "It answers." in page
    assert "Try again" not in page


def test_what_waits_and_for_how_long(world, operator):
    outbox.put("build_report", once="a", la_id=world.la.pk, due_at=now() - dt.timedelta(minutes=7))
    outbox.put("build_report", once="b", la_id=world.la.pk, due_at=now() + dt.timedelta(days=1))

    page = operator.get("/health/").content.decode()

    assert "7 minutes" in page
    assert "Longer than the five minutes we promise" in page
    assert "1 more set for later" in page


def test_the_last_good_backup_is_shown_and_a_later_failure_too(operator):
    runs.record("backup", timezone.now() - dt.timedelta(hours=30), rows=1234, bytes=5_000_000, files=2)
    runs.record("backup", timezone.now() - dt.timedelta(hours=6), error="BackupError")

    page = operator.get("/health/").content.decode()

    assert "1 day ago" in page
    assert "1,234 rows, 5.0 MB" in page
    assert "The last attempt failed" in page
    assert "Overdue" in page


def test_the_timetable_says_how_each_turn_went(operator):
    moment = timezone.now()
    runs.once("sweep the outbox", 1, list)
    ScheduledRun.objects.create(
        name="tidy up", due_at=moment, started_at=moment, finished_at=moment, error="ValueError", note={"every": 1440}
    )
    late = moment - dt.timedelta(minutes=40)
    ScheduledRun.objects.create(name="ask", due_at=late, started_at=late, finished_at=late, note={"every": 5})

    page = operator.get("/health/").content.decode()

    assert "Sweep the outbox" in page
    assert "A fault in the service. The log calls it ValueError." in page
    assert "No turn since. Is the scheduler running, and a worker?" in page


def test_failed_work_is_shown_with_its_reason_and_tried_again(world, operator, monkeypatch):
    (item,) = failed(world)
    done = []
    monkeypatch.setitem(outbox.HANDLERS, "tell_committee", lambda item: done.append(item.pk))

    assert "The mail server hung up" in operator.get("/health/").content.decode()
    answer = operator.post("/health/", {"items": [item.pk]}, follow=True)

    assert "1 to be tried again" in answer.content.decode()
    assert "Work that needs a person" not in answer.content.decode()
    assert outbox.work() == 1
    assert done == [item.pk]


def test_choosing_nothing_gets_a_sentence(world, operator):
    failed(world)

    answer = operator.post("/health/", {})

    assert "Select the work that should be tried again" in answer.content.decode()
    assert "Error:" in answer.content.decode()


def test_trying_again_twice_does_it_once(world, operator):
    (item,) = failed(world)
    operator.post("/health/", {"items": [item.pk]})
    OutboxItem.objects.update(attempts=2)

    answer = operator.post("/health/", {"items": [item.pk]})

    assert "somebody may have dealt with the other" in answer.content.decode()
    assert OutboxItem.objects.get().attempts == 2


def test_another_authoritys_work_is_not_there(world, elsewhere, operator):
    (theirs,), (ours,), (nobodys,) = failed(elsewhere), failed(world), failed(world, la=False)

    page = operator.get("/health/").content.decode()
    answer = operator.post("/health/", {"items": [theirs.pk]})

    assert f"number {theirs.pk}" not in page
    assert f"number {ours.pk}" in page
    assert f"number {nobodys.pk}" in page
    assert answer.status_code == 200
    assert OutboxItem.objects.get(pk=theirs.pk).attempts == outbox.TRIES


def test_as_many_questions_at_one_row_as_at_three(world, operator):
    counts = []
    operator.get("/health/")  # the first page of a session also notes when it was used
    for number in (1, 2):
        failed(world, number)
        runs.record("backup", timezone.now(), rows=1)
        with CaptureQueriesContext(connection) as questions:
            operator.get("/health/")
        counts.append(len(questions))

    assert counts[0] == counts[1] <= 12
