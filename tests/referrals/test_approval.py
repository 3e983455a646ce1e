"""What the chair's approval makes, once, and what refuses it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts import actor as actors
from accounts.roles import Role
from partnerships import ledger
from partnerships.models import Transfer
from providers.models import Booking, Check
from prus.models import OffSiteDirection, Placement, Pupil, PupilTie
from referrals.actions.approve import approve
from referrals.actions.panels import close_meeting, declare_interest, note_attendance
from referrals.errors import ReferralError
from referrals.models import Decision, Letter, Referral
from tests.factories import member
from tests.referrals.listed import complete_referral, give_budget, listed_case, quorate_meeting, recorded


def test_approving_a_place_makes_all_that_follows(world):
    give_budget(world)
    decision = recorded(world)

    done = approve(decision=decision, by=world.actor("chair"))

    placement = Placement.objects.get()
    assert (done.placement, placement.pru, placement.return_school) == (placement, world.pru, world.school)
    assert (placement.proposed_from, placement.planned_end) == (dt.date(2026, 6, 1), dt.date(2026, 7, 17))
    assert placement.exit_plan == "Back to the school by 17 July 2026. Link person: Ros Underhill"
    assert OffSiteDirection.objects.get().by_organisation == world.school
    assert (Booking.objects.get().course, Booking.objects.get().sessions) == (world.course, [[4, "AM"], [4, "PM"]])
    assert PupilTie.objects.filter(organisation=world.pru_body, kind="proposed").count() == 1
    assert {letter.to for letter in Letter.objects.all()} == {world.school, world.pru_body, world.provider_body}


def test_approving_commits_the_price_once(world):
    give_budget(world)
    decision = recorded(world)

    approve(decision=decision, by=world.actor("chair"))
    approve(decision=decision, by=world.actor("chair"))

    thursdays = 7  # from 4 June to 16 July 2026
    transfer = Transfer.objects.get(key=f"decision:{decision.pk}")
    assert transfer.pence == thursdays * 2 * 4500
    assert transfer.working["sessions"] == 14
    assert ledger.budget(world.partnership_body, 2026)["left"] == 1_000_000 - transfer.pence


def test_the_school_goes_on_seeing_its_pupil(world):
    approve(decision=recorded(world), by=world.actor("chair"))

    assert Pupil.objects.visible_to(world.actor("school_lead")).exists()
    assert Pupil.objects.visible_to(world.actor("head")).exists()
    assert not Pupil.objects.visible_to(world.actor("provider_lead")).exists()  # not before the start is agreed


def test_the_providers_letter_has_the_least(world):
    referral = complete_referral(world)
    decision = recorded(world, listed_case(world, referral))

    approve(decision=decision, by=world.actor("chair"))

    text = Letter.objects.get(to=world.provider_body).text
    for wanted in (referral.pupil.full_name, "Motor vehicle", "Thursday all day", "1 June 2026", "Hana Head"):
        assert wanted in text
    for secret in (decision.reasons, decision.conditions, referral.pupil.upn, "Hillside", "SEMH"):
        assert secret not in text


def test_the_schools_letter_says_why_and_what_is_asked_of_it(world):
    decision = recorded(world)

    approve(decision=decision, by=world.actor("chair"))

    text = Letter.objects.get(to=world.school).text
    assert decision.reasons in text
    assert decision.conditions in text
    assert "direction by your governing board" in text
    assert decision.case.pupil.upn not in text


@pytest.mark.parametrize("outcome", ["support", "no_action", "defer"])
def test_other_outcomes_make_a_letter_to_the_school_only(world, outcome):
    decision = recorded(world, outcome=outcome)

    approve(decision=decision, by=world.actor("chair"))

    assert [letter.to for letter in Letter.objects.all()] == [world.school]
    assert not Placement.objects.exists()


def test_a_deferred_case_waits_to_be_listed_again(world):
    decision = recorded(world, outcome="defer")
    approve(decision=decision, by=world.actor("chair"))
    later = world.meeting(dt.date(2026, 5, 20))

    again = listed_case(world, decision.case.referral, later)

    assert again.meeting == later
    assert not Referral.objects.awaiting_listing().exists()


def test_only_a_chair_of_this_panel_approves(world, elsewhere):
    decision = recorded(world)

    for actor in (world.actor("coordinator"), world.actor("panel_member"), elsewhere.actor("chair")):
        with pytest.raises(ReferralError, match="Only a chair of this panel"):
            approve(decision=decision, by=actor)
    assert not Placement.objects.exists()


def test_a_chair_of_the_referring_school_leaves_it_to_the_vice_chair(world):
    world.chair.represents = world.school
    world.chair.save()
    vice = member(world.panel_body, Role.PANEL_CHAIR, name="Vera Vice")
    meeting = quorate_meeting(world)
    note_attendance(
        meeting=meeting, by=world.actor("coordinator"), memberships=[world.chair, vice, world.second_member]
    )
    decision = recorded(world, listed_case(world, meeting=meeting), by="coordinator")

    with pytest.raises(ReferralError, match="You come from Hillside High School"):
        approve(decision=decision, by=world.actor("chair"))
    approve(decision=decision, by=actors.of(vice))

    assert Decision.objects.get().approved_by == vice.person


def test_an_interest_declared_since_bars_the_chair_and_the_quorum(world):
    decision = recorded(world)
    declare_interest(case=decision.case, by=world.actor("chair"), reason="Knows the family")

    with pytest.raises(ReferralError, match="You declared an interest"):
        approve(decision=decision, by=world.actor("chair"))


def test_a_panel_that_is_no_longer_quorate_approves_nothing(world):
    decision = recorded(world)
    note_attendance(meeting=decision.case.meeting, by=world.actor("coordinator"), memberships=[world.chair])

    with pytest.raises(ReferralError, match="not quorate: 1 of 2 members without an interest is here"):
        approve(decision=decision, by=world.actor("chair"))


def test_nothing_is_made_when_a_check_has_lapsed_since(world):
    decision = recorded(world)
    Check.objects.filter(kind="insurance").update(expires_on=dt.date(2026, 5, 31))

    with pytest.raises(ReferralError, match="public liability insurance must be renewed"):
        approve(decision=decision, by=world.actor("chair"))

    assert (Placement.objects.count(), Letter.objects.count()) == (0, 0)
    assert not Decision.objects.get().is_approved


def test_a_changed_price_is_shown_before_it_is_paid(world):
    decision = recorded(world)
    world.contract.pence_per_session = 9900
    world.contract.save()

    with pytest.raises(ReferralError, match="price has changed"):
        approve(decision=decision, by=world.actor("chair"))


def test_a_starting_day_in_the_past_is_changed_first(world, on_day):
    decision = recorded(world)
    on_day(dt.date(2026, 6, 2))

    with pytest.raises(ReferralError, match="1 June 2026, has passed"):
        approve(decision=decision, by=world.actor("chair"))


def test_a_meeting_closes_when_every_case_is_decided(world):
    decision = recorded(world)

    with pytest.raises(ReferralError, match="Case 1 has no approved decision"):
        close_meeting(meeting=decision.case.meeting, by=world.actor("chair"))
    approve(decision=decision, by=world.actor("chair"))
    closed = close_meeting(meeting=decision.case.meeting, by=world.actor("chair"))

    assert closed.closed_by == world.chair.person


def test_twenty_simultaneous_approvals_make_one_of_each(committed_world):
    world = committed_world
    give_budget(world)
    decision = recorded(world)

    def press(_):
        try:
            with actors.acting(world.actor("chair")):
                return approve(decision=Decision.objects.get(pk=decision.pk), by=world.actor("chair")).placement_id
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        made = set(pool.map(press, range(20)))

    assert made == {Placement.objects.get().pk}
    assert Booking.objects.count() == OffSiteDirection.objects.count() == 1
    assert Transfer.objects.filter(key=f"decision:{decision.pk}").count() == 1
    assert sorted(Letter.objects.values_list("to__kind", flat=True)) == ["provider", "pru", "school"]
