"""The passport and the verbs of a referral: start, write, send, withdraw."""

import datetime as dt

import pytest

from kit.models import OutboxItem
from partnerships.models import PartnershipSchool
from prus.models import Pupil, PupilNeeds, PupilTie, Registration
from referrals import matching, stages
from referrals.actions import passports as actions
from referrals.errors import ReferralError
from referrals.models import Referral
from referrals.tasks import tell_authority_to_match
from tests.factories import new_upn
from tests.referrals.arranging import decide, listed, write, write_all
from tests.referrals.passport_answers import ANSWERS


def details(**changes):
    return {
        "upn": new_upn(),
        "surname": "Hollis",
        "forename": "Amber",
        "date_of_birth": dt.date(2012, 3, 27),
        "sex": "F",
        "year_group": 9,
        "provision": "K",
        **changes,
    }


@pytest.fixture
def actor(world):
    return world.actor("school_lead")


@pytest.fixture
def referral(world):
    return world.referral()


# Starting


def test_start_for_a_new_pupil_makes_the_roll_the_ties_and_the_first_section(world, actor):
    found = actions.start(by=actor, details=details(upn="H801200001001"))

    pupil = found.pupil
    assert (pupil.upn, pupil.full_name, pupil.district) == ("H801200001001", "Amber Hollis", world.district)
    assert PupilNeeds.objects.get(pupil=pupil).provision == "K"
    assert Registration.objects.get(pupil=pupil).kind == "C"
    ties = PupilTie.objects.filter(pupil=pupil, organisation=world.school)
    assert set(ties.values_list("kind", "source")) == {
        ("registered", f"roll:{world.school.pk}"),
        ("referred", f"referral:{found.pk}"),
    }
    assert found.partnership == world.partnership_body
    assert not OutboxItem.objects.filter(kind="match_pupil").exists()


def test_start_twice_is_one_draft(world, actor):
    pupil = world.pupil()

    first, second = actions.start(by=actor, pupil=pupil), actions.start(by=actor, pupil=pupil)

    assert first == second
    assert Registration.objects.filter(pupil=pupil).count() == 1


def test_start_with_the_upn_of_a_pupil_of_ours_uses_that_record_unchanged(world, actor):
    pupil = world.pupil(surname="Hollis", forename="Ambre")

    found = actions.start(by=actor, details=details(upn=pupil.upn, date_of_birth=dt.date(2010, 1, 1)))

    assert found.pupil == pupil
    pupil.refresh_from_db()
    assert (pupil.forename, pupil.date_of_birth) == ("Ambre", dt.date(2011, 3, 4))


def test_start_refuses_the_upn_of_another_pupil_of_ours(world, actor):
    pupil = world.pupil(surname="Pemberton", forename="Jay")

    with pytest.raises(ReferralError, match="belongs to Jay Pemberton"):
        actions.start(by=actor, details=details(upn=pupil.upn))


def test_start_with_a_upn_known_elsewhere_looks_the_same_and_asks_the_authority(world, actor):
    theirs = world.pupil(school=world.other_school)

    found = actions.start(by=actor, details=details(upn=theirs.upn))

    assert found.pupil != theirs
    assert found.pupil.upn is None
    assert matching.typed_upn(found) == theirs.upn
    item = OutboxItem.objects.get(kind="match_pupil")
    assert item.payload == {"referral": found.pk, "pupil": found.pupil_id}
    assert not Pupil.objects.visible_to(actor).filter(pk=theirs.pk).exists()


def test_the_authority_is_written_to_about_the_match_without_names(world, actor, mailoutbox):
    theirs = world.pupil(school=world.other_school)
    found = actions.start(by=actor, details=details(upn=theirs.upn))

    tell_authority_to_match(OutboxItem.objects.get(kind="match_pupil"))

    (mail,) = mailoutbox
    assert mail.to == [world.manager.person.email]
    assert found.reference in mail.body
    assert not any(secret in mail.body + mail.subject for secret in ("Hollis", "Amber", theirs.upn, theirs.surname))


def test_the_officer_sees_both_records_of_one_upn(world, actor):
    theirs = world.pupil(school=world.other_school)
    found = actions.start(by=actor, details=details(upn=theirs.upn))

    assert matching.others(found, world.actor("officer")) == [theirs]
    assert matching.others(found, actor) == []


def test_a_upn_of_another_authority_is_not_taken_here(world, elsewhere, actor):
    theirs = elsewhere.pupil()

    assert actions.start(by=actor, details=details(upn=theirs.upn)).pupil.upn == theirs.upn


