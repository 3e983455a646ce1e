"""Verbs of meetings: arrange, note who is there, list a case, take it off, put in order, close."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from kit.today import now, today
from partnerships.calendars import is_school_day
from prus import actions as placing
from prus.models import PupilTie
from referrals import passport
from referrals.errors import ReferralError
from referrals.models import Attendee, Interest, PanelCase, PanelMeeting, Referral

PAPERS_DAYS = 14  # the panel reads its papers until so many days after the meeting


def refuse_day(panel, on: dt.date) -> str:
    """Why the panel cannot meet on this day, or nothing."""
    if on < today():
        return "Date of the meeting must be today or in the future"
    if not is_school_day(panel.organisation, on):
        return f"{on:%A %-d %B %Y} is not a school day. Choose a day in term time"
    if PanelMeeting.objects.filter(panel=panel, on=on).exists():
        return f"{panel} already meets on {on:%-d %B %Y}. Choose another day"
    return ""


@transaction.atomic
def arrange(*, panel, by, on: dt.date, starts_at: dt.time, venue: str = "") -> PanelMeeting:
    """Arrange a meeting of a panel. Raises ReferralError."""
    trouble = refuse_day(panel, on)
    if trouble:
        raise ReferralError(trouble)
    return PanelMeeting.objects.create(
        la=panel.organisation.la, panel=panel, on=on, starts_at=starts_at, venue=venue, arranged_by=by.person
    )


def open_meeting(meeting) -> PanelMeeting:
    """The meeting's row, locked. Raises ReferralError when it is closed."""
    rows = PanelMeeting.objects.select_related("panel__organisation", "panel__partnership__organisation")
    meeting = rows.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.closed_at:
        raise ReferralError("This meeting is closed. List the case for another meeting")
    return meeting


@transaction.atomic
def note_attendance(*, meeting, by, memberships) -> None:
    """Who is there, on the day. Those not named are not there. Raises ReferralError."""
    meeting = open_meeting(meeting)
    if meeting.on > today():
        raise ReferralError(f"The meeting is on {meeting.on:%-d %B %Y}. Note who is here on the day")
    wanted = {membership.pk for membership in memberships}
    meeting.attendees.exclude(membership__in=wanted).delete()
    there = set(meeting.attendees.values_list("membership", flat=True))
    Attendee.objects.bulk_create(Attendee(meeting=meeting, membership_id=pk) for pk in sorted(wanted - there))


@transaction.atomic
def list_case(*, meeting, referral, by) -> PanelCase:
    """Put a complete referral on the agenda and let the panel read it. Listed twice, it is there once."""
    meeting = open_meeting(meeting)
    referral = Referral.objects.select_for_update(of=("self",)).select_related("pupil").get(pk=referral.pk)
    already = PanelCase.objects.filter(referral=referral, meeting=meeting).first()
    if already:
        return already
    _refuse_listing(referral, meeting)
    last = meeting.cases.aggregate(last=Max("order"))["last"] or 0
    case = PanelCase.objects.create(
        la_id=referral.la_id,
        pupil_id=referral.pupil_id,
        referral=referral,
        meeting=meeting,
        order=last + 1,
        listed_at=now(),
        listed_by=by.person,
    )
    placing.tie(
        pupil=referral.pupil,
        organisation=meeting.panel.organisation,
        kind=PupilTie.Kind.ON_AGENDA,
        source=f"case:{case.pk}",
        first=today(),
        last=max(meeting.on, today()) + dt.timedelta(days=PAPERS_DAYS),
    )
    return case


def _refuse_listing(referral, meeting) -> None:
    if referral.partnership_id != meeting.panel.partnership.organisation_id:
        raise ReferralError(f"{referral.reference} was sent to another partnership")
    if not Referral.objects.awaiting_listing().filter(pk=referral.pk).exists():
        raise ReferralError(f"{referral.reference} is withdrawn, not sent yet, or on another agenda")
    missing = passport.missing(referral)
    if missing:
        raise ReferralError(f"{referral.reference} cannot be listed yet. The passport lacks: {', '.join(missing)}")


@transaction.atomic
def unlist_case(*, case, by) -> None:
    """Take a case without a decision off the agenda; it waits for listing again. Raises ReferralError."""
    meeting = open_meeting(case.meeting)
    found = PanelCase.objects.select_for_update(of=("self",)).select_related("pupil").filter(pk=case.pk).first()
    if found is None:
        return
    if hasattr(found, "decision"):
        raise ReferralError("A decision is recorded for this case, so it stays on the agenda")
    placing.end_tie(organisation=meeting.panel.organisation, pupil=found.pupil, source=f"case:{found.pk}", last=today())
    found.interests.all().delete()
    found.delete()


@transaction.atomic
def reorder(*, meeting, by, order: dict[int, int]) -> None:
    """The agenda in the order of the numbers given for each case's id. Raises ReferralError."""
    meeting = open_meeting(meeting)
    cases = list(meeting.cases.select_for_update())
    cases.sort(key=lambda case: (order.get(case.pk, case.order), case.order))
    for number, case in enumerate(cases, start=1):
        case.order = number
    PanelCase.objects.bulk_update(cases, ["order"])


@transaction.atomic
def declare_interest(*, case, by, reason: str) -> Interest:
    """A member of the panel says why they do not decide this case. Declared twice, it is there once."""
    open_meeting(case.meeting)
    if hasattr(case, "decision") and case.decision.is_approved:
        raise ReferralError("This case is decided. Tell the chair of the panel about your interest")
    found, _ = Interest.objects.get_or_create(
        case=case,
        membership=by.membership,
        defaults={"la_id": case.la_id, "pupil_id": case.pupil_id, "reason": reason, "declared_at": now()},
    )
    return found


@transaction.atomic
def close_meeting(*, meeting, by) -> PanelMeeting:
    """The chair closes the meeting once every case has an approved decision. Closed twice, it counts once."""
    meeting = PanelMeeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.closed_at:
        return meeting
    if meeting.on > today():
        raise ReferralError(f"The meeting is on {meeting.on:%-d %B %Y} and cannot be closed before")
    left = meeting.cases.filter(decision=None) | meeting.cases.filter(decision__approved_at=None)
    numbers = [str(number) for number in left.order_by("order").values_list("order", flat=True)]
    if numbers:
        which = f"Case {numbers[0]} has" if len(numbers) == 1 else f"Cases {' and '.join(_commas(numbers))} have"
        raise ReferralError(f"{which} no approved decision yet. Approve it, defer it or take it off the agenda first")
    meeting.closed_at, meeting.closed_by = now(), by.person
    meeting.save(update_fields=["closed_at", "closed_by"])
    return meeting


def _commas(words: list[str]) -> list[str]:
    """['1', '2', '3'] → ['1, 2', '3'], to be joined by 'and'."""
    return [", ".join(words[:-1]), words[-1]]
