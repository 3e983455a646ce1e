"""Lists, places, direction and week: who gets them, and what they refuse."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from kit.periods import from_to
from prus.models import OffSiteDirection, Placement, PupilTie, WeekSlot
from prus.week import SESSIONS
from tests.factories import ALWAYS, member
from tests.prus.cases import proposed

MONDAY = dt.date(2026, 5, 18)
EVERYBODY = [
    "officer", "manager", "school_lead", "other_school_lead", "chair", "coordinator", "panel_member", "head", "staff",
    "provider_lead", "committee_member", "committee_clerk", "committee_chair", "sysadmin",
]  # fmt: skip
READ = {"officer": 200, "manager": 200, "school_lead": 200, "other_school_lead": 404, "head": 200, "staff": 200}
LIST = {**READ, "other_school_lead": 200}
HEAD = {"head": 200}
PLACES = dict.fromkeys(["officer", "manager", "chair", "coordinator", "panel_member", "head", "staff"], 200)
TABLE = [
    ("prus:list", None, LIST),
    ("prus:places", None, PLACES),
    ("prus:placement", "running", READ),
    ("prus:placement", "proposed", READ),
    ("prus:confirm_direction", "proposed", {"school_lead": 200, "other_school_lead": 404}),
    ("prus:week", "running", HEAD),
    ("prus:complete", "proposed", HEAD),
    ("prus:end", "running", HEAD),
]


def address_of(world, name, stage):
    if stage is None:
        return reverse(name)
    placement = proposed(world) if stage == "proposed" else world.placement()
    return reverse(name, args=[placement.uuid])


@pytest.mark.parametrize(("name", "stage", "allowed"), TABLE)
def test_who_gets_the_page(world, sign_in, name, stage, allowed):
    address = address_of(world, name, stage)

    answers = {who: sign_in(getattr(world, who)).get(address).status_code for who in EVERYBODY}

    assert answers == {who: allowed.get(who, 403) for who in EVERYBODY}


@pytest.mark.parametrize(("name", "stage", "allowed"), TABLE[2:])
def test_nobody_of_another_authority_gets_it(world, elsewhere, sign_in, name, stage, allowed):
    address = address_of(world, name, stage)

    answers = {who: sign_in(getattr(elsewhere, who)).get(address).status_code for who in EVERYBODY}

    assert answers == {who: 404 if who in allowed else 403 for who in EVERYBODY}


@pytest.mark.parametrize(("name", "stage", "allowed"), TABLE)
def test_a_leaver_and_a_stranger_are_sent_away(world, sign_in, name, stage, allowed):
    address = address_of(world, name, stage)
    leaver = sign_in(world.head)
    Membership.objects.filter(pk=world.head.pk).update(during=from_to(dt.date(2025, 9, 1), dt.date(2026, 5, 11)))

    assert leaver.get(address)["Location"] == reverse("accounts:acting_as")
    assert Client().get(address)["Location"] == reverse("accounts:sign_in")


def test_another_pru_that_knows_the_child_does_not_get_our_placement(world, sign_in):
    from accounts.models import Organisation
    from prus.models import Pru

    placement = world.placement()
    body = Organisation.objects.create(kind="pru", name="Other PRU", la=world.la)
    Pru.objects.create(organisation=body, responsible_body="trust")
    PupilTie.objects.create(
        la=world.la, pupil=placement.pupil, organisation=body, kind="proposed", source="placement:0", during=ALWAYS
    )
    client = sign_in(member(body, "pru_head"))

    assert client.get(reverse("prus:placement", args=[placement.uuid])).status_code == 404
    assert placement.pupil.full_name not in client.get(reverse("prus:list")).content.decode()


def test_a_pupil_of_another_district_is_not_on_the_officers_list(world, sign_in):
    hidden = world.placement(world.pupil(surname="Hidden"))
    hidden.pupil.district = None
    hidden.pupil.save()

    page = sign_in(world.officer).get(reverse("prus:list")).content.decode()

    assert "Hidden" not in page


def test_the_list_has_a_tab_for_each_stage_in_the_order_of_names(world, sign_in):
    world.placement(world.pupil(surname="Zeal", forename="Ann"))
    late = world.placement(world.pupil(surname="Ashe", forename="Bo"))
    Placement.objects.filter(pk=late.pk).update(planned_end=dt.date(2026, 5, 1))
    proposed(world, world.pupil(surname="Moor", forename="Cy"))
    client = sign_in(world.head)

    running = client.get(reverse("prus:list"))
    waiting = client.get(reverse("prus:list"), {"state": "proposed"})

    page = running.content.decode()
    assert page.index("Bo Ashe") < page.index("Ann Zeal")
    assert "Past planned end" in page
    assert [(tab["label"], tab["count"]) for tab in running.context["tabs"]] == [
        ("Proposed", 1),
        ("Running", 2),
        ("Ended", 0),
    ]
    assert "Cy Moor" not in page
    assert "Awaiting direction" in waiting.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "ashé b"}, {"Bo Ashe"}),
        ({"late": "yes"}, {"Bo Ashe"}),
        ({"pru": "nonsense"}, {"Bo Ashe", "Ann Zeal"}),
        ({"q": "nobody"}, set()),
    ],
)
def test_filters_narrow_the_list_and_stay_in_the_address(world, sign_in, query, names):
    world.placement(world.pupil(surname="Zeal", forename="Ann"))
    late = world.placement(world.pupil(surname="Ashe", forename="Bo"))
    Placement.objects.filter(pk=late.pk).update(planned_end=dt.date(2026, 5, 1))

    answer = sign_in(world.manager).get(reverse("prus:list"), {"state": "running", **query})

    assert {row[0]["text"] for row in answer.context["table"]["rows"]} == names


def test_a_filter_by_pru_offers_only_our_own(world, elsewhere, sign_in):
    world.placement()

    answer = sign_in(world.manager).get(reverse("prus:list"), {"pru": str(world.pru_body.uuid)})

    assert [chip["text"] for chip in answer.context["chips"]] == ["Staffordshire PRU"]
    assert "Worcestershire PRU" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "name", "most"),
    [
        ("officer", "prus:list", 12),
        ("head", "prus:list", 12),
        ("school_lead", "prus:list", 12),
        ("officer", "prus:places", 12),
    ],
)
def test_queries_do_not_grow_with_the_list(world, sign_in, who, name, most):
    client = sign_in(getattr(world, who))
    counts = []
    for _ in range(2):
        while Placement.objects.count() < 1 + 2 * len(counts):
            world.placement()
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
        counts.append(len(asked))

    assert counts[0] == counts[1] <= most, counts


def confirm(client, direction, day="12", month="5", year="2026", **more):
    data = {"notice_on_day": day, "notice_on_month": month, "notice_on_year": year, "declaration": "on", **more}
    return client.post(reverse("prus:confirm_direction", args=[direction.placement.uuid]), data)


def test_the_school_confirms_the_direction(world, sign_in):
    direction = OffSiteDirection.objects.get(placement=proposed(world))
    client = sign_in(world.school_lead)

    answer = confirm(client, direction)

    direction.refresh_from_db()
    assert answer["Location"] == reverse("prus:placement", args=[direction.placement.uuid])
    assert (direction.notice_on, direction.confirmed_by) == (dt.date(2026, 5, 12), world.school_lead.person)
    assert client.get(reverse("prus:confirm_direction", args=[direction.placement.uuid])).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "31", "month": "2"}, "must be a real date"),
        ({"day": "13"}, "Day of notice must be today or in the past"),
        ({"day": "", "month": "", "year": ""}, "Enter the day the parents were given notice"),
        ({"day": "11"}, "Day of notice must be 12 May 2026 or later: the placement was proposed that day"),
        ({"declaration": ""}, "Tick the box to confirm that the direction has been made"),
    ],
)
def test_a_wrong_answer_is_explained_and_kept(world, sign_in, typed, sentence):
    direction = OffSiteDirection.objects.get(placement=proposed(world))

    page = confirm(sign_in(world.school_lead), direction, **typed)

    assert sentence in page.content.decode().replace("&#x27;", "'")
    assert f'value="{typed.get("day", "12")}"' in page.content.decode()
    direction.refresh_from_db()
    assert direction.confirmed_at is None


def test_only_the_school_that_directs_may_confirm(world, sign_in):
    placement = proposed(world)
    PupilTie.objects.create(
        la=world.la,
        pupil=placement.pupil,
        organisation=world.other_school,
        kind="registered",
        source="x",
        during=ALWAYS,
    )

    answer = confirm(sign_in(world.other_school_lead), placement.direction)

    assert answer.status_code == 403


def test_an_academy_trust_is_named_as_the_one_who_directs(world, sign_in):
    world.school.school.is_academy = True
    world.school.school.save()
    placement = proposed(world)

    page = sign_in(world.school_lead).get(reverse("prus:confirm_direction", args=[placement.uuid]))

    assert "The academy trust of Hillside High School directs" in page.content.decode()


def week_of(world, placement, first=MONDAY, **changes):
    place = str(world.site.place_id)
    typed = {f"week_{day}_{half}": place for day, half in SESSIONS}
    return {"first_day": first.day, "first_month": first.month, "first_year": first.year, **typed, **changes}


def test_the_head_changes_the_week_from_a_day_on(world, sign_in):
    placement = world.placement()
    school = str(world.school.places.get().pk)
    client = sign_in(world.head)

    client.post(reverse("prus:week", args=[placement.uuid]), week_of(world, placement, week_5_PM=school))

    assert WeekSlot.objects.get(weekday=5, session="PM", during__contains=MONDAY).organisation == world.school
    assert "The week from 18 May 2026" in client.get(reverse("prus:placement", args=[placement.uuid])).content.decode()


@pytest.mark.parametrize(
    ("first", "changes", "sentence"),
    [
        (dt.date(2026, 5, 11), {}, "today or later"),
        (MONDAY, {"week_2_AM": ""}, "Select where the pupil is due on Tuesday morning"),
        (MONDAY, {"week_2_AM": "999999"}, "Select where the pupil is due on Tuesday morning"),
    ],
)
def test_a_wrong_week_is_explained_at_its_field(world, sign_in, first, changes, sentence):
    placement = world.placement()

    page = sign_in(world.head).post(
        reverse("prus:week", args=[placement.uuid]), week_of(world, placement, first, **changes)
    )

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert WeekSlot.objects.count() == 10


def test_places_on_a_day_of_the_address(world, sign_in):
    client = sign_in(world.officer)

    assert (
        "Thursday 2 July 2026"
        in client.get(reverse("prus:places"), {"on_day": "2", "on_month": "7", "on_year": "2026"}).content.decode()
    )
    wrong = client.get(reverse("prus:places"), {"on_day": "31", "on_month": "6", "on_year": "2026"}).content.decode()
    assert "Day must be a real date" in wrong
    assert 'value="31"' in wrong


def test_staff_see_places_of_their_own_pru_only(world, sign_in):
    from accounts.models import Organisation
    from prus.models import Pru

    body = Organisation.objects.create(kind="pru", name="Other PRU", la=world.la)
    Pru.objects.create(organisation=body, responsible_body="trust")

    answer = sign_in(world.staff).get(reverse("prus:places"))

    assert [table["caption"] for table in answer.context["tables"]] == ["Staffordshire PRU"]