def test_start_needs_a_partnership(world, actor):
    PartnershipSchool.objects.all().delete()

    with pytest.raises(ReferralError, match="not in a partnership"):
        actions.start(by=actor, pupil=world.pupil())


@pytest.mark.parametrize(
    ("surname", "forename", "born", "same"),
    [
        ("Hollis", "Amber", dt.date(2012, 3, 4), True),
        ("Holis", "Amber", dt.date(2012, 4, 3), True),
        ("Amber", "Hollis", dt.date(2013, 3, 4), True),
        ("Hollis", "Amber", dt.date(2009, 11, 20), False),
        ("Pemberton", "Jay", dt.date(2012, 3, 4), False),
    ],
)
def test_near_the_same_name_and_date_of_birth(world, actor, surname, forename, born, same):
    pupil = world.pupil(surname="Hollis", forename="Amber", date_of_birth=dt.date(2012, 3, 4))
    world.pupil(school=world.other_school, surname=surname, forename=forename, date_of_birth=born)

    assert matching.alike(surname, forename, born, actor) == ([pupil] if same else [])


# Sending and withdrawing


def test_an_incomplete_passport_is_not_sent_and_says_what_is_missing(referral, actor):
    for key in list(ANSWERS)[:-2]:
        write(referral, key, actor)

    with pytest.raises(ReferralError, match="Exit plan, Learning pathway"):
        actions.submit(referral=referral, by=actor)

    referral.refresh_from_db()
    assert referral.submitted_at is None


def test_send_twice_sends_once(referral, actor):
    write_all(referral, actor)

    first = actions.submit(referral=referral, by=actor)
    second = actions.submit(referral=referral, by=actor)

    assert first.submitted_at == second.submitted_at
    assert first.submitted_by == actor.person


def test_a_plan_whose_day_has_passed_is_not_sent(referral, actor, on_day):
    write_all(referral, actor)
    on_day(dt.date(2026, 7, 13))

    with pytest.raises(ReferralError, match="last day in the exit plan has passed"):
        actions.submit(referral=referral, by=actor)


def test_nothing_is_written_after_sending(referral, actor):
    write_all(referral, actor)
    actions.submit(referral=referral, by=actor)

    with pytest.raises(ReferralError, match="can no longer be changed"):
        write(referral, "views", actor, version=1)


def test_withdraw_keeps_why_and_ends_the_tie(world, referral, actor, on_day):
    found = actions.start(by=actor, pupil=world.pupil())

    actions.withdraw(referral=found, by=actor, reason="Moved away")
    actions.withdraw(referral=found, by=actor, reason="Again")

    found.refresh_from_db()
    assert (found.withdrawn_reason, found.withdrawn_by) == ("Moved away", actor.person)
    tie = PupilTie.objects.get(source=f"referral:{found.pk}")
    assert tie.during.upper == dt.date(2026, 5, 13)
    assert actions.start(by=actor, pupil=found.pupil) != found


def test_a_decided_referral_is_not_withdrawn(world, actor):
    case = listed(world)
    decide(world, case)

    with pytest.raises(ReferralError, match="has decided"):
        actions.withdraw(referral=case.referral, by=actor, reason="Too late")


def test_a_withdrawn_referral_is_not_sent(referral, actor):
    write_all(referral, actor)
    actions.withdraw(referral=referral, by=actor, reason="Settled")

    with pytest.raises(ReferralError, match="was withdrawn"):
        actions.submit(referral=referral, by=actor)


# Stages


@pytest.mark.parametrize(
    ("outcome", "approved", "stage"),
    [
        (None, False, stages.LISTED),
        ("support", False, stages.LISTED),
        ("support", True, stages.DECIDED),
        ("defer", False, stages.LISTED),
        ("defer", True, stages.AWAITING),
    ],
)
def test_the_stage_follows_from_what_has_happened(world, outcome, approved, stage):
    case = listed(world)
    if outcome:
        decide(world, case, outcome, approved=approved)

    assert stages.with_stage(Referral.objects.all()).get().stage == stage
    assert stages.counts(Referral.objects.all()) == {stage: 1}
    assert stages.is_decided(case.referral) is (stage == stages.DECIDED)


def test_drafts_sent_and_withdrawn_have_their_stages(world, actor):
    world.referral()
    world.referral(submitted=True)
    actions.withdraw(referral=world.referral(), by=actor, reason="Settled")

    assert stages.counts(Referral.objects.all()) == {stages.DRAFT: 1, stages.AWAITING: 1, stages.WITHDRAWN: 1}
