"""Giving a role and ending it. Who gave it, and why, stays in the history of the role."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError

from accounts.access import Power, may
from accounts.models import Invitation, Membership, Organisation, Person
from accounts.people import invitations
from accounts.people.errors import PeopleError
from accounts.people.fitting import LEADS, fits, leads
from accounts.people.holding import UNDOES, hold
from accounts.people.querysets import organisations_visible_to
from accounts.roles import Role
from kit import audit
from kit.periods import ONE_DAY, ended, first_day, from_to, last_day
from kit.today import today


@transaction.atomic
def give_role(
    *,
    organisation: Organisation,
    role: str,
    email: str,
    first: dt.date,
    last: dt.date | None = None,
    reason: str,
    by,
    represents: Organisation | None = None,
    deputy_of: Membership | None = None,
) -> Membership | Invitation:
    """Give a role for a period. A colleague has it at once; anybody else is sent an invitation.

    Whether somebody outside has a sign-in already is not told: they too are invited.
    Raises PeopleError when it does not fit, is for oneself, or is held already.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    email = email.strip().lower()
    _refuse_wrong(organisation, role, email, by)
    facts = {"role": role, "represents": represents, "during": from_to(first, last), "deputy_of": deputy_of}
    colleague = _colleague(organisation, email, by)
    if colleague is None:
        return invitations.invite(organisation=organisation, email=email, reason=reason, by=by, **facts)
    return hold(person=colleague, organisation=organisation, reason=reason, by=by, **facts)


@transaction.atomic
def name_deputy(*, email: str, first: dt.date, last: dt.date, reason: str, by) -> Membership | Invitation:
    """Give one's own role to somebody else as well, from the first day to the last.

    Raises PeopleError as giving a role does, or when there is no last day.
    """
    if not may(by, Power.NAME_DEPUTY) or last is None:
        raise PeopleError("A deputy is named for a period with a first and a last day")
    return give_role(
        organisation=by.organisation,
        role=by.role,
        email=email,
        first=first,
        last=last,
        reason=reason,
        by=by,
        represents=by.membership.represents,
        deputy_of=by.membership,
    )


@transaction.atomic
def end_role(*, membership: Membership, last: dt.date | None, reason: str, by) -> Membership | None:
    """Set the last day of a role; with no last day it stops now, at that person's next request.

    Returns None when the role had not begun before today and is taken back whole.
    Raises PeopleError when nobody would be left to lead, or the day does not fit.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=membership.organisation_id)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("person").get(pk=membership.pk)
    last = last or today() - ONE_DAY
    if last == last_day(membership.during):
        return membership
    _refuse_day(membership, last)
    _refuse_leaderless(organisation, membership, last, by)
    with audit.by(by, reason=reason):
        if last < (first_day(membership.during) or last):
            _take_back(membership)
            return None
        membership.during = ended(membership.during, last)
        membership.save(update_fields=["during"])
    return membership


def _refuse_wrong(organisation: Organisation, role: str, email: str, by) -> None:
    deputy = organisation == by.organisation and role == by.role and may(by, Power.NAME_DEPUTY)
    if not deputy and not organisations_visible_to(by).filter(pk=organisation.pk).exists():
        raise PeopleError("You can give roles only in organisations whose people you look after")
    if not fits(organisation, role):
        raise PeopleError(f"{Role(role).label} is not a role at {organisation}")
    if email == by.person.email:
        raise PeopleError("You cannot give yourself a role. Ask somebody else who may")


def _colleague(organisation: Organisation, email: str, by) -> Person | None:
    """Somebody who acts today in this organisation or, for a manager, anywhere in the authority."""
    near = Membership.objects.current().filter(person__email=email, person__is_active=True)
    if by.role == Role.INCLUSION_MANAGER:
        near = near.filter(organisation__in=organisations_visible_to(by))
    else:
        near = near.filter(organisation=organisation)
    found = near.select_related("person").first()
    return found.person if found else None


def _refuse_day(membership: Membership, last: dt.date) -> None:
    until = last_day(membership.during)
    if until is not None and until < today():
        raise PeopleError("This role has ended already")
    if until is not None and last > until:
        raise PeopleError("The last day can only be moved earlier. To hold the role longer, give it again")
    if last < today() - ONE_DAY:
        raise PeopleError("A role that was held in the past cannot be undone: choose today or a later day")


def _refuse_leaderless(organisation: Organisation, membership: Membership, last: dt.date, by) -> None:
    """A lead leaves somebody behind who leads on the next day. Only the manager may leave a body without."""
    if not leads(organisation, membership.role):
        return
    if by.role == Role.INCLUSION_MANAGER and organisation.kind != Organisation.Kind.LOCAL_AUTHORITY:
        return
    others = Membership.objects.filter(organisation=organisation, role__in=LEADS[organisation.kind])
    day = max(last + ONE_DAY, first_day(membership.during) or last)
    if not others.exclude(person=membership.person).current(day).filter(person__is_active=True).exists():
        raise PeopleError(
            f"Nobody would be left to lead {organisation} after that day. Give the role to somebody else first"
        )


def _take_back(membership: Membership) -> None:
    """Remove a role that was not held on any day before today. Its history keeps that it was given."""
    try:
        with transaction.atomic():
            for undo in UNDOES:
                undo(membership)
            membership.delete()
    except ProtectedError:
        raise PeopleError("This role is in use already. End it today instead") from None
