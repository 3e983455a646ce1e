"""Found by walking through the product: a number on a home page equals the list that its link opens."""

import datetime as dt
import re

import pytest
from django.utils.html import strip_tags

from kit.today import now
from referrals.models import Decision
from tests.referrals.arranging import listed
from tests.thread import Thread

STAT = re.compile(r'app-stat__number[^>]*>\s*(\d+)\s*<.*?<a[^>]*href="([^"]+)"[^>]*>\s*([^<]+?)\s*<', re.S)
LATER = re.compile(r"and (\d+) starting later")
COUNT = re.compile(r"(\d+) (?:referrals?|placements?)\b")


def stats(client) -> dict[str, tuple[int, str]]:
    """Words of a number → the number, those who start later included, and where it leads."""
    found = {}
    for piece in client.get("/").content.decode().split('<li class="app-stat">')[1:]:
        if stat := STAT.search(piece):
            later = LATER.search(piece)
            found[stat[3]] = (int(stat[1]) + int(later[1] if later else 0), stat[2])
    return found


def listed_at(client, href: str) -> int:
    main = strip_tags(client.get(href).content.decode().split("<main", 1)[1])
    found = COUNT.findall(main)
    return int(found[-1]) if found else 0


@pytest.fixture
def busy(world):
    Thread(world)
    for _ in range(2):
        world.referral()
    for _ in range(3):
        world.referral(submitted=True)
    deferred(world)
    world.placement(first=dt.date(2026, 5, 18))
    return world


def deferred(world, approved: bool = False) -> None:
    """A case put off at a meeting; until a chair approves that, it is still with the panel."""
    case = listed(world)
    by = {"recorded_at": now(), "recorded_by": world.coordinator.person}
    if approved:
        by |= {"approved_at": now(), "approved_by": world.chair.person}
    Decision.objects.create(la=world.la, pupil=case.pupil, case=case, outcome="defer", reasons="More", **by)


@pytest.mark.parametrize("who", ["school_lead", "officer", "manager", "head", "staff"])
def test_each_number_is_the_length_of_the_list_behind_it(busy, sign_in, who):
    client = sign_in(getattr(busy, who))
    behind = {
        words: (number, listed_at(client, href))
        for words, (number, href) in stats(client).items()
        if href.startswith(("/referrals/", "/placements/")) and "places" not in words
    }

    assert behind
    assert {words: pair for words, pair in behind.items() if pair[0] != pair[1]} == {}


def test_waiting_referrals_lead_to_the_page_of_the_next_meeting(world, sign_in):
    world.referral(submitted=True)
    client = sign_in(world.coordinator)

    assert stats(client)["referrals waiting to be listed"] == (1, "/meetings/arrange/")
    meeting = world.meeting(dt.date(2026, 5, 20))
    assert stats(client)["referrals waiting to be listed"] == (1, f"/meetings/{meeting.uuid}/")


def test_an_officer_reads_the_time_of_a_meeting_as_people_say_it(world, sign_in):
    world.meeting(dt.date(2026, 5, 20))

    page = sign_in(world.manager).get("/").content.decode()

    assert "9:30am, County Hall" in page
    assert "09:30" not in page
