"""What the tests of referrals arrange: written sections, a listed case, a decision."""

import datetime as dt

from django.http import QueryDict
from django.urls import reverse

from prus.actions import tie
from referrals import passport
from referrals.actions import passports as actions
from referrals.models import Decision, PanelCase, PanelMeeting
from tests.referrals.passport_answers import ANSWERS


def url(name, referral=None, *args):
    return reverse(f"referrals:{name}", args=[*([referral.uuid] if referral else []), *args])


def typed(key, **changes) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in {**ANSWERS[key], **changes}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def form_of(referral, key, *, later=False, **changes):
    return passport.section(referral, key).form(typed(key, **changes), referral=referral, later=later)


def write(referral, key, by, *, complete=True, version=0, source="", **changes):
    form = form_of(referral, key, later=not complete, **changes)
    assert form.is_valid(), form.errors
    return actions.save_section(
        referral=referral, key=key, answers=form.answers(), source=source, complete=complete, version=version, by=by
    )


def write_all(referral, by, **changes):
    """The whole passport; `exit={…}` changes answers of one section."""
    for each in passport.sections(referral):
        write(referral, each.key, by, **changes.get(each.key, {}))


def listed(world, referral=None):
    """A case on the agenda of 20 May, without a tie of the panel."""
    referral = referral or world.referral(submitted=True)
    day = dt.date(2026, 5, 20)
    meeting = PanelMeeting.objects.filter(panel=world.panel, on=day).first() or world.meeting(day)
    return PanelCase.objects.create(
        la=world.la,
        pupil=referral.pupil,
        referral=referral,
        meeting=meeting,
        order=1,
        listed_at=referral.submitted_at,
        listed_by=world.coordinator.person,
    )


def on_agenda(world, referral):
    """Listed for a meeting, so that the panel may know of the pupil."""
    case = listed(world, referral)
    tie(
        pupil=referral.pupil,
        organisation=world.panel_body,
        kind="on_agenda",
        source=f"case:{case.pk}",
        first=dt.date(2026, 5, 12),
    )
    return case


def decide(world, case, outcome="support", *, approved=True):
    done = {"approved_at": case.listed_at, "approved_by": world.chair.person} if approved else {}
    return Decision.objects.create(
        la=world.la,
        pupil=case.pupil,
        case=case,
        outcome=outcome,
        reasons="Agreed",
        recorded_at=case.listed_at,
        recorded_by=world.chair.person,
        **done,
    )
