"""Meetings: arranging, listing, who is there, who does not decide, the steps of a decision."""

import datetime as dt

import pytest

from accounts import actor as actors
from accounts.roles import Role
from prus.models import Pupil, PupilTie
from referrals import interests, listing, quorum
from referrals.actions import panels
from referrals.actions.decisions import StaleDecisionError, record_decision
from referrals.errors import ReferralError
from referrals.models import Decision, PanelCase
from tests.factories import member
from tests.referrals.listed import (
    complete_referral,
    forget_section,
    listed_case,
    place,
    quorate_meeting,
    recorded,
)

NINE = dt.time(9, 0)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (dt.date(2026, 5, 11), "today or in the future"),
        (dt.date(2026, 5, 16), "Saturday 16 May 2026 is not a school day"),
        (dt.date(2026, 5, 27), "not a school day"),
        (dt.date(2026, 5, 20), "already meets on 20 May 2026"),
    ],
)
def test_a_panel_meets_on_a_school_day_of_its_own(world, on, sentence):
    world.meeting(dt.date(2026, 5, 20))

    with pytest.raises(ReferralError, match=sentence):
        panels.arrange(panel=world.panel, by=world.actor("coordinator"), on=on, starts_at=NINE)


def test_listing_lets_the_panel_know_the_child_until_two_weeks_after(world):
    referral = complete_referral(world)
    meeting = world.meeting(dt.date(2026, 5, 20))
    before = Pupil.objects.visible_to(world.actor("chair")).exists()

    case = listed_case(world, referral, meeting)
    again = listed_case(world, referral, meeting)

    tie = PupilTie.objects.get(organisation=world.panel_body)
    assert (before, again, case.order) == (False, case, 1)
    assert (tie.kind, tie.source) == ("on_agenda", f"case:{case.pk}")
    assert (tie.during.lower, tie.during.upper) == (dt.date(2026, 5, 12), dt.date(2026, 6, 4))


def test_an_incomplete_passport_cannot_be_listed(world):
    referral = complete_referral(world)
    forget_section(referral, "risk")

    with pytest.raises(ReferralError, match="The passport lacks: Risk"):
        listed_case(world, referral, world.meeting())


def test_a_case_is_on_one_agenda_at_a_time(world):
    case = listed_case(world)

    with pytest.raises(ReferralError, match="on another agenda"):
        listed_case(world, case.referral, world.meeting(dt.date(2026, 5, 20)))


def test_those_who_prepare_see_what_waits_for_their_own_panel(world, elsewhere):
    referral, theirs = complete_referral(world), complete_referral(elsewhere)
    world.referral(submitted=False)
    meeting = world.meeting()

    for who in ("coordinator", "officer", "manager"):
        assert list(listing.awaiting(meeting, world.actor(who))) == [referral]
    assert list(listing.awaiting(elsewhere.meeting(), elsewhere.actor("coordinator"))) == [theirs]
    assert not listing.awaiting(meeting, elsewhere.actor("coordinator")).exists()


def test_a_deferral_waits_for_its_approval_before_it_is_listed_again(world):
    decision = recorded(world, outcome="defer")

    assert not listing.awaiting(world.meeting(dt.date(2026, 5, 20)), world.actor("coordinator")).exists()
    assert decision.case.referral.cases.count() == 1


def test_a_case_taken_off_waits_again_and_the_panel_forgets_it(world, on_day):
    case = listed_case(world)

    panels.unlist_case(case=case, by=world.actor("coordinator"))
    panels.unlist_case(case=case, by=world.actor("coordinator"))

    assert list(listing.awaiting(world.meeting(dt.date(2026, 5, 20)), world.actor("coordinator"))) == [case.referral]
    on_day(dt.date(2026, 5, 13))
    assert not Pupil.objects.visible_to(world.actor("chair")).exists()


def test_a_decided_case_stays_on_the_agenda(world):
    with pytest.raises(ReferralError, match="stays on the agenda"):
        panels.unlist_case(case=recorded(world).case, by=world.actor("coordinator"))


def test_attendance_is_noted_on_the_day(world):
    meeting = world.meeting(dt.date(2026, 5, 20))

    with pytest.raises(ReferralError, match="Note who is here on the day"):
        panels.note_attendance(meeting=meeting, by=world.actor("coordinator"), memberships=[world.chair])


