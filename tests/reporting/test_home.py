"""Home pages: what needs each person today, with the same number of queries however much that is."""

import datetime as dt

import pytest
from django.urls import reverse

from prus.models import Review
from tests.queries import queries
from tests.thread import Thread

EVERYONE = [
    "school_lead",
    "officer",
    "manager",
    "chair",
    "coordinator",
    "panel_member",
    "head",
    "staff",
    "provider_lead",
    "committee_member",
    "committee_clerk",
    "committee_chair",
    "sysadmin",
]
BLIND = {"committee_member", "committee_clerk", "committee_chair", "sysadmin"}


@pytest.mark.parametrize("who", EVERYONE)
def test_a_home_page_asks_the_same_however_much_is_due(world, sign_in, who):
    client = sign_in(getattr(world, who))
    Thread(world)
    client.get("/")
    at_one = queries(client, "/")
    for number in range(3):
        placement = world.placement(first=dt.date(2026, 4, 13))
        Review.objects.create(
            la=world.la, pupil=placement.pupil, placement=placement, due_on=dt.date(2026, 5, 13 + number)
        )
        world.placement(running=False)
        world.referral(submitted=True)
        world.referral()

    assert queries(client, "/") == at_one
    assert at_one <= 10  # and BEGIN and COMMIT: twelve


@pytest.mark.parametrize("who", EVERYONE)
def test_a_home_page_names_children_only_to_those_who_may_see_them(world, elsewhere, sign_in, who):
    Thread(world)

    ours = sign_in(getattr(world, who)).get("/").content.decode()
    theirs = sign_in(getattr(elsewhere, who)).get("/").content.decode()

    assert "Zyxwvu" not in theirs
    if who in BLIND:
        assert "Zyxwvu" not in ours


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("school_lead", "Confirm the direction for"),
        ("officer", "has not confirmed its direction for"),
        ("head", "Half-termly report: Spring 2"),
        ("staff", "Review:"),
        ("chair", "Meeting on Tuesday 12 May"),
        ("panel_member", "Present the case of"),
        ("provider_lead", "Take today’s register"),
        ("committee_member", "Spring 1"),
    ],
)
def test_a_home_page_opens_on_what_needs_its_person(world, sign_in, who, words):
    Thread(world)

    assert words in sign_in(getattr(world, who)).get("/").content.decode()


def test_the_list_of_pupils_asks_the_same_at_one_and_at_three(world, sign_in):
    client = sign_in(world.manager)
    page = reverse("reporting:pupils")
    world.placement()
    client.get(page)
    at_one = queries(client, page)
    world.placement()
    world.placement()

    assert queries(client, page) == at_one <= 10


def test_pupils_are_found_by_part_of_a_name_without_its_marks(world, sign_in):
    world.pupil(surname="Łukaszewicz", forename="Zoë")
    world.pupil(surname="Brown", forename="Zoe")

    text = sign_in(world.manager).get(reverse("reporting:pupils") + "?name=LUKA").content.decode()

    assert "Łukaszewicz" in text
    assert "Brown" not in text


def test_a_pupils_page_says_where_they_are_due_now(world, sign_in):
    thread = Thread(world)

    text = sign_in(world.head).get(reverse("reporting:pupil", args=[thread.pupil.uuid])).content.decode()

    assert "This afternoon: due at Motor workshop" in text  # noon in British Summer Time


def test_a_provider_reads_no_roll_needs_or_upn(world, sign_in):
    thread = Thread(world)

    text = sign_in(world.provider_lead).get(reverse("reporting:pupil", args=[thread.pupil.uuid])).content.decode()

    assert thread.pupil.full_name in text
    assert thread.pupil.upn[-4:] not in text
    assert "On roll" not in text
    assert "Placements" not in text


def test_reception_is_a_year_in_words_and_can_be_looked_for(world, sign_in):
    world.pupil(surname="Little", year_group=0)
    world.pupil(surname="Bigger", year_group=9)

    text = sign_in(world.manager).get(reverse("reporting:pupils") + "?year=0").content.decode()

    assert "Little" in text
    assert "Year 0" not in text
    assert "Bigger" not in text
