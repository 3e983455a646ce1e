"""The register of providers: who gets which page, what it shows to whom, what it refuses."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Organisation
from kit.periods import from_to
from partnerships.models import Place
from providers.models import Check, Course, Provider
from tests.factories import ALWAYS
from tests.providers.test_actions import booked, complete

EVERYBODY = [
    "officer", "manager", "school_lead", "other_school_lead", "chair", "coordinator", "panel_member", "head", "staff",
    "provider_lead", "committee_member", "committee_clerk", "committee_chair", "sysadmin",
]  # fmt: skip
READ = dict.fromkeys(["officer", "manager", "chair", "coordinator", "panel_member", "head", "provider_lead"], 200)
KEEP = {"officer": 200, "manager": 200}
TABLE = [
    ("providers:list", False, {**READ, "provider_lead": 302}),
    ("providers:provider", True, READ),
    ("providers:check", True, KEEP),
    ("providers:course", True, KEEP),
]


def address_of(world, name, one):
    return reverse(name, args=[world.provider_body.uuid] if one else [])


def another_provider(world, name="Canal Boat Project"):
    body = Organisation.objects.create(kind="provider", name=name, la=world.la)
    place = Place.objects.create(organisation=body, name=name, during=ALWAYS)
    provider = Provider.objects.create(organisation=body, registration="non_school", place=place)
    Course.objects.create(provider=provider, name="Boat building", key_stages="3,4")
    return provider


@pytest.mark.parametrize(("name", "one", "allowed"), TABLE)
def test_who_gets_the_page(world, sign_in, name, one, allowed):
    address = address_of(world, name, one)

    answers = {who: sign_in(getattr(world, who)).get(address).status_code for who in EVERYBODY}

    assert answers == {who: allowed.get(who, 403) for who in EVERYBODY}


@pytest.mark.parametrize(("name", "one", "allowed"), TABLE[1:])
def test_nobody_of_another_authority_gets_it(world, elsewhere, sign_in, name, one, allowed):
    address = address_of(world, name, one)

    answers = {who: sign_in(getattr(elsewhere, who)).get(address).status_code for who in EVERYBODY}

    assert answers == {who: 404 if who in allowed else 403 for who in EVERYBODY}


@pytest.mark.parametrize(("name", "one", "allowed"), TABLE)
def test_a_leaver_and_a_stranger_are_sent_away(world, sign_in, name, one, allowed):
    address = address_of(world, name, one)
    leaver = sign_in(world.officer)
    Membership.objects.filter(pk=world.officer.pk).update(during=from_to(dt.date(2025, 9, 1), dt.date(2026, 5, 11)))

    assert leaver.get(address)["Location"] == reverse("accounts:acting_as")
    assert Client().get(address)["Location"] == reverse("accounts:sign_in")


def test_a_provider_does_not_see_another(world, sign_in):
    other = another_provider(world)

    answer = sign_in(world.provider_lead).get(reverse("providers:provider", args=[other.organisation.uuid]))

    assert answer.status_code == 404


def test_the_list_shows_whether_checks_hold(world, elsewhere, sign_in):
    another_provider(world)

    rows = sign_in(world.officer).get(reverse("providers:list")).context["table"]["rows"]

    assert [(row[0]["text"], row[1], row[2]["tag"]) for row in rows] == [
        ("Canal Boat Project", "Boat building", "5 checks missing or lapsed"),
        ("Staffordshire Motor Workshop", "Motor vehicle, entry level", "All checks hold"),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "boat b"}, ["Canal Boat Project"]),
        ({"q": "motor"}, ["Staffordshire Motor Workshop"]),
        ({"ready": "yes"}, ["Staffordshire Motor Workshop"]),
        ({"ready": "yes", "q": "canal"}, []),
    ],
)
def test_filters_narrow_the_list(world, sign_in, query, names):
    another_provider(world)

    rows = sign_in(world.officer).get(reverse("providers:list"), query).context["table"]["rows"]

    assert [row[0]["text"] for row in rows] == names


def test_queries_do_not_grow_with_the_list(world, sign_in):
    client, counts = sign_in(world.officer), []
    for number in (1, 3):
        while Provider.objects.count() < number:
            another_provider(world, f"Provider {Provider.objects.count()}")
        client.get(reverse("providers:list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("providers:list"))
        asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12, counts


@pytest.mark.parametrize(
    ("who", "sees"),
    [("officer", True), ("chair", True), ("head", False), ("coordinator", False), ("provider_lead", False)],
)
def test_the_price_is_for_those_who_see_money(world, sign_in, who, sees):
    page = sign_in(getattr(world, who)).get(address_of(world, "providers:provider", True)).content.decode()

    assert ("£45" in page) == sees


def test_a_provider_sees_its_pupils_with_sessions_course_and_brief(world, elsewhere, sign_in):
    booking = booked(world)
    complete(world, booking.placement, brief="One clear task at a time.")
    theirs = booked(elsewhere)

    page = sign_in(world.provider_lead).get(address_of(world, "providers:provider", True)).content.decode()

    for words in (
        booking.pupil.full_name,
        "Thursday, all day",
        "Motor vehicle, entry level",
        "One clear task at a time.",
    ):
        assert words in page
    assert theirs.pupil.full_name not in page
    assert "Open the placement" not in page
    assert str(booking.pupil.upn) not in page


def test_before_the_placement_is_completed_a_provider_sees_nobody(world, sign_in):
    booking = booked(world)
    address = address_of(world, "providers:provider", True)

    page = sign_in(world.provider_lead).get(address).content.decode()

    assert booking.pupil.full_name not in page
    assert "Nobody is booked with you now." in page
    assert booking.pupil.full_name in sign_in(world.officer).get(address).content.decode()


def test_a_brief_is_not_on_the_register_for_others(world, sign_in):
    complete(world, booked(world).placement, brief="One clear task at a time.")

    for who in ("officer", "head", "chair"):
        page = sign_in(getattr(world, who)).get(address_of(world, "providers:provider", True)).content.decode()
        assert "One clear task" not in page


def typed(**changes):
    data = {"kind": "insurance", "evidence": "Certificate seen"}
    data |= {"checked_on_day": "12", "checked_on_month": "5", "checked_on_year": "2026"}
    data |= {"expires_on_day": "31", "expires_on_month": "8", "expires_on_year": "2027"}
    return {**data, **changes}


def test_an_officer_renews_a_check_and_the_old_one_stays(world, sign_in):
    Check.objects.filter(kind="insurance").update(expires_on=dt.date(2026, 5, 1))
    client = sign_in(world.officer)

    answer = client.post(address_of(world, "providers:check", True), typed(), follow=True)

    assert "Public liability insurance: holds until Tuesday 31 August 2027." in answer.content.decode()
    newest = Check.objects.filter(kind="insurance").latest("expires_on")
    assert (newest.checked_by, newest.evidence) == (world.officer.person, "Certificate seen")
    assert Check.objects.filter(kind="insurance").count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Select what you checked"),
        ({"checked_on_day": "13"}, "Day checked must be today or in the past"),
        ({"checked_on_day": "31", "checked_on_month": "4"}, "Day checked must be a real date"),
        ({"checked_on_day": "", "checked_on_month": "", "checked_on_year": ""}, "Enter the day you checked it"),
        ({"expires_on_day": "", "expires_on_month": "", "expires_on_year": ""}, "Enter the last day on which it holds"),
        ({"expires_on_year": "2025"}, "Holds until must be the same as or after the day checked"),
        ({"expires_on_year": "2062"}, "Holds until must be within 5 years of the day checked"),
        (
            {"checked_on_year": "2025", "expires_on_day": "1", "expires_on_month": "5", "expires_on_year": "2026"},
            "Holds until must be today or later",
        ),
        ({"evidence": ""}, "Enter what you saw"),
    ],
)
def test_a_wrong_check_is_explained_and_kept(world, sign_in, changes, sentence):
    page = sign_in(world.officer).post(address_of(world, "providers:check", True), typed(**changes)).content.decode()

    assert page.count(sentence) == 2  # at the top and at its field
    assert "Certificate seen" in page or "evidence" in changes
    assert Check.objects.count() == len(Check.NEEDED)


def test_a_course_is_added_once(world, sign_in):
    client, address = sign_in(world.manager), address_of(world, "providers:course", True)
    data = {"name": "Bicycle repair", "key_stages": ["4", "3"]}

    client.post(address, data)
    again = client.post(address, {**data, "name": "bicycle REPAIR"})

    assert Course.objects.get(name="Bicycle repair").key_stages == "3,4"
    assert "already has a course with this name" in again.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"key_stages": ["4"]}, "Enter the name of the course"),
        ({"name": "Bicycle repair"}, "Select who the course is for"),
    ],
)
def test_a_wrong_course_is_explained(world, sign_in, data, sentence):
    page = sign_in(world.manager).post(address_of(world, "providers:course", True), data).content.decode()

    assert sentence in page
    assert Course.objects.count() == 1
