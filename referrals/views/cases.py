"""One case at a time, the whole pack, interests, and the minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import Power, may
from accounts.door import door
from accounts.requests import Request
from referrals import interests, pack, quorum
from referrals.actions import panels as actions
from referrals.actions.decisions import refuse_deciding
from referrals.errors import ReferralError
from referrals.forms.panels import InterestForm
from referrals.models import PanelCase
from referrals.views.panels import meeting_of


def case_of(request: Request, uuid) -> PanelCase:
    rows = PanelCase.objects.visible_to(request.actor).select_related(
        "la", "pupil", "referral__from_school", "referral__exit_plan", "meeting__panel__organisation",
        "meeting__panel__partnership__organisation", "decision__pru__organisation", "decision__recorded_by",
        "decision__course__provider__organisation", "decision__approved_by",
    )  # fmt: skip
    return get_object_or_404(rows, uuid=uuid)


@door(Power.SEE_MEETINGS, methods=("GET",))
def case(request: Request, uuid) -> HttpResponse:
    """Everything needed to decide, without leaving the page."""
    found = case_of(request, uuid)
    agenda = list(pack.cases_of(found.meeting, request.actor))
    [page] = pack.pages(found.meeting, [found], request.actor)
    place = next((number for number, one in enumerate(agenda) if one.pk == found.pk), 0)
    context = {
        "page": page,
        "meeting": found.meeting,
        "identity": identity(page),
        "position": place + 1,
        "number": len(agenda),
        "before": agenda[place - 1] if place else None,
        "after": agenda[place + 1] if place + 1 < len(agenda) else None,
        **_what_may_be_done(page, request.actor),
    }
    return render(request, "meetings/case.html", context)


def _what_may_be_done(page: pack.CasePage, actor) -> dict:
    decision = getattr(page.case, "decision", None)
    decided = bool(decision and decision.is_approved)
    records = may(actor, Power.RECORD_DECISION) and not decided
    trouble = refuse_deciding(page.case, actor, page.conflicts) if records else ""
    return {
        "decided": decided,
        "trouble": trouble,
        "may_record": records and not trouble,
        "may_approve": bool(decision) and may(actor, Power.APPROVE_DECISION) and not page.mine,
        "may_declare": may(actor, Power.DECLARE_INTEREST) and not (decided or page.mine or page.case.meeting.closed_at),
    }


def identity(page: pack.CasePage) -> dict:
    """The bar on top: who this case is about. No UPN and no address."""
    found = page.case
    alerts = [{"text": f"{one.person} does not decide", "colour": "orange"} for one in page.conflicts]
    return {
        "label": "Case",
        "name": found.pupil.full_name,
        "facts": [
            {"label": "Year", "value": found.pupil.year_group or "Reception"},
            {"label": "School", "value": found.referral.from_school},
            {"label": "Reference", "value": found.referral.reference},
        ],
        "alerts": alerts,
    }


@door(Power.SEE_MEETINGS, methods=("GET",))
def pack_page(request: Request, uuid) -> HttpResponse:
    """The whole meeting on paper, one case after another."""
    found = meeting_of(request, uuid)
    pages = pack.pages(found, pack.cases_of(found, request.actor), request.actor)
    return render(request, "meetings/pack.html", {"meeting": found, "pages": pages})


@door(Power.PREPARE_MEETING)
def unlist(request: Request, uuid) -> HttpResponse:
    found = case_of(request, uuid)
    trouble = ""
    if request.method == "POST":
        try:
            actions.unlist_case(case=found, by=request.actor)
        except ReferralError as refusal:
            trouble = str(refusal)
        else:
            messages.success(request, f"{found.pupil} is off the agenda and waits to be listed again.")
            return redirect("meetings:meeting", found.meeting.uuid)
    return render(request, "meetings/unlist.html", {"case": found, "trouble": trouble, "has_errors": bool(trouble)})


@door(Power.DECLARE_INTEREST)
def interest(request: Request, uuid) -> HttpResponse:
    """A member says that they do not decide this case, and why."""
    found = case_of(request, uuid)
    mine = interests.of_person(interests.of_case(found), request.actor.person)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_interest(case=found, by=request.actor, **form.cleaned_data)
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "Your interest is noted. You do not decide this case.")
            return redirect("meetings:case", found.uuid)
    return render(request, "meetings/interest.html", {"form": form, "case": found, "mine": mine})


@door(Power.SEE_MEETINGS, methods=("GET",))
def minutes(request: Request, uuid) -> HttpResponse:
    """Drafted from the record, to print: who was there, what was decided and why."""
    found = meeting_of(request, uuid)
    here = list(found.attendees.select_related("membership__person", "membership__represents").order_by("pk"))
    there = {one.membership_id for one in here}
    everyone = {one.membership.person_id for one in here}
    people = {one.membership.person_id for one in here if one.membership.role in quorum.COUNTS}
    context = {
        "meeting": found,
        "here": [one.membership for one in here],
        "people": everyone,
        "away": [one for one in interests.members_of(found) if one.pk not in there],
        "quorum": quorum.of_meeting(found, people),
        "pages": pack.agenda(found, pack.cases_of(found, request.actor), request.actor, people),
    }
    return render(request, "meetings/minutes.html", context)
