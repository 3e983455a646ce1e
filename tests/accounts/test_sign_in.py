"""Signing in, acting in one role, and being out at the next request."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from kit.periods import from_to
from tests.factories import PASSWORD, member

SIGN_IN = "/sign-in/"


def with_password(membership):
    membership.person.set_password(PASSWORD)
    membership.person.save()
    return membership.person


def test_sign_in_opens_the_home_page_of_the_only_role(world, client):
    person = with_password(world.sysadmin)

    answer = client.post(SIGN_IN, {"email": person.email.upper(), "password": PASSWORD}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "Sid Admin" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, ["Enter your e-mail address", "Enter your password"]),
        ({"email": "not an address", "password": "x"}, ["in the correct format"]),
        ({"email": "nobody@example.org", "password": "x"}, ["Enter the e-mail address and password you use"]),
    ],
)
def test_wrong_sign_in_says_what_to_do_and_keeps_the_address(world, client, typed, words):
    text = client.post(SIGN_IN, typed).content.decode()

    assert all(sentence in text for sentence in words)
    assert typed.get("email", "") in text


def test_unknown_person_and_wrong_password_get_the_same_answer(world, client):
    person = with_password(world.head)

    wrong = client.post(SIGN_IN, {"email": person.email, "password": "wrong"}).content.decode()
    unknown = client.post(SIGN_IN, {"email": "nobody@example.org", "password": "wrong"}).content.decode()

    assert "Enter the e-mail address and password you use" in wrong
    assert "Enter the e-mail address and password you use" in unknown


def test_somebody_with_two_roles_chooses_one_and_never_has_both(world, client):
    person = world.sysadmin.person
    member(world.committee_body, Role.COMMITTEE_MEMBER, person=person)
    client.force_login(person)

    assert client.get("/").url == reverse("accounts:acting_as")
    client.post(reverse("accounts:acting_as"), {"membership": world.sysadmin.uuid})

    assert "System administrator" in client.get("/").content.decode()


def test_nobody_can_choose_somebody_elses_role(world, client):
    client.force_login(world.sysadmin.person)

    answer = client.post(reverse("accounts:acting_as"), {"membership": world.head.uuid})

    assert answer.status_code == 200
    assert "membership" not in client.session


def test_a_role_that_ends_stops_at_the_next_request(world, sign_in, on_day):
    client = sign_in(world.sysadmin)
    assert client.get("/").status_code == 200

    world.sysadmin.during = from_to(dt.date(2020, 1, 1), dt.date(2026, 5, 12))
    world.sysadmin.save()
    assert client.get("/").status_code == 200  # the last day is in it
    on_day(dt.date(2026, 5, 13), hour=9)
    client.session.flush()
    client.force_login(world.sysadmin.person)

    assert client.get("/").url == reverse("accounts:acting_as")


def test_an_address_that_never_was_and_a_hidden_one_look_the_same(world, elsewhere, sign_in):
    client = sign_in(world.school_lead)
    theirs = elsewhere.pupil()

    hidden = client.get(reverse("reporting:pupil", args=[theirs.uuid]))
    never = client.get(reverse("reporting:pupil", args=["00000000-0000-4000-8000-000000000000"]))

    assert (hidden.status_code, never.status_code) == (404, 404)
    assert hidden.content == never.content or len(hidden.content) == len(never.content)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("school_lead", 200),
        ("other_school_lead", 404),
        ("officer", 200),
        ("manager", 200),
        ("head", 404),
        ("provider_lead", 404),
        ("panel_member", 403),
        ("committee_member", 403),
        ("sysadmin", 403),
    ],
)
def test_a_pupil_on_a_schools_roll_is_open_to_those_tied_to_them(world, sign_in, who, status):
    pupil = world.pupil()

    answer = sign_in(getattr(world, who)).get(reverse("reporting:pupil", args=[pupil.uuid]))

    assert answer.status_code == status
    assert (pupil.surname in answer.content.decode()) == (status == 200)


def test_looking_at_a_pupil_is_written_down(world, sign_in):
    from accounts.models import AccessEvent

    pupil = world.pupil()
    sign_in(world.school_lead).get(reverse("reporting:pupil", args=[pupil.uuid]))

    event = AccessEvent.objects.get()
    assert (event.person, event.organisation, event.pupil_ids) == (world.school_lead.person, world.school, [pupil.pk])
    assert event.verb == "reporting:pupil"
