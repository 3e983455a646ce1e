"""The row that a role held is. Rooms above may say what goes with a deputy's role, and away with it."""

from collections.abc import Callable

from accounts.models import Membership, Organisation, Person
from accounts.people.errors import PeopleError
from kit import audit

Follow = Callable[[Membership, Membership], None]
Undo = Callable[[Membership], None]
FOLLOWS: list[Follow] = []
UNDOES: list[Undo] = []


def goes_with(function: Follow) -> Follow:
    """Decorator: call `function(membership, deputy_of)` when somebody becomes the deputy of another."""
    FOLLOWS.append(function)
    return function


def goes_away_with(function: Undo) -> Undo:
    """Decorator: call `function(membership)` before a role that never began is taken back."""
    UNDOES.append(function)
    return function


def hold(
    *,
    person: Person,
    organisation: Organisation,
    role: str,
    during,
    reason: str,
    by,
    represents: Organisation | None = None,
    deputy_of: Membership | None = None,
) -> Membership:
    """Held already for exactly these days, it is left alone.

    Raises PeopleError when it is held on some of these days.
    """
    held = Membership.objects.filter(person=person, organisation=organisation, role=role)
    same = held.filter(during=during).first()
    if same:
        return same
    if held.filter(during__overlap=during).exists():
        raise PeopleError(f"{person} already holds this role on some of these days")
    with audit.by(by, reason=reason):
        membership = Membership.objects.create(
            person=person, organisation=organisation, role=role, during=during, represents=represents
        )
        if deputy_of:
            for follow in FOLLOWS:
                follow(membership, deputy_of)
    return membership
