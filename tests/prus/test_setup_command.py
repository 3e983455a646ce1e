"""The operator's one command: an authority, its first manager, and a link that works once."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership, Person
from partnerships.models import LocalAuthority

PASSWORD = "a long invented pass phrase 7"


def run(capsys, **facts) -> str:
    given = {"code": "885", "name": "Worcestershire", "manager_email": "Mo.Manager@example.org", **facts}
    call_command("new_authority", **given)
    return capsys.readouterr().out


def link_of(text: str) -> str:
    return re.search(r"https?://[^/]+(/\S+)", text).group(1)


def test_it_makes_the_authority_and_its_manager(db, school_day, capsys):
    run(capsys, manager_name="Mo Manager")

    la = LocalAuthority.objects.get(code="885").organisation
    held = Membership.objects.get()
    assert (la.name, la.kind) == ("Worcestershire", "local_authority")
    assert (held.organisation, held.role, held.person.name) == (la, "inclusion_manager", "Mo Manager")
    assert held.person.email == "mo.manager@example.org"
    assert not held.person.has_usable_password()


def test_the_link_lets_the_manager_choose_a_password(db, school_day, capsys):
    client, address = Client(), link_of(run(capsys))

    page = client.get(address, follow=True)
    client.post(page.request["PATH_INFO"], {"password": PASSWORD, "again": PASSWORD}, follow=True)

    assert Person.objects.get().check_password(PASSWORD)
    assert "sign in with it" in run(capsys)


def test_again_it_only_gives_a_new_link(db, school_day, capsys):
    first, second = link_of(run(capsys)), link_of(run(capsys))

    assert first != second
    assert (LocalAuthority.objects.count(), Membership.objects.count(), Person.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"code": "88"}, "three digits"),
        ({"manager_email": "nobody"}, "valid email"),
        ({"name": " "}, "must not be empty"),
        ({"code": "860"}, "is the number of Staffordshire"),
        ({"code": "860", "name": "Staffordshire"}, "has a manager already"),
    ],
)
def test_it_refuses_what_cannot_be(world, capsys, facts, says):
    with pytest.raises(CommandError, match=says):
        run(capsys, **facts)

    assert LocalAuthority.objects.count() == 1
