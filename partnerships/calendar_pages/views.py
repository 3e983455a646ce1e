"""Calendars: of the authority, and of each school and PRU that has made its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from accounts.roles import Role
from kit.forms import CasebookForm
from kit.templatetags.casebook import date_long
from kit.today import today
from partnerships import calendar_actions as actions
from partnerships.calendar_actions import CalendarChangeError
from partnerships.calendar_pages import page as parts
from partnerships.calendar_pages import scope
from partnerships.calendar_pages.forms import (
    KINDS,
    CalendarFilter,
    ClosureForm,
    DatesForm,
    HalfTermForm,
    school_year,
    year_label,
)

PAGE = 25
# The authority first, then those that have a calendar of their own.
ORDER = (F("la_id").asc(nulls_first=True), F("calendar__id").asc(nulls_last=True), "name_key")


@door(Power.MANAGE_CALENDARS, methods=("GET",))
def calendar_list(request):
    """The authority, its PRUs and its schools; others go straight to their own calendar."""
    if request.actor.role != Role.INCLUSION_MANAGER:
        return redirect("calendars:calendar", request.actor.organisation.uuid)
    form = CalendarFilter(request.GET)
    rows = form.narrow(scope.organisations_visible_to(request.actor)).select_related("calendar")
    page = Paginator(rows.order_by(*ORDER), PAGE).get_page(request.GET.get("page"))
    table = {
        "caption": "Calendars",
        "hide_caption": True,
        "head": ["Whose", "Kind", "Calendar"],
        "rows": [_row(organisation) for organisation in page],
        "empty": "No school or unit matches this list.",
    }
    context = {"filter_form": form, "chips": _chips(request, form), "page": page, "table": table}
    return render(request, "partnerships/calendar_list.html", context)


def _row(organisation) -> list:
    own = hasattr(organisation, "calendar")
    if organisation.la_id is None:
        words = "Its own" if own else "Not entered yet"
    else:
        words = "Its own" if own else f"Follows {organisation.la}"
    link = {"text": organisation.name, "href": reverse("calendars:calendar", args=[organisation.uuid])}
    return [link, organisation.get_kind_display(), words]


def _chips(request, form) -> list[dict]:
    chips = []
    for name, value in form.chosen().items():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        text = KINDS.get(value, value)
        chips.append({"label": str(form[name].label), "text": text, "remove_url": f"?{query.urlencode()}"})
    return chips


@door(Power.MANAGE_CALENDARS, methods=("GET",))
def calendar(request, uuid):
    """One school year of one calendar."""
    organisation = scope.find(request, uuid)
    shown, own = scope.shown_calendar(organisation)
    years = parts.years_of(shown)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(one) for one in years} else school_year(today())
    tabs = [{"label": year_label(one), "url": f"?year={one}", "current": one == year} for one in years]
    context = {
        "organisation": organisation,
        "shown": shown,
        "own": own,
        "year": year,
        "year_label": year_label(year),
        "tabs": tabs,
        "one_of_many": request.actor.role == Role.INCLUSION_MANAGER,
        **parts.page_of(organisation, shown, own, year, request.actor),
    }
    return render(request, "partnerships/calendar.html", context)


@door(Power.MANAGE_CALENDARS)
def start_own(request, uuid):
    """A school or PRU stops following the authority's calendar and keeps a copy of its own."""
    organisation = scope.find(request, uuid)
    if organisation.la_id is None:
        return redirect("calendars:calendar", uuid)
    if request.method == "POST":
        actions.start_own_calendar(organisation=organisation, by=request.actor)
        messages.success(request, f"{organisation} now has a calendar of its own.")
        return redirect("calendars:calendar", uuid)
    return render(request, "partnerships/calendar_own.html", page_for(organisation, CasebookForm()))


@door(Power.MANAGE_CALENDARS)
def add_half_term(request, uuid):
    organisation = whose_half_terms(request, uuid)
    found = scope.own_calendar(organisation)
    form = HalfTermForm(_posted(request), initial={"academic_year": request.GET.get("year", "")})
    if request.method == "POST" and form.is_valid():
        done = try_to(
            form,
            lambda: actions.add_half_term(calendar=scope.saved(found), by=request.actor, **form.cleaned_data),
        )
        if done:
            return _back(request, organisation, form.cleaned_data["academic_year"], f"{done} is added.")
    context = {"heading": "Add a half term", "submit": "Add the half term"}
    return render(request, "partnerships/calendar_form.html", page_for(organisation, form) | context)


