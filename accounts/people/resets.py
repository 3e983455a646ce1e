"""A forgotten password: a link by e-mail that works once, for thirty minutes."""

import datetime as dt

from django.contrib.auth.password_validation import password_changed
from django.db import transaction

from accounts.models import PasswordReset, Person, PersonSession
from accounts.people import links
from accounts.people.errors import PeopleError
from kit import outbox
from kit.today import now

VALID = dt.timedelta(minutes=30)


@transaction.atomic
def ask(*, email: str) -> PasswordReset:
    """Ask for the message. The same rows are written for an address that nobody has; the worker then sends nothing."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    reset = PasswordReset.objects.create(person=person, asked_at=now(), expires_at=now() + VALID)
    outbox.put("send_reset", once=f"reset:{reset.pk}", reset=reset.pk)
    return reset


def found_by(token: str) -> PasswordReset | None:
    """The request whose link this is, while it works."""
    reset = PasswordReset.objects.filter(token_hash=links.hashed(token), used_at=None).select_related("person").first()
    return reset if reset and reset.person and reset.person.is_active and now() < reset.expires_at else None


@transaction.atomic
def use(*, token: str, password: str) -> Person:
    """Set the new password, once. All other links of the person, and everywhere they are signed in, end.

    Raises PeopleError when the link was used meanwhile or is too old.
    """
    found = found_by(token)
    if found is None or found.person is None:
        raise PeopleError("This link no longer works. Ask for a new one")
    person = Person.objects.select_for_update().get(pk=found.person.pk)
    if not PasswordReset.objects.filter(pk=found.pk, used_at=None).update(used_at=now()):
        raise PeopleError("This link no longer works. Ask for a new one")
    PasswordReset.objects.filter(person=person, used_at=None).update(used_at=now())
    return set_password(person=person, password=password)


@transaction.atomic
def set_password(*, person: Person, password: str, keep: str | None = None) -> Person:
    """A new password; every session but the one to keep ends now (the others would at their next request)."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    password_changed(password, person)
    PersonSession.objects.filter(person=person).exclude(session_key=keep).delete()
    return person
