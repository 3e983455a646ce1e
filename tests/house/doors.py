"""Every route of the product with an address of the thread's own objects."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

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
        "provider_register:on": {"day": "2026-05-12"},
        "provider_register:save": {"day": "2026-05-12"},
    }
    if name in special:
        return special[name]
    by_room = {
        "reporting": thread.pupil,
        "referrals": thread.referral,
        "prus": thread.placement,
        "reports": thread.report,
        "providers": thread.world.provider_body,
    }
    pattern = next(pattern for found, pattern in routes() if found == name)
    if "uuid" not in pattern.pattern.converters:
        return {}
    room = name.split(":")[0]
    if room == "meetings":
        return {"uuid": (thread.case if "cases/" in str(pattern.pattern) else thread.meeting).uuid}
    return {"uuid": by_room[room].uuid}


def table() -> dict[tuple[str, str], int]:
    """What the table in the repository says: (route, role) to the status of a GET."""
    with TABLE.open(newline="") as lines:
        return {(row["route"], role): int(row[role]) for row in csv.DictReader(lines) for role in ROLES}