@door(Power.MANAGE_CALENDARS)
def change_half_term(request, uuid, year, number):
    organisation = whose_half_terms(request, uuid)
    term = scope.half_term(organisation, year, number)
    form = DatesForm(_posted(request), year=year, initial={"first": term.first, "last": term.last})
    if request.method == "POST" and form.is_valid():
        done = try_to(form, lambda: actions.change_half_term(half_term=term, by=request.actor, **form.cleaned_data))
        if done:
            return _back(request, organisation, year, f"The dates of {done} are changed.")
    context = {
        "heading": f"Change the dates of {scope.half_term(organisation, year, number)}",
        "submit": "Save the dates",
    }
    return render(request, "partnerships/calendar_form.html", page_for(organisation, form) | context)


@door(Power.MANAGE_CALENDARS)
def remove_half_term(request, uuid, year, number):
    organisation = whose_half_terms(request, uuid)
    term = scope.half_term(organisation, year, number)
    name, form = str(term), CasebookForm(_posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and try_to(form, lambda: actions.remove_half_term(half_term=term, by=request.actor))
    ):
        return _back(request, organisation, year, f"{name} is removed.")
    context = {
        "heading": f"Remove {name}?",
        "text": f"Its days, {date_long(term.first)} to {date_long(term.last)}, will no longer be school days.",
        "submit": "Remove the half term",
        "warning": True,
    }
    return render(request, "partnerships/calendar_form.html", page_for(organisation, form) | context)


@door(Power.MANAGE_CALENDARS)
def add_closure(request, uuid):
    organisation = scope.find(request, uuid)
    found = scope.own_calendar(organisation)
    form = ClosureForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        done = try_to(
            form, lambda: actions.add_closure(calendar=scope.saved(found), by=request.actor, **form.cleaned_data)
        )
        if done:
            words = "1 day is closed." if done == 1 else f"{done} days are closed."
            return _back(request, organisation, school_year(form.cleaned_data["first"]), words)
    context = {
        "heading": "Add a closure",
        "text": "A staff training day, or any other day in a half term on which pupils do not come.",
        "submit": "Add the closure",
    }
    return render(request, "partnerships/calendar_form.html", page_for(organisation, form) | context)


@door(Power.MANAGE_CALENDARS)
def remove_closure(request, uuid, day):
    organisation = scope.find(request, uuid)
    closure = scope.closure(organisation, day)
    form = CasebookForm(_posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and try_to(form, lambda: actions.remove_closure(closure=closure, by=request.actor))
    ):
        return _back(request, organisation, school_year(closure.on), f"{date_long(closure.on)} is open again.")
    context = {
        "heading": f"Remove the closure on {date_long(closure.on)}?",
        "text": f"{closure.get_kind_display()}. The day will be a school day again, and registers can be taken on it.",
        "submit": "Remove the closure",
        "warning": True,
    }
    return render(request, "partnerships/calendar_form.html", page_for(organisation, form) | context)


def _posted(request):
    return request.POST if request.method == "POST" else None


def whose_half_terms(request, uuid):
    """404 for whom one may not see; 403 for a school lead, who keeps closures only."""
    organisation = scope.find(request, uuid)
    if not scope.may_set_half_terms(request.actor):
        raise PermissionDenied
    return organisation


def try_to(form, act):
    """What the action gives, or True; or nothing, with its sentence at the field."""
    try:
        return act() or True
    except CalendarChangeError as trouble:
        form.add_error(trouble.field if trouble.field in form.fields else None, str(trouble))
        return None


def _back(request, organisation, year: int, words: str):
    messages.success(request, words)
    return redirect(f"{reverse('calendars:calendar', args=[organisation.uuid])}?year={year}")


def page_for(organisation, form) -> dict:
    back = reverse("calendars:calendar", args=[organisation.uuid])
    return {"organisation": organisation, "form": form, "back": back}
