"""The actor: one chosen membership, or a named system actor for one organisation.

Never a union of hats: a committee member who is also a head sees figures while acting for the
committee. `acting` opens the transaction in which the database knows who acts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Membership, Organisation, Person
from accounts.roles import COMMITTEE_ROLES, LA_ROLES, PANEL_ROLES, PRU_ROLES, Role
from kit import audit

SYSTEM = "system"


@dataclass(eq=False)
class Actor:
    """Who asks. `la_ids` is what the database lets through; `visible_to` narrows it."""

    person: Person | None
    organisation: Organisation
    role: str
    membership: Membership | None = None
    can_switch: bool = False
    facts: dict = field(default_factory=dict)  # small answers kept for the length of a request

    @property
    def role_label(self) -> str:
        return Role(self.role).label if self.role != SYSTEM else "The service"

    @property
    def la_ids(self) -> list[int]:
        """Ids of the authorities (as organisations) whose rows this actor may reach at all."""
        return [self.organisation.authority_id]

    @cached_property
    def la(self) -> Organisation:
        return self.organisation.la or self.organisation

    def is_in(self, roles: set) -> bool:
        return self.role in roles

    @property
    def for_la(self) -> bool:
        return self.role in LA_ROLES

    @property
    def for_panel(self) -> bool:
        return self.role in PANEL_ROLES

    @property
    def for_pru(self) -> bool:
        return self.role in PRU_ROLES

    @property
    def for_committee(self) -> bool:
        return self.role in COMMITTEE_ROLES


def of(membership: Membership, *, can_switch: bool = False) -> Actor:
    return Actor(
        person=membership.person,
        organisation=membership.organisation,
        role=membership.role,
        membership=membership,
        can_switch=can_switch,
    )


def system(organisation: Organisation) -> Actor:
    """The service itself, working for one organisation (reports, letters)."""
    return Actor(person=None, organisation=organisation, role=SYSTEM)


@contextmanager
def acting(actor: Actor | None, **facts) -> Iterator[None]:
    """One transaction in which row-level security and the change audit know the actor.

    Nested (in a test's own transaction) the settings are put back at the end, since SET LOCAL
    lasts until the outermost transaction ends.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        _tell_database(actor)
        if actor is None:
            yield
        else:
            with audit.by(actor, **facts):
                yield
        if nested and not connection.needs_rollback:  # an error rolls the settings back by itself
            _tell_database(None, leaving=True)


def _tell_database(actor: Actor | None, *, leaving: bool = False) -> None:
    statement, values = local_settings(actor, leaving=leaving)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def local_settings(actor: Actor | None, *, leaving: bool = False) -> tuple[str, list[str]]:
    """The statement that tells the database the actor's authorities until the transaction ends.

    No actor means no rows about any child.
    """
    ids = "{" + ",".join(str(pk) for pk in (actor.la_ids if actor else [])) + "}"
    statement, values = "SELECT set_config('app.la_ids', %s, true)", [ids]
    if settings.REQUEST_ROLE:
        statement += ", set_config('role', %s, true)"
        values.append("none" if leaving else settings.REQUEST_ROLE)
    return statement, values
