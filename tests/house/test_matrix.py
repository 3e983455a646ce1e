"""Routes by methods by roles by relations: a tenth with all tests, everything by `python3 dev.py prove-access`."""

import os

import pytest

from tests.house import matrix
from tests.house.matrix import Matrix
from tests.thread import Thread

WHOLE = os.environ.get("PROVE_ACCESS") == "whole"


@pytest.fixture
def knocker(world, elsewhere) -> Matrix:
    return Matrix(Thread(world), elsewhere)


def test_nobody_is_answered_who_should_be_refused(knocker, capsys):
    outcome = knocker.knock(matrix.cells() if WHOLE else matrix.a_tenth())

    if WHOLE:
        with capsys.disabled():
            print("", outcome.summary(), *outcome.leaks, sep="\n")
    assert outcome.leaks == []
    assert outcome.refusals > len(outcome.asked) / 2


def test_each_route_that_names_something_says_of_what():
    """A new page about a child cannot be left out: put it into one of the lists of `matrix`."""
    told = matrix.OF_A_CHILD | set(matrix.OF_A_BODY)
    told |= {route for route in matrix.ROUTES if route.split(":")[0] in matrix.OF_AN_AUTHORITY}

    assert sorted(matrix.NAMING - told) == []


def test_routes_that_only_take_what_is_sent_say_who_may_send():
    only_sent = {route for route in matrix.ROUTES if matrix.TABLE[route, "manager"] == 405}

    assert only_sent == set(matrix.SENDERS)
