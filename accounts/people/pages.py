"""What the pages about people and roles say: rows, summaries, and the history of a role in sentences."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Invitation, Membership, Person
from accounts.people.fitting import MEANS
from accounts.people.querysets import roles_visible_to
from accounts.roles import Role
from kit.names import name_key
from kit.periods import covers, first_day, last_day
from kit.templatetags.casebook import date_short
from kit.today import LONDON, today

OPEN_END = "No end"


def found(actor, chosen: dict):
    """Roles the actor may see, by what was typed; without those that ended unless asked for."""
    rows = roles_visible_to(actor)
    for word in (chosen.get("name") or "").split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    for word in name_key(chosen.get("organisation") or "").split():
        rows = rows.filter(organisation__name_key__contains=word)
    if chosen.get("kind"):
        rows = rows.filter(organisation__kind=chosen["kind"])
    if chosen.get("role"):
        rows = rows.filter(role=chosen["role"])
    if not chosen.get("ended"):
        rows = rows.filter(Q(during__upper_inf=True) | Q(during__endswith__gt=today()))
    return rows.order_by(F("organisation__name_key"), "person__name", "pk")


def status(membership: Membership) -> str:
    if covers(membership.during, today()):
        return "Current"
    first = first_day(membership.during)
    return "Planned" if first and first > today() else "Ended"


def people_table(page, *, with_organisation: bool) -> dict:
    return {
        "caption": "People and their roles",
        "hide_caption": True,
        "head": ["Name", "Role", "First day", "Last day", "Status"],
        "rows": [_person_row(membership, with_organisation) for membership in page],
        "empty": "Nobody matches. Try part of the name, or clear the filters.",
    }


def _person_row(membership: Membership, with_organisation: bool) -> list:
    return [
        {
            "text": membership.person.name,
            "href": reverse("people:role", args=[membership.uuid]),
            "hidden": f", {membership.get_role_display()}",
            "hint": membership.person.email,
        },
        {
            "text": membership.get_role_display(),
            "hint": membership.organisation.name if with_organisation else "",
        },
        date_short(first_day(membership.during)),
        _until(membership.during),
        {"tag": status(membership)},
    ]


def invitations_table(actor) -> dict:
    """Invitations that wait or ran out, the newest first; a hundred at most."""
    rows = Invitation.objects.visible_to(actor).waiting().select_related("organisation").order_by("-invited_at")
    return {
        "caption": "Invitations not taken up yet",
        "head": ["E-mail address", "Role", "Organisation", "Works until", "Status"],
        "rows": [
            [
                {"text": row.email, "href": reverse("people:invitation", args=[row.uuid])},
                row.get_role_display(),
                row.organisation.name,
                date_short(row.expires_at.astimezone(LONDON).date()),
                {"tag": row.status},
            ]
            for row in rows[:100]
        ],
    }


def role_rows(membership: Membership) -> list[dict]:
    """The summary of one role held."""
    person = membership.person
    rows = [
        ("Name", person.name),
        ("E-mail address", person.email),
        ("Position", person.position),
        ("Role", {"text": membership.get_role_display(), "hint": MEANS[Role(membership.role)]}),
        ("Organisation", membership.organisation.name),
        ("First day", date_short(first_day(membership.during))),
        ("Last day", _until(membership.during)),
        ("Status", {"tag": status(membership)}),
    ]
    if membership.represents:
        rows.insert(5, ("Comes from", {"text": membership.represents.name, "hint": "Does not decide cases from there"}))
    return [{"key": key, "value": value} for key, value in rows]


def invitation_rows(invitation: Invitation) -> list[dict]:
    rows = [
        ("E-mail address", invitation.email),
        ("Role", {"text": invitation.get_role_display(), "hint": MEANS[Role(invitation.role)]}),
        ("Organisation", invitation.organisation.name),
        ("First day", date_short(first_day(invitation.during))),
        ("Last day", _until(invitation.during)),
        ("Invited by", invitation.invited_by.name),
        ("Reason", invitation.reason),
        ("Link works until", date_short(invitation.expires_at.astimezone(LONDON).date())),
        ("Status", {"tag": invitation.status}),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def history(membership: Membership) -> list[dict]:
    """Who gave the role and changed its days, and why, newest first."""
    kept: Any = membership
    events = list(kept.events.order_by("-pgh_id")[:100])
    contexts = [event.pgh_context or {} for event in events]
    names = dict(Person.objects.filter(pk__in={c.get("person") for c in contexts} - {None}).values_list("pk", "name"))
    return [_entry(event, context, names) for event, context in zip(events, contexts, strict=True)]


def _entry(event, context: dict, names: dict) -> dict:
    verb = "Role given" if event.pgh_label == "insert" else "Days changed"
    days = f"From {date_short(first_day(event.during))}"
    until = last_day(event.during)
    days += f" to {date_short(until)}." if until else ", without an end."
    return {
        "title": verb,
        "by": names.get(context.get("person"), "the service, outside any page"),
        "at": event.pgh_created_at,
        "text": f"{days} {context['reason']}" if context.get("reason") else days,
    }


def _until(during) -> str:
    until = last_day(during)
    return date_short(until) if until else OPEN_END
