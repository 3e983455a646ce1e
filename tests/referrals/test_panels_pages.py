"""The pages of meetings in the browser's place: who may open them and what they show."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals.actions.panels import declare_interest
from referrals.models import PanelCase, PanelMeeting
from tests.referrals.listed import (
    complete_referral,
    forget_section,
    listed_case,
    quorate_meeting,
    recorded,
    text_of,
    to,
)

OPENS = [
    ("list", {"officer", "manager", "chair", "coordinator", "panel_member"}),
    ("meeting", {"officer", "manager", "chair", "coordinator", "panel_member"}),
    ("pack", {"officer", "manager", "chair", "coordinator", "panel_member"}),
    ("minutes", {"officer", "manager", "chair", "coordinator", "panel_member"}),
    ("attendance", {"officer", "manager", "chair", "coordinator"}),
    ("order", {"officer", "manager", "chair", "coordinator"}),
    ("close", {"chair"}),
    ("case", {"officer", "manager", "chair", "coordinator", "panel_member"}),
    ("unlist_case", {"officer", "manager", "chair", "coordinator"}),
    ("interest", {"chair", "coordinator", "panel_member"}),
    ("decide", {"chair", "coordinator"}),
    ("approve", {"chair"}),
]
EVERYONE = ["officer", "manager", "chair", "coordinator", "panel_member", "school_lead", "head", "staff",
            "provider_lead", "committee_member", "sysadmin"]  # fmt: skip
ABOUT_CASE = {"case", "unlist_case", "interest", "decide", "approve"}


def test_who_may_open_what(world, sign_in):
    decision = recorded(world)
    row = {name: decision.case if name in ABOUT_CASE else decision.case.meeting for name, _ in OPENS}

    for who in EVERYONE:
        client = sign_in(getattr(world, who))
        for name, may in OPENS:
            address = reverse("meetings:list") if name == "list" else to(name, row[name])
            assert client.get(address).status_code == (200 if who in may else 403), (who, name)


@pytest.mark.parametrize("who", ["manager", "chair", "coordinator", "panel_member"])
def test_another_authority_is_told_nothing(world, elsewhere, sign_in, who):
    decision = recorded(world)
    client = sign_in(getattr(elsewhere, who))

    for name in ("meeting", "pack", "minutes"):
        assert client.get(to(name, decision.case.meeting)).status_code == 404
    assert client.get(to("case", decision.case)).status_code == 404


def test_a_member_who_left_the_panel_sees_no_meeting(world, sign_in, on_day):
    case = listed_case(world)
    client = sign_in(world.panel_member)
    world.panel_member.during = (dt.date(2020, 1, 1), dt.date(2026, 5, 12))
    world.panel_member.save()

    assert client.get(to("case", case)).status_code == 302


def test_papers_close_two_weeks_after_the_meeting(world, sign_in, on_day):
    case = listed_case(world)
    on_day(dt.date(2026, 5, 27))

    assert sign_in(world.chair).get(to("case", case)).status_code == 404


def test_arranging_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(world, sign_in):
    client = sign_in(world.coordinator)
    typed = {"on_day": "31", "on_month": "2", "on_year": "2026", "starts_at": "half nine", "venue": "Room 4"}

    wrong = text_of(client.post(reverse("meetings:arrange"), typed))
    right = client.post(reverse("meetings:arrange"), {**typed, "on_day": "20", "on_month": "5", "starts_at": "9.30am"})

    assert "Date of the meeting must be a real date" in wrong
    assert "Start time must be a time, like 9:30am or 14:00" in wrong
    assert 'value="Room 4"' in wrong
    made = PanelMeeting.objects.get()
    assert (made.on, made.starts_at, right["Location"]) == (dt.date(2026, 5, 20), dt.time(9, 30), to("meeting", made))


def test_an_officer_chooses_among_panels_of_their_districts(world, elsewhere, sign_in):
    page = text_of(sign_in(world.officer).get(reverse("meetings:arrange")))

    assert "Staffordshire North panel" not in page.split("<form")[0]
    assert "Worcestershire North panel" not in page


def test_the_meeting_page_lists_what_is_ready_and_says_what_is_not(world, sign_in):
    meeting = world.meeting()
    ready, lacking = complete_referral(world, surname="Ready"), complete_referral(world, surname="Lacking")
    forget_section(lacking, "risk")
    client = sign_in(world.coordinator)

    page = text_of(client.get(to("meeting", meeting)))
    none = text_of(client.post(to("list_case", meeting)))
    refused = text_of(client.post(to("list_case", meeting), {"referrals": [str(lacking.uuid)]}))
    client.post(to("list_case", meeting), {"referrals": [str(ready.uuid)]})

    assert "Risk and what keeps everyone safe" in page
    assert "Select a referral to list" in none
    assert "Select a referral that is ready to list" in refused
    assert PanelCase.objects.get().referral == ready


def test_a_panel_member_is_not_told_what_waits(world, sign_in):
    complete_referral(world, surname="Waiting")

    assert "Waiting" not in text_of(sign_in(world.panel_member).get(to("meeting", world.meeting())))


def test_numbers_of_the_agenda_must_differ(world, sign_in):
    meeting = quorate_meeting(world)
    first, second = (listed_case(world, meeting=meeting) for _ in range(2))
    names = [f"case_{one.uuid.hex}" for one in (first, second)]
    client = sign_in(world.coordinator)

    page = text_of(client.post(to("order", meeting), {names[0]: "2", names[1]: "2"}))
    client.post(to("order", meeting), {names[0]: "2", names[1]: "1"})

    assert "cannot both be 2" in page
    assert list(PanelCase.objects.order_by("order")) == [second, first]


def test_the_page_of_a_case_has_what_the_panel_needs_and_no_more(world, sign_in):
    case = listed_case(world)

    for name, row in (("case", case), ("pack", case.meeting)):
        page = text_of(sign_in(world.panel_member).get(to(name, row)))
        for wanted in ("I like making things", "Mentor twice a week", "Quiet room".lower(), "62.3%", "Presented by"):
            assert wanted in page, (name, wanted)
        assert case.pupil.upn not in page


def test_the_schools_own_member_is_not_shown_the_decision(world, sign_in):
    decision = recorded(world)

    for name, row in (("case", decision.case), ("pack", decision.case.meeting), ("minutes", decision.case.meeting)):
        assert decision.reasons not in text_of(sign_in(world.panel_member).get(to(name, row)))
        assert decision.reasons in text_of(sign_in(world.second_member).get(to(name, row)))


def test_a_private_interest_closes_the_papers(world, sign_in):
    case = listed_case(world)
    client = sign_in(world.second_member)

    client.post(to("interest", case), {"reason": "Knows the family"})

    page = text_of(client.get(to("case", case)))
    assert "its papers are closed to you" in page
    assert "I like making things" not in page
    assert "Knows the family" not in text_of(sign_in(world.panel_member).get(to("case", case)))


def test_an_interest_needs_a_reason(world, sign_in):
    case = listed_case(world)

    page = text_of(sign_in(world.second_member).post(to("interest", case), {"reason": " "}))

    assert "Enter why you do not decide this case" in page


def is_frame(sql: str) -> bool:
    """What opens and shuts the request's transaction, and asks nothing."""
    return "SAVEPOINT" in sql or (sql.startswith("SELECT set_config") and ";" not in sql)


@pytest.mark.parametrize("name", ["list", "meeting", "pack", "minutes", "order"])
def test_the_number_of_queries_does_not_depend_on_the_rows(world, sign_in, name):
    meeting = quorate_meeting(world)
    address = reverse("meetings:list") if name == "list" else to(name, meeting)
    client = sign_in(world.coordinator)
    counts = []

    for number in (1, 3):
        while PanelCase.objects.count() < number:
            case = listed_case(world, meeting=meeting)
            declare_interest(case=case, by=world.actor("panel_member"), reason="Knows the family")
            recorded(world, case)
            complete_referral(world)
            forget_section(complete_referral(world), "risk")
            world.meeting(dt.date(2026, 5, 12 + PanelCase.objects.count()))
        client.get(address)  # a session's first request notes the time
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len([one for one in asked if not is_frame(one["sql"])]))

    assert counts[0] == counts[1]
    assert counts[1] <= (16 if name == "pack" else 12)
