"""Who has looked, in sentences; and nobody else may read it."""

import pytest
from django.urls import reverse

from tests.queries import queries
from tests.thread import Thread


def test_who_has_looked_says_who_for_whom_and_at_what(world, sign_in):
    thread = Thread(world)
    sign_in(world.staff).get(reverse("reporting:pupil_attendance", args=[thread.pupil.uuid]))

    text = sign_in(world.head).get(reverse("reporting:looked", args=[thread.pupil.uuid])).content.decode()

    assert "Stefan Staff opened the attendance" in text
    assert "Acting as pru staff, Staffordshire PRU" in text


def test_history_names_the_person_who_changed_the_record(world, sign_in):
    from accounts import actor as actors

    thread = Thread(world)
    with actors.acting(world.actor("head")):
        thread.pupil.known_as = "Zed"
        thread.pupil.save()

    text = sign_in(world.manager).get(reverse("reporting:history", args=[thread.pupil.uuid])).content.decode()

    assert "Changed the pupil’s details" in text
    assert "Hana Head" in text


def test_what_i_have_looked_at_is_mine_alone(world, sign_in):
    thread = Thread(world)
    sign_in(world.staff).get(reverse("reporting:pupil", args=[thread.pupil.uuid]))

    mine = sign_in(world.staff).get(reverse("reporting:my_looks")).content.decode()
    theirs = sign_in(world.head).get(reverse("reporting:my_looks")).content.decode()

    assert "You opened the overview" in mine
    assert "You opened" not in theirs


@pytest.mark.parametrize("page", ["looked", "history"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 200),
        ("manager", 200),
        ("school_lead", 200),
        ("other_school_lead", 404),
        ("staff", 403),
        ("officer", 403),
    ],
)
def test_only_those_who_answer_for_the_record_read_its_log(world, sign_in, page, who, status):
    thread = Thread(world)

    answer = sign_in(getattr(world, who)).get(reverse(f"reporting:{page}", args=[thread.pupil.uuid]))

    assert answer.status_code == status


def test_the_log_keeps_its_number_of_queries(world, sign_in):
    thread = Thread(world)
    client = sign_in(world.head)
    page = reverse("reporting:looked", args=[thread.pupil.uuid])
    client.get(page)
    at_one = queries(client, page)
    for _ in range(3):
        client.get(reverse("reporting:pupil", args=[thread.pupil.uuid]))

    assert queries(client, page) == at_one <= 12
