"""What somebody may not see does not change one byte of what they are shown.

The rows they may see are made first. Then rows are added that they may not see, and every page is asked for
again: counts, lists, choices, orders and links would all give such a row away.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from kit.today import now
from referrals.models import PanelCase
from tests.factories import World
from tests.house.doors import address
from tests.house.matrix import ROUTES, undone, words
from tests.house.neighbours import Neighbours
from tests.thread import Thread

WHO = ["school_lead", "provider_lead", "panel_member", "committee_member"]
MASKS = [
    (r'name="csrfmiddlewaretoken" value="[^"]*"', "csrf"),
    (r'name="once" value="[^"]*"', "once"),
    (r"'X-Request-ID': '[^']*'", "request"),
]


def masked(text: str) -> str:
    for pattern, instead in MASKS:
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return text


def pages(client: Client, addresses: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Status and words of every page, asked for as if it were the first."""
    found = {}
    for route, path in addresses.items():
        with undone():
            answer = client.get(path)
            found[route] = (answer.status_code, masked(words(answer)))
    return found


def of_another_authority(elsewhere: World, neighbours: Neighbours) -> None:
    """A whole case there: pupil, referral, meeting, decision, placement, booking, letter, reports."""
    Thread(elsewhere)


def of_neighbours(elsewhere: World, neighbours: Neighbours) -> None:
    """A whole case among the other bodies of the same authority."""
    Thread(neighbours)


def of_a_child_with_the_same_name(elsewhere: World, neighbours: Neighbours) -> None:
    """Sorting, searching and duplicate checks would all meet these."""
    for world in (elsewhere, neighbours):
        world.referral(world.pupil(surname="Zyxwvuson", forename="Aaron"), submitted=True)


def of_a_full_agenda(elsewhere: World, neighbours: Neighbours) -> None:
    """Another panel of the same authority has a long day."""
    meeting = neighbours.meeting(dt.date(2026, 5, 13))
    for order in range(1, 4):
        pupil = neighbours.pupil()
        PanelCase.objects.create(
            la=neighbours.la,
            pupil=pupil,
            referral=neighbours.referral(pupil, submitted=True),
            meeting=meeting,
            order=order,
            listed_at=now(),
            listed_by=neighbours.coordinator.person,
        )


ADDED = [of_another_authority, of_neighbours, of_a_child_with_the_same_name, of_a_full_agenda]
# Panels see how many places are free at every PRU of the authority (`Power.SEE_PLACES`), and that a place is taken.
OPEN_TO = {"panel_member": {"prus:places"}}


@pytest.mark.parametrize("who", WHO)
def test_rows_out_of_sight_change_no_page(world, elsewhere, sign_in, who):
    thread, neighbours = Thread(world), Neighbours(world)
    addresses = {route: address(route, thread) for route in ROUTES}
    with time_machine.travel(dt.datetime(2026, 5, 12, 11, tzinfo=dt.UTC), tick=False):
        client = sign_in(getattr(world, who))
        before = pages(client, addresses)

        for add in ADDED:
            add(elsewhere, neighbours)

        after = pages(client, addresses)
    assert {route for route in ROUTES if before[route] != after[route]} <= OPEN_TO.get(who, set())


def test_a_row_in_sight_does_change_a_page(world, sign_in):
    """So that the comparison is known to see anything at all."""
    thread = Thread(world)
    addresses = {route: address(route, thread) for route in ROUTES}
    client = sign_in(world.school_lead)
    before = pages(client, addresses)

    world.referral()

    after = pages(client, addresses)
    assert {"referrals:list"} <= {route for route in ROUTES if before[route] != after[route]}