def test_a_member_of_the_referring_school_presents_and_withdraws(world):
    case = listed_case(world)
    deputy = member(world.panel_body, Role.PANEL_MEMBER, name="Dee Deputy")
    member(world.school, Role.SCHOOL_LEAD, person=deputy.person)

    found = interests.of_case(case)

    assert [(one.person.name, one.kind) for one in found] == [("Dee Deputy", "school"), ("Pam Panel", "school")]


def test_the_coordinator_and_those_with_an_interest_do_not_count(world):
    meeting = quorate_meeting(world)
    everyone = [world.chair, world.coordinator, world.panel_member, world.second_member]
    panels.note_attendance(meeting=meeting, by=world.actor("coordinator"), memberships=everyone)
    case = listed_case(world, meeting=meeting)

    assert quorum.of_meeting(meeting).here == 3
    assert quorum.of_case(case).here == 2
    panels.declare_interest(case=case, by=actors.of(world.second_member), reason="Taught the pupil's sister")
    assert quorum.of_case(case).sentence.startswith(
        "The panel is not quorate: 1 of 2 members without an interest is here"
    )


def test_a_decision_needs_a_quorum(world):
    case = listed_case(world)
    panels.note_attendance(
        meeting=case.meeting, by=world.actor("coordinator"), memberships=[world.chair, world.panel_member]
    )

    with pytest.raises(ReferralError, match="not quorate: 1 of 2"):
        recorded(world, case)


def test_a_member_with_an_interest_does_not_record(world):
    case = listed_case(world)
    panels.declare_interest(case=case, by=world.actor("coordinator"), reason="Knows the family")

    with pytest.raises(ReferralError, match="You declared an interest"):
        recorded(world, case, by="coordinator")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_on": dt.date(2026, 5, 11)}, "today or in the future"),
        ({"starts_on": dt.date(2026, 5, 30)}, "must be a school day"),
        ({"ends_on": dt.date(2026, 5, 29)}, "on or after the starting day"),
        ({"ends_on": dt.date(2026, 7, 18)}, "later than the exit plan"),
        ({"pru": None}, "needs a PRU"),
    ],
)
def test_a_place_that_cannot_be_is_refused(world, changes, sentence):
    with pytest.raises(ReferralError, match=sentence):
        recorded(world, **changes)


def test_the_reason_for_a_late_end_is_kept_with_the_reasons(world):
    decision = recorded(world, ends_on=dt.date(2026, 7, 18), late_reason="The next school has a place in autumn.")

    assert decision.reasons.endswith("The last day is later than the exit plan: The next school has a place in autumn.")


def test_two_people_who_record_at_once_see_each_others(world):
    case = listed_case(world)
    first = recorded(world, case, outcome="support")

    with pytest.raises(StaleDecisionError) as trouble:
        record_decision(case=case, by=world.actor("coordinator"), version=0, **place(world))
    assert trouble.value.saved == first
    changed = record_decision(case=case, by=world.actor("coordinator"), version=1, **place(world))

    assert (changed.pk, changed.version, changed.pence) == (first.pk, 2, 7 * 2 * 4500)


def test_nothing_is_changed_at_a_closed_meeting(world):
    meeting = quorate_meeting(world)
    panels.close_meeting(meeting=meeting, by=world.actor("chair"))

    with pytest.raises(ReferralError, match="closed"):
        listed_case(world, meeting=meeting)


def test_the_agenda_is_put_in_order(world):
    meeting = quorate_meeting(world)
    first, second, third = (listed_case(world, meeting=meeting) for _ in range(3))

    panels.reorder(meeting=meeting, by=world.actor("chair"), order={first.pk: 3, second.pk: 1, third.pk: 2})

    assert list(PanelCase.objects.order_by("order")) == [second, third, first]


def test_another_panels_cases_and_decisions_are_not_seen(world, elsewhere):
    mine, theirs = recorded(world), recorded(elsewhere)

    assert list(PanelCase.objects.visible_to(world.actor("panel_member"))) == [mine.case]
    assert list(Decision.objects.visible_to(elsewhere.actor("chair"))) == [theirs]
    assert not Decision.objects.visible_to(world.actor("head")).exists()
