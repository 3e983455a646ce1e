"""Who may sign in, at least one for each role: read from the database, so that it can be written at any time."""

import json
from pathlib import Path

from accounts.models import Membership
from accounts.roles import Role
from demo.area.ground import CODE
from demo.area.people import DOMAIN, PASSWORD

# E-mail before the @ → role, or none for whoever holds several.
SHOWN = {
    "school.lead": Role.SCHOOL_LEAD,
    "inclusion.officer": Role.INCLUSION_OFFICER,
    "inclusion.manager": Role.INCLUSION_MANAGER,
    "panel.chair": Role.PANEL_CHAIR,
    "panel.cochair": Role.PANEL_CHAIR,
    "panel.coordinator": Role.PANEL_COORDINATOR,
    "panel.member": Role.PANEL_MEMBER,
    "pru.head": Role.PRU_HEAD,
    "pru.staff": Role.PRU_STAFF,
    "provider.lead": Role.PROVIDER_LEAD,
    "committee.chair": Role.COMMITTEE_CHAIR,
    "committee.clerk": Role.COMMITTEE_CLERK,
    "committee.member": Role.COMMITTEE_MEMBER,
    "system.administrator": Role.SYSTEM_ADMINISTRATOR,
}
SEVERAL = "two.roles"


def sign_ins() -> list[dict[str, str]]:
    """{role, organisation, email, password} for each role, then the one person who holds several."""
    emails = [f"{name}@{DOMAIN}" for name in (*SHOWN, SEVERAL)]
    rows = Membership.objects.filter(person__email__in=emails, organisation__la__local_authority__code=CODE)
    rows = rows | Membership.objects.filter(person__email__in=emails, organisation__local_authority__code=CODE)
    held: dict[str, list[Membership]] = {email: [] for email in emails}
    for row in rows.select_related("person", "organisation").order_by("pk"):
        held[row.person.email].append(row)
    return [_line(email, rows) for email, rows in held.items() if rows]


def _line(email: str, rows: list[Membership]) -> dict[str, str]:
    roles = [Role(row.role).label for row in rows]
    label = roles[0] if len(roles) == 1 else f"{', '.join(roles[:-1])} and {roles[-1]}"
    bodies = "; ".join(dict.fromkeys(row.organisation.name for row in rows))
    return {"role": label, "organisation": bodies, "email": email, "password": PASSWORD}


def write(path: Path) -> None:
    path.write_text(json.dumps(sign_ins(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
