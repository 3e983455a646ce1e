"""Recording what a panel decides, until the chair approves it."""

import datetime as dt

from django.db import transaction

from accounts.access import Power, may
from kit.today import now
from providers.errors import ProviderError
from referrals import deciding, interests, quorum
from referrals.actions.panels import open_meeting
from referrals.errors import ReferralError
from referrals.models import Decision, PanelCase

Outcome = Decision.Outcome


class StaleDecisionError(ReferralError):
    """Somebody else saved first; `saved` is what they saved."""

    def __init__(self, saved: Decision | None):
        self.saved = saved
        super().__init__("Somebody else recorded a decision while you were writing. Compare the two, then save again")


def refuse_deciding(case, by, conflicts=None) -> str:
    """Why this person, at this meeting, cannot decide this case; or nothing."""
    if case.meeting.closed_at:
        return "This meeting is closed. List the case for another meeting"
    if case.referral.withdrawn_at:
        return "The school has withdrawn this referral. Take the case off the agenda"
    conflicts = interests.of_case(case) if conflicts is None else conflicts
    mine = interests.of_person(conflicts, by.person)
    if mine and mine.kind == interests.SCHOOL:
        return f"You come from {case.referral.from_school}, which refers this pupil. Somebody else must decide the case"
    if mine:
        return "You declared an interest in this case. Somebody else must decide it"
    standing = quorum.of_case(case, conflicts)
    return "" if standing.is_met else standing.sentence


@transaction.atomic
def record_decision(
    *,
    case,
    by,
    outcome: str,
    reasons: str,
    conditions: str = "",
    pru=None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    late_reason: str = "",
    course=None,
    course_sessions: list | None = None,
    version: int = 0,
) -> Decision:
    """Record the panel's decision, or change it until it is approved. `version` is 0 for the first.

    Raises ReferralError; StaleDecisionError when somebody else saved first.
    """
    open_meeting(case.meeting)
    case = lock_case(case)
    if not may(by, Power.RECORD_DECISION):
        raise ReferralError("Only the panel's chair or coordinator can record a decision")
    trouble = refuse_deciding(case, by)
    if trouble:
        raise ReferralError(trouble)
    decision = _decision_at(case, version)
    placed = {"pru": pru, "starts_on": starts_on, "ends_on": ends_on, "course": course}
    sessions = list(course_sessions or []) if course else []
    if outcome != Outcome.PLACE:
        placed, sessions, late_reason = dict.fromkeys(placed), [], ""
    else:
        _refuse_place(case, late_reason=late_reason, sessions=sessions, **placed)
    decision.outcome, decision.conditions = outcome, conditions.strip()
    decision.reasons = deciding.with_late_reason(reasons, late_reason)
    for name, value in placed.items():
        setattr(decision, name, value)
    decision.course_sessions = sessions
    decision.pence = pence_of(decision)[0]
    decision.recorded_at, decision.recorded_by, decision.version = now(), by.person, version + 1
    decision.save()
    return decision


def lock_case(case) -> PanelCase:
    """The case's row, locked, with what deciding it needs."""
    rows = PanelCase.objects.select_for_update(of=("self",)).select_related(
        "la", "pupil", "referral__from_school", "referral__exit_plan", "meeting__panel__organisation"
    )
    return rows.get(pk=case.pk)


def _decision_at(case, version: int) -> Decision:
    """The decision in the version that the writer saw, or a new one."""
    decision = Decision.objects.select_for_update(of=("self",)).filter(case=case).first()
    if decision and decision.is_approved:
        raise ReferralError("This decision is approved and can no longer be changed")
    if (decision.version if decision else 0) != version:
        raise StaleDecisionError(decision)
    return decision or Decision(la_id=case.la_id, pupil_id=case.pupil_id, case=case)


def _refuse_place(case, *, pru, starts_on, ends_on, course, sessions, late_reason) -> None:
    if pru is None or starts_on is None or ends_on is None:
        raise ReferralError("A place needs a PRU, a starting day and a last day")
    if not deciding.prus_serving(case.meeting, starts_on).filter(pk=pru.pk).exists():
        raise ReferralError(f"{pru} does not serve this partnership on {starts_on:%-d %B %Y}")
    trouble = deciding.refuse_start(pru, starts_on) or deciding.refuse_end(starts_on, ends_on)
    if not trouble and deciding.is_later_than_exit(case.referral, ends_on) and not late_reason.strip():
        trouble = "Enter why the last day is later than the exit plan"
    if not trouble and course:
        trouble = deciding.refuse_course(course, case.la, starts_on, sessions)
    if trouble:
        raise ReferralError(trouble)


def pence_of(decision) -> tuple[int, dict]:
    """What the decision commits from the partnership's budget. Raises ReferralError."""
    if decision.course is None:
        return 0, {}
    try:
        return deciding.price(
            la=decision.case.la,
            pru=decision.pru,
            course=decision.course,
            sessions=decision.course_sessions,
            starts_on=decision.starts_on,
            ends_on=decision.ends_on,
        )
    except ProviderError as trouble:
        raise ReferralError(str(trouble)) from None
