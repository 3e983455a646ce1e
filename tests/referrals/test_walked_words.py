"""Found by walking through the product: two questions about two things need two sentences."""

import datetime as dt

from django.http import QueryDict

from kit.today import now
from referrals import passport
from referrals.models import Decision, Referral
from tests.referrals.arranging import listed


def test_each_missing_answer_has_its_own_sentence(world):
    referral = world.referral()
    for section in passport.sections(referral):
        form = section.form(QueryDict(), referral=referral, later=False)

        said = [sentence for name, found in form.errors.items() if name != "__all__" for sentence in found]

        assert len(said) == len(set(said)), said


def test_a_deferral_lists_again_only_once_a_chair_approved_it(world):
    case = listed(world)
    decision = Decision.objects.create(
        la=world.la, pupil=case.pupil, case=case, outcome="defer", reasons="More is needed",
        recorded_at=now(), recorded_by=world.coordinator.person,
    )  # fmt: skip

    assert not Referral.objects.awaiting_listing().exists()

    decision.approved_at, decision.approved_by = now() + dt.timedelta(minutes=1), world.chair.person
    decision.save()
    assert Referral.objects.awaiting_listing().get() == case.referral
