"""Meetings: the list, arranging one, its page, who is there, what is listed, closing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import Power, may
from accounts.door import door
from accounts.requests import Request
from accounts.roles import Role
from kit.today import today
from prus.querysets import districts_of
from referrals import interests, listing, pack, quorum
from referrals.actions import panels as actions
from referrals.errors import ReferralError
from referrals.forms.panels import ArrangeForm, AttendanceForm, ListCasesForm, OrderForm
from referrals.models import Panel, PanelCase, PanelMeeting
from referrals.views import meeting_rows as rows

PAST_PER_PAGE = 20


def meeting_of(request: Request, uuid) -> PanelMeeting:
    seen = PanelMeeting.objects.visible_to(request.actor)
    wanted = seen.select_related("panel__organisation__la", "panel__partnership__organisation", "closed_by")
    return get_object_or_404(wanted, uuid=uuid)


@door(Power.SEE_MEETINGS, methods=("GET",))
def meetings(request: Request) -> HttpResponse:
    """Upcoming meetings first, then those past."""
    cases = PanelCase.objects.visible_to(request.actor).values("pk")
    seen = PanelMeeting.objects.visible_to(request.actor).select_related("panel__organisation")
    seen = seen.annotate(seen_cases=Count("cases", filter=Q(cases__in=cases)))
    past = Paginator(seen.filter(on__lt=today()).order_by("-on", "pk"), PAST_PER_PAGE).get_page(request.GET.get("page"))
    coming = seen.filter(on__gte=today()).order_by("on", "starts_at", "pk")
    context = {
        "may_arrange": may(request.actor, Power.PREPARE_MEETING),
        "coming": rows.meeting_table(coming, "Coming up", "No meeting is arranged."),
        "past": rows.meeting_table(past, "Past", "No meeting has taken place yet."),
        "page": past,
    }
    return render(request, "meetings/list.html", context)


def panels_of(actor) -> list[Panel]:
    """The panels whose meetings this person arranges: their own, or those of their districts."""
    found = Panel.objects.select_related("organisation__la").order_by("organisation__name_key")
    if actor.for_panel:
        return list(found.filter(organisation=actor.organisation))
    found = found.filter(organisation__la=actor.la)
    if actor.role == Role.INCLUSION_OFFICER:
        found = found.filter(partnership__district__in=districts_of(actor))
    return list(found)


@door(Power.PREPARE_MEETING)
def arrange(request: Request) -> HttpResponse:
    form = ArrangeForm(request.POST or None, panels=panels_of(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.arrange(by=request.actor, **form.cleaned_data)
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "Meeting arranged. List the cases that the panel will discuss.")
            return redirect("meetings:meeting", made.uuid)
    return render(request, "meetings/arrange.html", {"form": form})


@door(Power.SEE_MEETINGS, methods=("GET",))
def meeting(request: Request, uuid) -> HttpResponse:
    return _meeting_page(request, meeting_of(request, uuid))


def _meeting_page(request, found: PanelMeeting, form=None, status: int = 200) -> HttpResponse:
    prepares = may(request.actor, Power.PREPARE_MEETING) and not found.closed_at
    ready, lacking = listing.split_by_completeness(listing.awaiting(found, request.actor)) if prepares else ([], [])
    here = list(found.attendees.select_related("membership__person", "membership__represents").order_by("pk"))
    people = {one.membership.person_id for one in here if one.membership.role in quorum.COUNTS}
    pages = pack.agenda(found, pack.cases_of(found, request.actor), request.actor, people)
    context = {
        "meeting": found,
        "status": rows.status_of(found),
        "quorum": quorum.of_meeting(found, people),
        "here": [_here(one.membership) for one in here],
        "agenda": rows.agenda_table(pages, may_prepare=prepares),
        "pages": pages,
        "form": form or (ListCasesForm(ready=ready) if ready else None),
        "lacking": rows.lacking_table(lacking) if lacking else None,
        "may_prepare": prepares,
        "is_day": found.on <= today(),
        "may_close": may(request.actor, Power.APPROVE_DECISION) and not found.closed_at and found.on <= today(),
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _here(membership) -> dict:
    seat = membership.get_role_display()
    value = f"{seat}, {membership.represents}" if membership.represents else seat
    return {"key": membership.person.name, "value": value}


@door(Power.PREPARE_MEETING)
def attendance(request: Request, uuid) -> HttpResponse:
    found = meeting_of(request, uuid)
    members = list(interests.members_of(found))
    here = [str(key) for key in found.attendees.values_list("membership__uuid", flat=True)]
    form = AttendanceForm(request.POST or None, members=members, initial={"members": here})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_attendance(meeting=found, by=request.actor, memberships=form.cleaned_data["members"])
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            return redirect("meetings:meeting", found.uuid)
    return render(request, "meetings/attendance.html", {"form": form, "meeting": found})


@door(Power.PREPARE_MEETING, methods=("POST",))
def list_case(request: Request, uuid) -> HttpResponse:
    """Put the chosen referrals on the agenda."""
    found = meeting_of(request, uuid)
    ready, _ = listing.split_by_completeness(listing.awaiting(found, request.actor))
    form = ListCasesForm(request.POST, ready=ready)
    if form.is_valid():
        try:
            for referral in form.cleaned_data["referrals"]:
                actions.list_case(meeting=found, referral=referral, by=request.actor)
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            return redirect("meetings:meeting", found.uuid)
    return _meeting_page(request, found, form)


@door(Power.PREPARE_MEETING)
def order(request: Request, uuid) -> HttpResponse:
    found = meeting_of(request, uuid)
    cases = list(pack.cases_of(found, request.actor))
    form = OrderForm(request.POST or None, cases=cases)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reorder(meeting=found, by=request.actor, order=form.order())
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            return redirect("meetings:meeting", found.uuid)
    return render(request, "meetings/order.html", {"form": form, "meeting": found})


@door(Power.APPROVE_DECISION)
def close(request: Request, uuid) -> HttpResponse:
    """The chair closes the meeting: nothing is decided at it any more."""
    found = meeting_of(request, uuid)
    trouble = ""
    if request.method == "POST":
        try:
            actions.close_meeting(meeting=found, by=request.actor)
        except ReferralError as refusal:
            trouble = str(refusal)
        else:
            messages.success(request, "Meeting closed. The minutes are ready to print.")
            return redirect("meetings:minutes", found.uuid)
    return render(request, "meetings/close.html", {"meeting": found, "trouble": trouble, "has_errors": bool(trouble)})
