"""Whose calendars an actor may keep, and what of them."""

import datetime as dt

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Organisation
from accounts.roles import Role
from partnerships.models import Calendar, Closure, HalfTerm

KINDS = [Organisation.Kind.LOCAL_AUTHORITY, Organisation.Kind.PRU, Organisation.Kind.SCHOOL]


def organisations_visible_to(actor):
    """A manager: the authority, its schools and its PRUs. Others: their own body."""
    rows = Organisation.objects.filter(kind__in=KINDS).select_related("la")
    if actor.role == Role.INCLUSION_MANAGER:
        return rows.filter(Q(pk=actor.la.pk) | Q(la=actor.la))
    return rows.filter(pk=actor.organisation.pk)


def may_set_half_terms(actor) -> bool:
    """A school lead closes days of the school; half terms are the manager's, and the head's for the PRU."""
    return actor.role in {Role.INCLUSION_MANAGER, Role.PRU_HEAD}


def find(request, uuid) -> Organisation:
    return get_object_or_404(organisations_visible_to(request.actor), uuid=uuid)


def own_calendar(organisation) -> Calendar:
    """The calendar that may be changed here. An authority gets one when it first needs it; others start theirs."""
    if organisation.kind == Organisation.Kind.LOCAL_AUTHORITY:
        return Calendar.objects.filter(organisation=organisation).first() or Calendar(organisation=organisation)
    return get_object_or_404(Calendar, organisation=organisation)


def saved(calendar: Calendar) -> Calendar:
    """The same calendar, with a row."""
    return calendar if calendar.pk else Calendar.objects.get_or_create(organisation=calendar.organisation)[0]


def half_term(organisation, year: int, number: int) -> HalfTerm:
    rows = HalfTerm.objects.select_related("calendar__organisation__la")
    return get_object_or_404(rows, calendar__organisation=organisation, academic_year=year, number=number)


def closure(organisation, day: str) -> Closure:
    rows = Closure.objects.select_related("calendar__organisation__la").filter(calendar__organisation=organisation)
    return get_object_or_404(rows, on=day_or_404(day))


def shown_calendar(organisation) -> tuple[Calendar | None, bool]:
    """The calendar that the organisation goes by, if there is one, and whether it is its own. One query."""
    wanted = [organisation.pk, organisation.authority_id]
    found = {one.organisation_id: one for one in Calendar.objects.filter(organisation__in=wanted)}
    own = found.get(organisation.pk)
    return own or found.get(organisation.authority_id), own is not None


def day_or_404(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
