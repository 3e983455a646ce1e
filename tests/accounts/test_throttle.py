"""Ten tries in five minutes, for an account and for a network address; then wait, and never for good."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory

from accounts import throttle
from accounts.models import SignInTry
from tests.factories import PASSWORD

SENTENCE = "There have been too many tries. Wait 5 minutes"


@pytest.fixture
def person(world):
    world.staff.person.set_password(PASSWORD)
    world.staff.person.save()
    return world.staff.person


def sign_in(email, password="wrong", network="192.0.2.1"):
    return Client(REMOTE_ADDR=network).post("/sign-in/", {"email": email, "password": password})


def fail(email, times=10, network="192.0.2.1"):
    return [sign_in(email, network=network).status_code for _ in range(times)]


def keys(account="a@example.org", network="192.0.2.1"):
    return throttle.keys_for(RequestFactory(REMOTE_ADDR=network).get("/"), "sign-in", account)


@pytest.mark.parametrize("known", [True, False])
def test_the_eleventh_try_for_an_account_is_refused_known_or_not(person, known):
    email = person.email if known else "nobody@example.org"
    assert fail(email) == [200] * 10

    answer = sign_in(email, PASSWORD, network="198.51.100.7")

    assert answer.status_code == 429
    assert SENTENCE in answer.content.decode()


def test_the_eleventh_try_from_one_network_is_refused_for_everybody(person):
    for number in range(10):
        sign_in(f"nobody{number}@example.org")

    assert sign_in(person.email, PASSWORD).status_code == 429
    assert sign_in(person.email, PASSWORD, network="198.51.100.7").status_code == 302


def test_nobody_is_locked_out_for_good(person, on_day):
    fail(person.email, times=30)
    on_day(dt.date(2026, 5, 12), hour=11)
    import time_machine
    from django.utils import timezone

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5, seconds=30), tick=True):
        assert sign_in(person.email, PASSWORD).status_code == 302


def test_right_tries_do_not_count(person):
    for _ in range(12):
        assert sign_in(person.email, PASSWORD).status_code == 302
    assert not SignInTry.objects.exists()


def test_a_right_try_does_not_wipe_out_wrong_ones(person):
    fail(person.email, times=9)
    assert sign_in(person.email, PASSWORD).status_code == 302
    assert fail(person.email, times=2) == [200, 429]


def test_neither_address_can_be_read(person):
    fail(person.email, times=1)

    rows = str(list(SignInTry.objects.values()))
    assert person.email not in rows
    assert "192.0.2" not in rows


def test_asking_for_links_is_throttled_too(person):
    answers = [
        Client(REMOTE_ADDR="192.0.2.1").post("/forgotten-password/", {"email": person.email}).status_code
        for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]


def test_old_tries_go(world):
    throttle.take(keys())
    SignInTry.objects.update(at=throttle.now() - dt.timedelta(hours=2))

    throttle.take(keys("b@example.org"))

    assert SignInTry.objects.count() == 2


def test_twenty_at_once_are_still_ten(committed_world):
    allowed = []

    def one():
        try:
            with transaction.atomic():
                throttle.take(keys())
            allowed.append(True)
        except throttle.TooManyTriesError:
            allowed.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(allowed) == [False] * 10 + [True] * 10
