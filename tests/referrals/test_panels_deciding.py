"""Deciding in the browser's place: the steps, what is refused at the field, approving, closing."""

import datetime as dt

import pytest

from accounts.roles import Role
from providers.models import Check
from prus.models import Placement
from referrals.actions.approve import approve
from referrals.models import Decision
from tests.factories import member
from tests.referrals.listed import give_budget, listed_case, recorded, text_of, to

OUTCOME = {"step": "outcome", "outcome": "place", "reasons": "A fresh start.", "conditions": "", "version": "0"}


def typed_place(world, **changes) -> dict:
    return {
        **OUTCOME,
        "step": "place",
        "pru": str(world.pru_body.uuid),
        "starts_on_day": "1",
        "starts_on_month": "6",
        "starts_on_year": "2026",
        "ends_on_day": "17",
        "ends_on_month": "7",
        "ends_on_year": "2026",
        "course": str(world.course.uuid),
        "course_sessions": ["4-AM"],
        **changes,
    }


def test_deciding_a_place_step_by_step(world, sign_in):
    give_budget(world)
    case = listed_case(world)
    client = sign_in(world.chair)

    second = text_of(client.post(to("decide", case), OUTCOME))
    checked = text_of(client.post(to("decide", case), typed_place(world)))
    saved = client.post(to("check", case), typed_place(world))

    assert "Where and when" in second
    assert "There is a problem" not in second
    for wanted in ("Check the decision", "£315: 7 sessions at £45", "£10,000", "£9,685", "Thursday morning"):
        assert wanted in checked
    decision = Decision.objects.get()
    assert saved["Location"] == to("case", case)
    assert (decision.pru, decision.course_sessions, decision.pence) == (world.pru, [[4, "AM"]], 31_500)


def test_the_coordinator_is_not_shown_money(world, sign_in):
    give_budget(world)
    case = listed_case(world)

    assert "£" not in text_of(sign_in(world.coordinator).post(to("decide", case), typed_place(world)))


def test_the_check_can_go_back_and_keeps_everything(world, sign_in):
    case = listed_case(world)

    page = text_of(sign_in(world.chair).post(to("decide", case), typed_place(world, step="back-outcome")))

    assert "A fresh start." in page
    assert 'name="course_sessions" value="4-AM"' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": ""}, "Select what the panel decides"),
        ({"reasons": " "}, "Enter the panel&#x27;s reasons"),
        ({"pru": ""}, "Select a PRU"),
        ({"starts_on_day": "31"}, "Starting day must be a real date"),
        ({"starts_on_day": "30", "starts_on_month": "5"}, "Starting day must be a school day of Staffordshire PRU"),
        ({"ends_on_day": ""}, "Last day planned must include a day"),
        ({"ends_on_day": "20"}, "Enter why the last day is later than the exit plan"),
        ({"course_sessions": []}, "Select the sessions on the course"),
        ({"course": ""}, "Select the course for these sessions, or clear the sessions"),
    ],
)
def test_wrong_input_gets_a_sentence(world, sign_in, changes, sentence):
    page = text_of(sign_in(world.chair).post(to("decide", listed_case(world)), typed_place(world, **changes)))

    assert sentence in page
    assert not Decision.objects.exists()


def test_a_lapsed_check_is_refused_at_the_form(world, sign_in):
    Check.objects.filter(kind="insurance").update(expires_on=dt.date(2026, 5, 31))

    page = text_of(sign_in(world.chair).post(to("decide", listed_case(world)), typed_place(world)))

    assert "cannot be booked: public liability insurance must be renewed first" in page
    assert 'value="2026"' in page


def test_somebody_elses_decision_is_shown_beside_mine(world, sign_in):
    case = listed_case(world)
    recorded(world, case, by="coordinator", outcome="support", reasons="Support first.")
    client = sign_in(world.chair)

    page = text_of(client.post(to("check", case), typed_place(world)))
    client.post(to("check", case), typed_place(world, version="1"))

    assert "Cora Coordinator saved this before you" in page
    assert "Support first." in page
    assert 'name="version" value="1"' in page
    assert Decision.objects.get().outcome == "place"


def test_a_panel_without_a_quorum_is_told_so(world, sign_in):
    case = listed_case(world, meeting=world.meeting())
    client = sign_in(world.chair)

    for name in ("case", "decide"):
        assert "The panel is not quorate: 0 of 2 members without an interest are here" in text_of(
            client.get(to(name, case))
        )
    assert not Decision.objects.exists()


def test_the_chair_approves_and_sees_what_was_made(world, sign_in):
    decision = recorded(world)
    client = sign_in(world.chair)

    answer = client.post(to("approve", decision.case), follow=True)
    client.post(to("approve", decision.case))

    page = text_of(answer)
    for wanted in ("Decision approved", "£630 committed", "Confirms that its governing board", "Letters"):
        assert wanted in page
    assert Placement.objects.count() == 1


def test_a_chair_of_the_referring_school_is_told_who_can_approve(world, sign_in):
    decision = recorded(world)
    world.chair.represents = world.school
    world.chair.save()
    alone = text_of(sign_in(world.chair).get(to("approve", decision.case)))
    member(world.panel_body, Role.PANEL_CHAIR, name="Vera Vice")

    page = text_of(sign_in(world.chair).post(to("approve", decision.case)))

    assert "This panel has no other chair" in alone
    assert "Another chair of this panel can approve it: Vera Vice" in page
    assert decision.reasons not in page
    assert not Placement.objects.exists()


def test_closing_says_which_case_is_left(world, sign_in):
    decision = recorded(world)
    client = sign_in(world.chair)

    refused = text_of(client.post(to("close", decision.case.meeting)))
    approve(decision=decision, by=world.actor("chair"))
    closed = client.post(to("close", decision.case.meeting), follow=True)

    assert "Case 1 has no approved decision yet" in refused
    assert "Minutes, Tuesday 12 May 2026" in text_of(closed)
