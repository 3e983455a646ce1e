"""The chair approves a decision, and what follows from it is made in the same transaction, once."""

from django.db import transaction

from accounts.roles import Role
from kit.today import now, today
from partnerships import ledger
from providers import actions as booking
from providers.errors import ProviderError
from prus import actions as placing
from prus.errors import PlacementError
from prus.models import Placement
from referrals import letters
from referrals.actions.decisions import lock_case, pence_of, refuse_deciding
from referrals.errors import ReferralError
from referrals.models import Decision, PanelMeeting, Referral

PURPOSES = {Referral.Route.PREVENTATIVE: Placement.Purpose.PREVENTATIVE}


@transaction.atomic
def approve(*, decision, by) -> Decision:
    """Approve a recorded decision. Approved twice, or by twenty at once, it is done once. Raises ReferralError.

    A place becomes a proposed placement, a direction asked of the school, a booking, a commitment and
    letters; each then awaits whoever holds the power to confirm it.
    """
    decision = _locked(decision)
    if decision.is_approved:
        return decision
    _refuse(decision, by)
    decision.approved_at, decision.approved_by = now(), by.person
    if decision.outcome == Decision.Outcome.PLACE:
        try:
            _place(decision, by)
        except (PlacementError, ProviderError) as trouble:
            raise ReferralError(str(trouble)) from None
    decision.save(update_fields=["approved_at", "approved_by", "placement", "booking", "transfer"])
    letters.write(decision)
    return decision


def _locked(decision) -> Decision:
    """The decision's row, locked after its meeting's and its case's: the same order as in recording."""
    PanelMeeting.objects.select_for_update().get(pk=decision.case.meeting_id)
    case = lock_case(decision.case)
    rows = Decision.objects.select_for_update(of=("self",))
    decision = rows.select_related("pru__organisation", "course__provider__organisation").get(pk=decision.pk)
    decision.case = case
    return decision


def _refuse(decision, by) -> None:
    case = decision.case
    if by.role != Role.PANEL_CHAIR or by.organisation.pk != case.meeting.panel.organisation_id:
        raise ReferralError("Only a chair of this panel can approve its decisions")
    trouble = refuse_deciding(case, by)
    if not trouble and decision.starts_on and decision.starts_on < today():
        trouble = f"The starting day, {decision.starts_on:%-d %B %Y}, has passed. Change the decision first"
    if not trouble and pence_of(decision)[0] != decision.pence:
        trouble = "The price has changed since this decision was recorded. Check it and record it again"
    if trouble:
        raise ReferralError(trouble)


def _place(decision, by) -> None:
    referral = decision.case.referral
    decision.placement = placing.propose_placement(
        pupil=decision.case.pupil,
        pru=decision.pru,
        purpose=PURPOSES[referral.route],
        commissioned_by=referral.partnership,
        return_school=referral.from_school,
        first=decision.starts_on,
        planned_end=decision.ends_on,
        exit_plan=exit_words(referral)[:300],
    )
    placing.ask_for_direction(placement=decision.placement, school=referral.from_school)
    if decision.course:
        _book(decision, by)


def _book(decision, by) -> None:
    decision.booking = booking.book(
        placement=decision.placement, course=decision.course, sessions=decision.course_sessions, by=by
    )
    pence, working = pence_of(decision)
    if pence:
        decision.transfer = ledger.commit(
            partnership=decision.case.referral.partnership,
            pence=pence,
            on=decision.starts_on,
            reason=f"Decision {decision.case.referral.reference}: {decision.course.provider}",
            key=f"decision:{decision.pk}",
            by=by,
            working=working,
        )


def exit_words(referral) -> str:
    """The way out in one line: where to, by when, who keeps the link."""
    plan = getattr(referral, "exit_plan", None)
    if plan is None:
        return ""
    link = f". Link person: {plan.link_person}" if plan.link_person else ""
    return f"{plan.get_kind_display()} by {plan.by:%-d %B %Y}{link}"
