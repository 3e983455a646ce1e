"""People and roles: who holds which, giving one, ending one, inviting."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import Power
from accounts.door import door
from accounts.models import Invitation
from accounts.people import actions, invitations, pages
from accounts.people.errors import PeopleError
from accounts.people.fitting import FITS
from accounts.people.forms import ChosenForm, DeputyForm, EndForm, FindOrganisationForm, FindPeopleForm, GiveForm
from accounts.people.querysets import organisations_visible_to, roles_visible_to
from accounts.requests import Request
from accounts.roles import Role
from kit.names import name_key


@door(Power.MANAGE_PEOPLE, methods=("GET",))
def people(request: Request) -> HttpResponse:
    """Everybody whose roles the actor looks after, and invitations that wait."""
    everywhere = request.actor.role == Role.INCLUSION_MANAGER
    kinds = [kind for kind in FITS if everywhere or kind == request.actor.organisation.kind]
    form = FindPeopleForm(request.GET or None, organisations=everywhere, kinds=kinds)
    rows = pages.found(request.actor, form.cleaned_data if form.is_valid() else {})
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "everywhere": everywhere,
        "invitations": pages.invitations_table(request.actor),
    }
    facts["table"] = pages.people_table(page, with_organisation=everywhere)
    return render(request, "accounts/people/people.html", facts)


@door(Power.MANAGE_PEOPLE, methods=("GET",))
def give(request: Request) -> HttpResponse:
    """Choose the organisation; who looks after one only has nothing to choose."""
    if request.actor.role != Role.INCLUSION_MANAGER:
        return redirect("people:give_in", request.actor.organisation.uuid)
    form = FindOrganisationForm(request.GET or None)
    rows = organisations_visible_to(request.actor).order_by("name_key", "pk")
    for word in name_key(form.cleaned_data["q"] if form.is_valid() else "").split():
        rows = rows.filter(name_key__contains=word)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "accounts/people/organisations.html", {"form": form, "page": page})


@door(Power.MANAGE_PEOPLE)
def give_in(request: Request, uuid) -> HttpResponse:
    """Give a role in one organisation."""
    organisation = get_object_or_404(organisations_visible_to(request.actor), uuid=uuid)
    form = GiveForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.give_role(organisation=organisation, by=request.actor, **_period(form.cleaned_data))
        except PeopleError as trouble:
            form.add_error("email", str(trouble))
        else:
            messages.success(request, _said(given))
            return redirect("people:list")
    return render(request, "accounts/people/give.html", {"form": form, "organisation": organisation})


@door(Power.NAME_DEPUTY)
def deputy(request: Request) -> HttpResponse:
    """Name somebody who holds the actor's own role as well, for a period."""
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.name_deputy(by=request.actor, **_period(form.cleaned_data))
        except PeopleError as trouble:
            form.add_error("email", str(trouble))
        else:
            messages.success(request, _said(given))
            return redirect("accounts:sessions")
    return render(request, "accounts/people/deputy.html", {"form": form})


@door(Power.MANAGE_PEOPLE, methods=("GET",))
def role(request: Request, uuid) -> HttpResponse:
    """One role that somebody holds, and its history."""
    held = get_object_or_404(roles_visible_to(request.actor).select_related("represents"), uuid=uuid)
    facts = {"membership": held, "rows": pages.role_rows(held), "events": pages.history(held)}
    facts["may_end"] = pages.status(held) != "Ended"
    return render(request, "accounts/people/role.html", facts)


@door(Power.MANAGE_PEOPLE)
def end(request: Request, uuid) -> HttpResponse:
    """End a role, now or on a day."""
    held = get_object_or_404(roles_visible_to(request.actor), uuid=uuid)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        last, reason = form.cleaned_data["last_day"], form.cleaned_data["reason"]
        try:
            left = actions.end_role(membership=held, last=last, reason=reason, by=request.actor)
        except PeopleError as trouble:
            form.add_error("when", str(trouble))
        else:
            messages.success(request, f"The role of {held.person} ends{'' if last else ' now'}.")
            return redirect("people:role", held.uuid) if left else redirect("people:list")
    return render(request, "accounts/people/end.html", {"form": form, "membership": held})


@door(Power.MANAGE_PEOPLE)
def invitation(request: Request, uuid) -> HttpResponse:
    """One invitation: send it again, or withdraw it."""
    visible = Invitation.objects.visible_to(request.actor).select_related("organisation__la", "invited_by")
    offered = get_object_or_404(visible, uuid=uuid)
    form = ChosenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _do(request, offered, form.cleaned_data["do"])
        return redirect("people:invitation", offered.uuid)
    facts = {"invitation": offered, "rows": pages.invitation_rows(offered)}
    return render(request, "accounts/people/invitation.html", facts)


def _do(request: Request, offered: Invitation, what: str) -> None:
    try:
        if what == "again":
            invitations.send_again(invitation=offered, by=request.actor)
            messages.success(request, f"A new link is on its way to {offered.email}. The old one no longer works.")
        else:
            invitations.revoke(invitation=offered, by=request.actor)
            messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    except PeopleError as trouble:
        messages.error(request, str(trouble))


def _period(data: dict) -> dict:
    """What a form about a role asked, in the words of the actions."""
    return {"first": data.pop("first_day"), "last": data.pop("last_day"), **data}


def _said(given) -> str:
    if isinstance(given, Invitation):
        return f"An invitation is on its way to {given.email}. Its link works for seven days."
    return f"{given.person} has the role. They choose it under “Change role”."
