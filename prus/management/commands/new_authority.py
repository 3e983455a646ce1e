"""Begin with a new authority: its name and number, and its first manager, who sets up the rest in the browser."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import RegexValidator, validate_email
from django.db import transaction
from django.urls import reverse

from accounts.models import Membership, Organisation, PasswordReset, Person
from accounts.people import links
from accounts.roles import Role
from kit.periods import from_to
from kit.today import now, today
from partnerships.models import LocalAuthority

VALID = dt.timedelta(days=7)


class Command(BaseCommand):
    help = (
        "Add an authority and its first manager. Prints a link, once, with which the manager chooses a password. "
        "Run again for the same authority and address, it prints a new link and changes nothing else."
    )

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True, help="the national three-digit number of the authority")
        parser.add_argument("--name", required=True, help="the name of the authority")
        parser.add_argument("--manager-email", required=True, help="the address of its first inclusion manager")
        parser.add_argument("--manager-name", default="", help="the name of the manager; the address where not given")

    def handle(self, *args, code: str, name: str, manager_email: str, manager_name: str, **options):
        email = manager_email.strip().lower()
        _refuse_wrong(code, name, email)
        with transaction.atomic():
            la = authority(code, " ".join(name.split()))
            person = manager(la, email, manager_name.strip() or email)
            word = _new_link(person) if not person.has_usable_password() else ""
        self.stdout.write(f"{la} ({code}) is ready, with {person.email} as inclusion manager.")
        if word:
            address = links.absolute(reverse("accounts:reset", args=[word]))
            self.stdout.write(f"Send them this link, which works once, until {now() + VALID:%-d %B %Y}:\n{address}")
        else:
            self.stdout.write("They have a password already, and sign in with it.")


def _refuse_wrong(code: str, name: str, email: str) -> None:
    try:
        RegexValidator(r"^[0-9]{3}\Z", "--code must be three digits, like 885")(code)
        validate_email(email)
    except ValidationError as wrong:
        raise CommandError(wrong.messages[0]) from wrong
    if not name.strip():
        raise CommandError("--name must not be empty")


def authority(code: str, name: str) -> Organisation:
    """The authority of this number, made when there is none.

    Raises CommandError when the number belongs to another name.
    """
    found = LocalAuthority.objects.select_related("organisation").filter(code=code).first()
    if found is None:
        la = Organisation.objects.create(kind=Organisation.Kind.LOCAL_AUTHORITY, name=name)
        return LocalAuthority.objects.create(organisation=la, code=code).organisation
    if found.organisation.name.casefold() != name.casefold():
        raise CommandError(f"{code} is the number of {found.organisation}. Check --code and --name")
    return found.organisation


def manager(la: Organisation, email: str, name: str) -> Person:
    """The first manager. Raises CommandError when the authority has another: they give the roles."""
    held = Membership.objects.current().filter(organisation=la, role=Role.INCLUSION_MANAGER).select_related("person")
    mine = held.filter(person__email=email).first()
    if mine:
        return mine.person
    if held.exists():
        raise CommandError(f"{la} has a manager already, who gives the roles on the page People and roles")
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name[:150])
    Membership.objects.create(person=person, organisation=la, role=Role.INCLUSION_MANAGER, during=from_to(today()))
    return person


def _new_link(person: Person) -> str:
    """The word of a link to choose a password; earlier links stop working."""
    word, kept = links.new()
    PasswordReset.objects.filter(person=person, used_at=None).update(used_at=now())
    PasswordReset.objects.create(person=person, token_hash=kept, asked_at=now(), expires_at=now() + VALID)
    return word
