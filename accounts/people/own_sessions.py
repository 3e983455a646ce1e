"""Where somebody is signed in, in words; and ending one or all of the others."""

from django.utils import timezone

from accounts.models import Person, PersonSession
from kit.templatetags.casebook import moment


def signed_in(person: Person, current_key: str | None) -> list[dict]:
    """Sign-ins that still work, this one first, then the last used."""
    working = PersonSession.objects.filter(person=person, expire_date__gt=timezone.now()).defer("session_data")
    rows = sorted(working, key=lambda row: (row.session_key != current_key, -row.used_at.timestamp()))
    return [
        {
            "handle": row.handle,
            "device": row.device or "A browser on an unknown device",
            "hint": f"Signed in {moment(row.started_at)}, last used {moment(row.used_at)}",
            "current": row.session_key == current_key,
        }
        for row in rows
    ]


def end_sessions(*, person: Person, current_key: str | None, handles: list[str] | None = None) -> int:
    """End the others that are named, or all others; never this one. Returns how many."""
    others = PersonSession.objects.filter(person=person).exclude(session_key=current_key)
    named = [row.session_key for row in others.only("session_key") if handles is None or row.handle in handles]
    return PersonSession.objects.filter(person=person, session_key__in=named).delete()[0]
