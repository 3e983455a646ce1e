"""A forgotten password, changing it, and where somebody is signed in."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

import accounts.tasks  # noqa: F401  (the messages)
from accounts.devices import device_words
from accounts.models import PasswordReset, PersonSession
from kit import outbox
from tests.factories import PASSWORD
from tests.queries import queries

DAY = dt.date(2026, 5, 12)
OTHER = "three wooden lanterns"
ASK = "/forgotten-password/"


@pytest.fixture
def person(world):
    world.staff.person.set_password(PASSWORD)
    world.staff.person.save()
    return world.staff.person


def signed_in(person, agent="Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36", password=PASSWORD) -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post("/sign-in/", {"email": person.email, "password": password})
    assert answer.status_code == 302
    return client


def link(client, person) -> str:
    client.post(ASK, {"email": person.email.upper()})
    assert outbox.work() == 1
    return re.search(r"https?://[^/]+(/forgotten-password/\S+)", mail.outbox[-1].body).group(1)


def test_a_new_password_by_the_link_once_and_all_sign_ins_end(person, client):
    elsewhere = signed_in(person)
    address = link(client, person)

    assert client.post(address, {"password": OTHER}).url == "/sign-in/"
    assert elsewhere.get("/").url == "/sign-in/"
    assert client.get(address).status_code == 404
    person.refresh_from_db()
    assert person.check_password(OTHER)


def test_an_address_that_nobody_has_gets_the_same_answer_and_the_same_work(person, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answers, counts = [], []
    for email in (person.email, "nobody@example.org"):
        visitor = Client()
        visitor.get(ASK)
        with CaptureQueriesContext(connection) as captured:
            answers.append(visitor.post(ASK, {"email": email}).content.decode().replace(email, "…"))
        counts.append(len(captured))

    assert answers[0] == answers[1]
    assert counts[0] == counts[1]
    assert outbox.work() == 2
    assert [message.to for message in mail.outbox] == [[person.email]]


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 404)])
def test_the_link_works_for_half_an_hour(person, client, time_in, minutes, status):
    address = link(client, person)
    time_in(minutes=minutes)

    assert client.get(address).status_code == status


@pytest.fixture
def time_in():
    """Let time pass."""
    import time_machine

    travellers = []

    def move(**delta):
        from django.utils import timezone

        traveller = time_machine.travel(timezone.now() + dt.timedelta(**delta), tick=True)
        traveller.start()
        travellers.append(traveller)

    yield move
    for traveller in reversed(travellers):
        traveller.stop()


def test_only_the_newest_link_counts_once_used(person, client):
    first, second = link(client, person), link(client, person)

    client.post(second, {"password": OTHER})
    assert client.get(first).status_code == 404
    assert not PasswordReset.objects.filter(used_at=None).exists()


def test_changing_the_password_needs_the_old_one_and_ends_the_other_sign_ins(person):
    here, there = signed_in(person), signed_in(person)
    page = reverse("accounts:change_password")

    assert "Enter the password you use now" in here.post(page, {"current": "x", "password": OTHER}).content.decode()
    assert here.post(page, {"current": PASSWORD, "password": OTHER}).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").url == "/sign-in/"


def test_each_sees_where_they_are_signed_in_and_nobody_elses(person, world, sign_in):
    here = signed_in(person)
    signed_in(person, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1")
    sign_in(world.head)

    page = here.get(reverse("accounts:sessions")).content.decode()

    assert "Here: Chrome on a Windows computer" in page
    assert page.count("Safari on an iPhone") == 1
    assert page.count("last used") == 2
    assert "127.0.0.1" not in page
    assert not any(row.session_key in page for row in PersonSession.objects.all())


def test_one_of_the_others_is_ended_and_this_one_never(person):
    here, there, third = signed_in(person), signed_in(person, "Firefox/130 Linux"), signed_in(person, "Edg/1 Windows")
    handles = {row.device: row.handle for row in PersonSession.objects.filter(person=person)}
    page = reverse("accounts:sessions")

    here.post(page, {"sessions": [handles["Firefox on a Linux computer"]]})
    assert [client.get("/").status_code for client in (here, there, third)] == [200, 302, 200]
    assert (
        "Select from the list"
        in here.post(page, {"sessions": [handles["Chrome on a Windows computer"]]}).content.decode()
    )
    here.post(page, {"all": "yes"})
    assert [client.get("/").status_code for client in (here, third)] == [200, 302]


def test_nobody_ends_somebody_elses_sign_in(person, world, sign_in):
    theirs = signed_in(person)
    handle = PersonSession.objects.get(person=person).handle

    sign_in(world.head).post(reverse("accounts:sessions"), {"sessions": [handle]})
    assert theirs.get("/").status_code == 200


def test_a_sign_in_ends_after_twelve_hours_however_busy(person, time_in):
    client = signed_in(person)
    for _ in range(24):
        assert client.get("/").status_code == 200
        time_in(minutes=29, seconds=59)
    time_in(minutes=5)

    assert client.get("/").url == "/sign-in/"


def test_a_sign_in_ends_after_thirty_idle_minutes(person, time_in):
    client = signed_in(person)
    time_in(minutes=31)

    assert client.get("/").url == "/sign-in/"


def test_the_page_asks_as_much_for_three_as_for_one(person):
    client = signed_in(person)
    client.get(reverse("accounts:sessions"))
    few = queries(client, reverse("accounts:sessions"))
    signed_in(person), signed_in(person)

    assert queries(client, reverse("accounts:sessions")) == few
    assert few <= 12


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Edge on a Windows computer"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27 Chrome/125", "Samsung Internet on an Android device"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130", "Chrome on a Chromebook"),
        ("", "A browser on an unknown device"),
    ],
)
def test_devices_in_words(agent, words):
    assert device_words(agent) == words
