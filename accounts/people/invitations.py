"""Offering a role by e-mail, and taking it up by the link: once, within seven days."""

import datetime as dt

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Invitation, Membership, Organisation, Person
from accounts.people import links
from accounts.people.errors import PeopleError
from accounts.people.holding import hold
from kit import outbox
from kit.periods import first_day, from_to, last_day
from kit.today import now, today

VALID = dt.timedelta(days=7)


def invite(*, organisation: Organisation, email: str, role: str, during, reason: str, by, **more) -> Invitation:
    """Ask for the message. Invited already and still waiting, the newest dates and reason count, with a new link."""
    facts = {**more, "during": during, "reason": reason, "invited_at": now()}
    facts |= {"invited_by": by.person, "expires_at": now() + VALID, "token_hash": None}
    waiting = Invitation.objects.waiting().select_for_update(of=("self",))
    invitation = waiting.filter(email=email, organisation=organisation, role=role).first()
    if invitation is None:
        invitation = Invitation.objects.create(email=email, organisation=organisation, role=role, **facts)
    else:
        Invitation.objects.filter(pk=invitation.pk).update(sendings=invitation.sendings + 1, **facts)
        invitation.refresh_from_db()
    _ask_for_message(invitation)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by) -> Invitation:
    """A new link for seven days more; the old one stops working.

    Raises PeopleError when it was taken up or withdrawn.
    """
    invitation = _locked(invitation)
    invitation.sendings += 1
    invitation.expires_at, invitation.token_hash = now() + VALID, None
    invitation.save(update_fields=["sendings", "expires_at", "token_hash"])
    _ask_for_message(invitation)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by) -> Invitation:
    """Take the offer back: the link stops working at once.

    Raises PeopleError when it was taken up already.
    """
    if Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=False).exists():
        return Invitation.objects.get(pk=invitation.pk)
    invitation = _locked(invitation)
    invitation.revoked_at, invitation.revoked_by = now(), by.person
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    return invitation


def found_by(token: str) -> Invitation | None:
    """The invitation whose link this is, while it works."""
    invitation = Invitation.objects.filter(token_hash=links.hashed(token)).select_related("organisation__la").first()
    until = last_day(invitation.during) if invitation else None
    return invitation if invitation and invitation.is_open and not (until and until < today()) else None


def taken_up(*, token: str, person) -> bool:
    """Whether this very person took up the role by this link before."""
    return bool(person.pk) and Invitation.objects.filter(token_hash=links.hashed(token), accepted_by=person.pk).exists()


@transaction.atomic
def accept(
    *, token: str, password: str, name: str = "", position: str = "", person: Person | None = None
) -> Membership:
    """Take up the role: as a new person with this name and password, or as the person who proved to be them.

    Raises PeopleError when the link was used meanwhile.
    """
    offered = found_by(token)
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(pk=offered.pk).first() if offered else None
    if invitation is None or not invitation.is_open:
        raise PeopleError("This link no longer works. Ask for a new invitation")
    if person is None and Person.objects.filter(email=invitation.email).exists():
        raise PeopleError("You have a sign-in already. Open the link again, and use its password")
    if person is None:
        person = Person.objects.create_user(invitation.email, password, name=name, position=position)
    membership = _hold(invitation, person)
    invitation.accepted_at, invitation.accepted_by = now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return membership


def _hold(invitation: Invitation, person: Person) -> Membership:
    first = max(first_day(invitation.during) or today(), today())  # nobody held it before they took it up
    themselves = Actor(person=person, organisation=invitation.organisation, role=invitation.role)
    return hold(
        person=person,
        organisation=invitation.organisation,
        role=invitation.role,
        during=from_to(first, last_day(invitation.during)),
        represents=invitation.represents,
        deputy_of=invitation.deputy_of,
        reason=f"Invitation of {invitation.invited_by} taken up: {invitation.reason}",
        by=themselves,
    )


def _locked(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.is_waiting:
        raise PeopleError("This invitation was taken up or withdrawn already")
    return invitation


def _ask_for_message(invitation: Invitation) -> None:
    outbox.put(
        "send_invitation",
        once=f"invitation:{invitation.pk}:{invitation.sendings}",
        la_id=invitation.organisation.authority_id,
        invitation=invitation.pk,
        sending=invitation.sendings,
    )
