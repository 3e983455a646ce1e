"""An invitation: a link that works once, for seven days, and is nowhere but in the message."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

import accounts.tasks  # noqa: F401  (the messages)
from accounts.models import Invitation, Membership, Person
from accounts.people import actions, invitations, links
from accounts.people.errors import PeopleError
from accounts.roles import Role
from kit import outbox
from kit.models import OutboxItem
from kit.periods import first_day
from tests.factories import PASSWORD

DAY = dt.date(2026, 5, 12)
NEW = {"name": "Nadia New", "position": "Teacher", "password": PASSWORD}


@pytest.fixture
def invited(world) -> Invitation:
    return invite(world)


def invite(world, email="new@example.org", **more) -> Invitation:
    facts = {"role": Role.PRU_STAFF, "first": DAY, "reason": "Starts here", **more}
    return actions.give_role(organisation=world.pru_body, email=email, by=world.actor("head"), **facts)


def path() -> str:
    """The address in the newest message."""
    assert outbox.work() == 1
    return re.search(r"https?://[^/]+(/invitation/\S+)", mail.outbox[-1].body).group(1)


def test_the_message_has_a_link_and_the_database_only_its_hash(invited):
    word = path().split("/")[2]

    assert len(word) >= 43
    assert mail.outbox[0].to == ["new@example.org"]
    invited.refresh_from_db()
    assert invited.token_hash == links.hashed(word)
    assert word not in str(list(OutboxItem.objects.values()))
    assert "example.org" not in str(list(OutboxItem.objects.values("payload", "key")))


def test_taking_it_up_makes_the_person_and_the_role_and_signs_in(invited, client):
    answer = client.post(path(), NEW, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.position) == ("Nadia New", "Teacher")
    assert person.password.startswith("argon2")
    held = Membership.objects.get(person=person)
    assert (held.organisation, held.role) == (invited.organisation, Role.PRU_STAFF)
    assert "Starts here" in held.events.get().pgh_context["reason"]


def test_a_link_works_once(invited, client):
    link = path()
    client.post(link, NEW)

    assert client.post(link, NEW).url == "/"  # the form was sent twice
    assert Client().get(link).status_code == 404
    with pytest.raises(PeopleError, match="no longer works"):
        invitations.accept(token=link.split("/")[2], **NEW)


@pytest.mark.parametrize(("days", "status"), [(6, 200), (7, 404)])
def test_a_link_works_for_seven_days(invited, client, on_day, days, status):
    link = path()
    on_day(DAY + dt.timedelta(days=days), hour=12)

    assert client.get(link).status_code == status


def test_a_role_taken_up_later_begins_then(invited, client, on_day):
    link = path()
    on_day(DAY + dt.timedelta(days=3))
    client.post(link, NEW)

    assert first_day(Membership.objects.get(person__email="new@example.org").during) == DAY + dt.timedelta(days=3)


def test_a_withdrawn_link_does_not_work(world, invited, client, sign_in):
    link = path()
    sign_in(world.head).post(reverse("people:invitation", args=[invited.uuid]), {"do": "withdraw"})

    assert client.get(link).status_code == 404
    assert client.post(link, NEW).status_code == 404
    invited.refresh_from_db()
    assert (invited.status, invited.revoked_by) == ("Withdrawn", world.head.person)


def test_sent_again_only_the_new_link_works(world, invited, client, sign_in):
    old = path()
    sign_in(world.head).post(reverse("people:invitation", args=[invited.uuid]), {"do": "again"})
    new = path()

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    assert mail.outbox[0].extra_headers != mail.outbox[1].extra_headers


def test_invited_twice_there_is_one_invitation(world, invited):
    again = invite(world, reason="Again")

    assert (again.pk, again.reason, again.sendings) == (invited.pk, "Again", 2)
    assert outbox.work() == 2
    assert len(mail.outbox) == 1  # the first request was overtaken


def test_somebody_with_a_sign_in_proves_it_and_keeps_their_name(world, elsewhere, client):
    person = elsewhere.staff.person
    person.set_password(PASSWORD)
    person.save()
    invite(world, email=person.email)
    link = path()

    assert "Enter the password you use" in client.post(link, {"password": "wrong"}).content.decode()
    client.post(link, {"password": PASSWORD, "name": "Somebody Else"})
    assert Membership.objects.filter(person=person, organisation=world.pru_body).exists()
    assert Person.objects.get(pk=person.pk).name == "Stefan Staff"


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "12 characters or more"),
        ("password12345", "Password is"),
        ("casebook-2026", "too easy to guess here"),
        ("nadia new nadia", "too much like your name"),
        ("", "Enter a password"),
    ],
)
def test_a_poor_password_is_refused_in_words(invited, client, password, words):
    text = client.post(path(), {**NEW, "password": password}).content.decode()

    assert words in text
    assert "Nadia New" in text
    assert not Person.objects.filter(email="new@example.org").exists()


def test_a_made_up_link_says_the_same_as_an_old_one(invited, client):
    old = path()
    client.post(old, NEW)
    client.post("/sign-out/")

    never = client.get(reverse("accounts:invitation", args=["x" * 43]))
    assert (never.status_code, never.content) == (404, client.get(old).content)


def test_an_invitation_of_another_body_does_not_exist(world, invited, sign_in):
    assert sign_in(world.school_lead).get(reverse("people:invitation", args=[invited.uuid])).status_code == 404
