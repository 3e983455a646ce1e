"""A unit that became an academy keeps its past."""

import pytest

from partnerships.models import EstablishmentLink
from partnerships.register.history import future_of, past_of
from tests.partnerships import register_files as files
from tests.partnerships.register_files import take_in

pytestmark = pytest.mark.django_db


def link(urn, other, kind, name=""):
    words = "Predecessor" if kind == "predecessor" else "Successor"
    EstablishmentLink.objects.create(urn=urn, other_urn=other, other_name=name, kind=kind, words=words, source="s")


def test_an_academy_finds_the_units_it_came_from():
    take_in(files.LINKS)
    take_in(files.PREMIUM)

    past = past_of("151541")

    assert [(step.urn, step.away) for step in past] == [("131506", 1), ("105375", 2), ("129807", 2), ("131631", 2)]
    assert (past[0].establishment and past[0].establishment.kind) == "pru"
    assert str(past[0].on) == "2024-12-31"
    assert (past[2].name, past[2].establishment) == ("Epru", None)
    assert "151541" in [step.urn for step in future_of("129807")]


def test_a_link_is_followed_from_either_end(django_assert_num_queries):
    link("900002", "900001", "predecessor", "Old unit")
    link("900002", "900003", "successor", "New academy")

    with django_assert_num_queries(4):
        past = past_of("900003")

    assert [(step.urn, step.name, step.away) for step in past] == [("900002", "", 1), ("900001", "Old unit", 2)]


def test_a_circle_ends():
    link("900001", "900002", "predecessor")
    link("900002", "900001", "predecessor")

    assert [step.urn for step in past_of("900001")] == ["900002"]


def test_what_only_belongs_together_is_no_past():
    link("900001", "900002", "related")

    assert past_of("900001") == []
    assert past_of("900009") == []
