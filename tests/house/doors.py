"""Every route of the product with an address of the thread's own objects."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Invitation
from accounts.roles import Role
from kit.periods import from_to
from kit.today import now, today
from partnerships.models import ImportRun
from tests.thread import Thread

TABLE = Path(__file__).with_name("access_table.csv")
ROLES = [
    "school_lead",
    "other_school_lead",
    "officer",
    "manager",
    "chair",
    "coordinator",
    "panel_member",
    "head",
    "staff",
    "provider_lead",
    "committee_chair",
    "committee_clerk",
    "committee_member",
    "sysadmin",
]


def routes(resolver=None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every route."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


def is_public(pattern: URLPattern) -> bool:
    """Public routes carry their reason in words where others carry a power."""
    return isinstance(pattern.callback.rule, str)


def guarded() -> list[str]:
    """Names of the routes that need an actor, each once."""
    return sorted({name for name, pattern in routes() if not is_public(pattern)})


def address(name: str, thread: Thread) -> str:
    """The route's address for the objects of this thread."""
    return reverse(name, kwargs=_arguments(name, thread))


def _arguments(name: str, thread: Thread) -> dict:
    special = {
        "referrals:letter": {"uuid": thread.letter.uuid},
        "referrals:section": {"uuid": thread.referral.uuid, "key": "views"},
        "reports:comment": {"uuid": thread.report.uuid, "section": "front"},
        "reports:pdf": {"uuid": thread.released.uuid},
        "prus:complete": {"uuid": thread.proposed.uuid},
        "prus:confirm_direction": {"uuid": thread.proposed.uuid},
        "attendance:week": {"monday": "2026-05-11"},
        "attendance:session": {"day": "2026-05-12", "session": "AM", "site": thread.world.site.uuid},
        "attendance:settle": {"pupil": thread.pupil.uuid, "day": "2026-05-12", "session": "AM"},
        "calendars:change_half_term": {"uuid": thread.world.la.uuid, "year": 2025, "number": 5},
        "calendars:remove_half_term": {"uuid": thread.world.la.uuid, "year": 2025, "number": 5},
        "calendars:remove_closure": {"uuid": thread.world.la.uuid, "day": "2026-05-04"},
        "provider_register:on": {"day": "2026-05-12"},
        "provider_register:save": {"day": "2026-05-12"},
        "people:give_in": {"uuid": thread.world.pru_body.uuid},
        "people:role": {"uuid": thread.world.staff.uuid},
        "people:end": {"uuid": thread.world.staff.uuid},
    }
    special |= setup_arguments(thread)
    if name in special:
        return special[name]
    if name == "people:invitation":
        return {"uuid": _invitation(thread).uuid}
    if name == "calendars:check":
        return {"uuid": thread.world.la.uuid, "run": _upload(thread, ImportRun.Kind.CALENDAR).uuid}
    if name in ("schools_register:outcome", "schools_register:refused"):
        return {"uuid": _upload(thread, ImportRun.Kind.REGISTER).uuid}
    by_room = {
        "reporting": thread.pupil,
        "referrals": thread.referral,
        "prus": thread.placement,
        "reports": thread.report,
        "providers": thread.world.provider_body,
        "calendars": thread.world.la,
    }
    pattern = next(pattern for found, pattern in routes() if found == name)
    if "uuid" not in pattern.pattern.converters:
        return {}
    room = name.split(":")[0]
    if room == "meetings":
        return {"uuid": (thread.case if "cases/" in str(pattern.pattern) else thread.meeting).uuid}
    return {"uuid": by_room[room].uuid}


def _upload(thread: Thread, kind: str) -> ImportRun:
    """A file that the authority's manager uploaded; made when first asked for."""
    facts = {"kind": kind, "organisation": thread.world.la, "file_name": "dates.csv"}
    found = {"half_terms": [], "closures": []}
    counts = {"lines": 0, "refused": 0} if kind == ImportRun.Kind.CALENDAR else {}
    return ImportRun.objects.filter(**facts).first() or ImportRun.objects.create(
        **facts, by=thread.world.manager.person, at=now(), found=found, counts=counts
    )


def _invitation(thread: Thread) -> Invitation:
    """One to the thread's PRU that waits; made when first asked for."""
    facts = {"email": "invited@example.org", "organisation": thread.world.pru_body, "role": Role.PRU_STAFF}
    return Invitation.objects.filter(**facts).first() or Invitation.objects.create(
        **facts,
        during=from_to(today()),
        reason="New here",
        invited_at=now(),
        invited_by=thread.world.head.person,
        expires_at=now() + dt.timedelta(days=7),
    )


def setup_arguments(thread: Thread) -> dict[str, dict]:
    """Objects of the pages on which a manager sets up the authority."""
    world = thread.world
    pru, partnership, school = world.pru_body.uuid, world.partnership_body.uuid, world.school.uuid
    named = {
        pru: ["pru", "change_pru", "serve", "open_site", "add_judgement", "add_committee"],
        world.site.uuid: ["close_site", "move_site", "set_places"],
        partnership: ["partnership", "add_members"],
        world.officer.uuid: ["officer", "give_district"],
        world.district.uuid: ["rename_district"],
        world.panel_body.uuid: ["change_panel"],
        school: ["school"],
    }
    found = {f"setup:{name}": {"uuid": uuid} for uuid, names in named.items() for name in names}
    return found | {
        "setup:end_member": {"uuid": partnership, "school": school},
        "setup:end_serving": {"uuid": pru, "partnership": partnership},
        "setup:end_district": {"uuid": world.officer.uuid, "district": world.district.uuid},
    }


def table() -> dict[tuple[str, str], int]:
    """What the table in the repository says: (route, role) to the status of a GET."""
    with TABLE.open(newline="") as lines:
        return {(row["route"], role): int(row[role]) for row in csv.DictReader(lines) for role in ROLES}
