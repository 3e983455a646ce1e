"""Lists of referrals, one referral as it may be read, and the letters about it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import Power, may
from accounts.door import door
from accounts.requests import Request
from accounts.roles import Role
from referrals import matching, passport, stages
from referrals.models import Letter, Referral
from referrals.views import showing

PER_PAGE = 25


@door(Power.SEE_REFERRALS, methods=("GET",))
def listing(request: Request) -> HttpResponse:
    """Referrals the actor may know of, newest first; `?state=` keeps those at one stage."""
    mine = Referral.objects.visible_to(request.actor)
    number = stages.counts(mine)
    state = request.GET.get("state", "")
    rows = stages.with_long_exit(stages.with_stage(mine)).select_related("pupil", "from_school", "exit_plan")
    if state in stages.LABELS:
        rows = rows.filter(stage=state)
    page = Paginator(rows.order_by("-started_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tabs": showing.tabs(request.actor, number, state),
        "table": showing.table(request.actor, page),
        "may_start": may(request.actor, Power.START_REFERRAL),
    }
    return render(request, "referrals/list.html", context)


@door(Power.SEE_REFERRALS, methods=("GET",))
def referral(request: Request, uuid) -> HttpResponse:
    """The task list while the school writes; afterwards, and for everybody else, the whole to read."""
    found = visible(request.actor, uuid)
    if found.may_edit() and may(request.actor, Power.START_REFERRAL):
        return _task_list(request, found)
    told = passport.read(found, request.actor)
    context = {
        "referral": found,
        "identity": showing.identity(found, request.actor),
        "tag": stages.label(found.stage, school=_for_school(request.actor)),
        "facts": showing.facts(found),
        "groups": showing.groups(told),
        "letters": showing.letters(letters_to(request.actor).filter(decision__case__referral=found)),
        "same_upn": matching.others(found, request.actor) if request.actor.for_la else [],
        "may_withdraw": may(request.actor, Power.SUBMIT_REFERRAL) and found.stage in (stages.AWAITING, stages.LISTED),
    }
    return render(request, "referrals/referral.html", context)


@door(Power.SEE_REFERRALS, methods=("GET",))
def letter(request: Request, uuid) -> HttpResponse:
    """One letter about a decision."""
    rows = letters_to(request.actor).select_related("to", "pupil", "decision__case__referral")
    found = get_object_or_404(rows, uuid=uuid)
    return render(request, "referrals/letter.html", {"letter": found, "referral": found.decision.case.referral})


def visible(actor, uuid) -> Any:
    rows = stages.with_long_exit(stages.with_stage(Referral.objects.visible_to(actor)))
    people = ("started_by", "submitted_by", "withdrawn_by")
    return get_object_or_404(rows.select_related("pupil", "from_school", "partnership", *people), uuid=uuid)


def letters_to(actor):
    """A school reads what was written to it; the authority and the panel read all that were sent."""
    rows = Letter.objects.visible_to(actor)
    return rows.filter(to=actor.organisation) if _for_school(actor) else rows


def _for_school(actor) -> bool:
    return actor.role == Role.SCHOOL_LEAD


def _task_list(request: Request, found: Referral) -> HttpResponse:
    written = passport.written(found)
    lacking = passport.missing(found)
    sections = passport.sections(found)
    context = {
        "referral": found,
        "identity": showing.identity(found, request.actor),
        "groups": showing.tasks(found, sections, written),
        "send": [showing.send_task(lacking, reverse("referrals:submit", args=[found.uuid]))],
        "done": sum(each.key in written and written[each.key].complete for each in sections),
        "of": len(sections),
    }
    return render(request, "referrals/task_list.html", context)
