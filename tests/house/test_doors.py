"""Knock at every door as everybody: who is let in stands in `access_table.csv`, and nobody else is."""

import datetime as dt
import re

import pytest

from kit.periods import from_to
from tests.house.doors import ROLES, address, guarded, table
from tests.thread import SECRET, Thread

PLAIN = {"reporting:home", "reporting:my_looks", "accounts:powers"}

FIGURES_ONLY = ["committee_chair", "committee_clerk", "committee_member", "sysadmin"]


@pytest.fixture
def thread(world) -> Thread:
    return Thread(world)


def test_every_route_has_a_row_in_the_table():
    assert sorted({route for route, _ in table()}) == guarded()


@pytest.mark.parametrize("who", ROLES)
def test_each_role_is_let_in_as_the_table_says(thread, sign_in, who):
    client = sign_in(getattr(thread.world, who))

    found = {name: client.get(address(name, thread)).status_code for name in guarded()}

    assert found == {name: table()[name, who] for name in guarded()}


@pytest.mark.parametrize("who", ROLES)
def test_nobody_of_another_authority_is_shown_anything(thread, elsewhere, sign_in, who):
    client = sign_in(getattr(elsewhere, who))

    for name in guarded():
        answer = client.get(address(name, thread))
        text = answer.content.decode(errors="replace")
        assert SECRET not in text, name
        assert thread.pupil.upn[-6:] not in text, name
        if _has_an_object(address(name, thread)):
            assert answer.status_code in (403, 404, 405), name


@pytest.mark.parametrize("who", ROLES)
def test_nobody_of_another_authority_can_send_anything(thread, elsewhere, sign_in, who):
    client = sign_in(getattr(elsewhere, who))

    for name in guarded():
        if _has_an_object(address(name, thread)):
            assert client.post(address(name, thread), {"reason": "x"}).status_code in (403, 404, 405), name


def _has_an_object(path: str) -> bool:
    """Whether the address names one of the thread's own objects."""
    return re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", path) is not None


def test_nobody_at_all_gets_the_sign_in_page(thread, client):
    for name in guarded():
        answer = client.get(address(name, thread))
        assert (answer.status_code, answer.get("Location")) in [(302, "/sign-in/"), (405, None)], name


@pytest.mark.parametrize("who", ROLES)
def test_a_leaver_has_no_role_left_to_act_in(thread, sign_in, who):
    membership = getattr(thread.world, who)
    membership.during = from_to(dt.date(2020, 1, 1), dt.date(2026, 5, 11))
    membership.save()
    client = sign_in(membership)

    for name in guarded():
        answer = client.get(address(name, thread))
        assert (answer.status_code, answer.get("Location")) in [(302, "/acting-as/"), (405, None)], name


@pytest.mark.parametrize("who", FIGURES_ONLY)
def test_figures_only_means_no_child_on_any_page(thread, sign_in, who):
    client = sign_in(getattr(thread.world, who))

    for name in guarded():
        assert SECRET not in client.get(address(name, thread)).content.decode(errors="replace"), name
