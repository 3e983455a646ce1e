"""Who may open the register pages, and how many queries they need."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attendance.models import Mark
from kit.periods import from_to
from tests.attendance.conftest import MONDAY, TODAY
from tests.attendance.test_register_pages import WEEK, name, session_url, statements, text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("staff", 200),
        ("head", 200),
        ("officer", 403),
        ("school_lead", 403),
        ("provider_lead", 403),
        ("committee_member", 403),
        ("chair", 403),
        ("sysadmin", 403),
    ],
)
def test_who_may_open_registers(world, take, sign_in, who, status):
    pupil = world.placement().pupil
    take(world, pupil, "N")
    urls = [
        reverse("attendance:registers"),
        WEEK,
        reverse("attendance:week", args=[MONDAY, world.site.uuid]),
        session_url(world),
        reverse("attendance:settle", args=[pupil.uuid, TODAY, "AM"]),
    ]
    client = sign_in(getattr(world, who))

    assert [client.get(url).status_code for url in urls] == [status] * len(urls)


def test_another_pru_finds_nothing(world, elsewhere, take, sign_in):
    pupil = world.placement().pupil
    take(world, pupil, "N")
    client = sign_in(elsewhere.head)
    urls = [
        reverse("attendance:week", args=[MONDAY, world.site.uuid]),
        session_url(world),
        reverse("attendance:settle", args=[pupil.uuid, TODAY, "AM"]),
    ]

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    assert [client.post(url, {name(pupil): "/", "code": "I"}).status_code for url in urls] == [404, 404, 404]
    assert pupil.full_name not in text(client.get(reverse("attendance:registers")))
    assert pupil.full_name not in text(client.get(WEEK))
    assert Mark.objects.get().code_id == "N"


def test_nobody_and_a_leaver_are_sent_away(world, client, sign_in):
    world.placement()
    assert client.get(WEEK).status_code == 302
    world.staff.during = from_to(dt.date(2024, 1, 1), dt.date(2026, 5, 11))
    world.staff.save()

    answer = sign_in(world.staff).get(WEEK)

    assert answer.status_code == 302
    assert reverse("accounts:acting_as") in answer["Location"]


@pytest.mark.parametrize("page", ["registers", "week", "session"])
def test_queries_do_not_grow_with_pupils(world, sign_in, take, page):
    url = {"registers": reverse("attendance:registers"), "week": WEEK, "session": session_url(world)}[page]
    client = sign_in(world.staff)
    take(world, world.placement().pupil, "N")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        take(world, world.placement().pupil, "N")

    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(statements(three)) == len(statements(one))
    assert len(statements(three)) <= 12


@pytest.mark.parametrize("number", [1, 3, 30])
def test_saving_a_week_is_nine_queries(world, sign_in, number):
    pupils = [world.placement().pupil for _ in range(number)]
    client = sign_in(world.staff)
    client.get(WEEK)
    data = {name(pupil, day, half): "/" for pupil in pupils for day in (MONDAY, TODAY) for half in ("AM", "PM")}

    with CaptureQueriesContext(connection) as made:
        assert client.post(WEEK, data).status_code == 302

    assert Mark.objects.count() == 4 * number
    assert len(statements(made)) == 9, statements(made)
