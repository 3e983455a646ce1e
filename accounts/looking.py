"""Who looked at which child: one event for each answer that carried pupils' data."""

import ipaddress
import json

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from accounts.actor import local_settings
from accounts.models import AccessEvent
from kit.today import now


def address_of(request) -> str | None:
    """Where the request came from. Behind our own proxy that is the last address the proxy added."""
    if settings.SECURE_PROXY_SSL_HEADER:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        try:
            return str(ipaddress.ip_address(hops[-1].strip()))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR") or None


INSERT = f"""
INSERT INTO {AccessEvent._meta.db_table}
  (at, la_id, person_id, organisation_id, role, verb, status, pupil_ids, address)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608 (a table's name of our own)


def write(request, response: HttpResponse, seen: set[int]) -> None:
    """Store the event before the first byte is sent, in a transaction of its own, in one round trip.

    If it cannot be stored the error rises, and the answer is withheld.
    """
    actor = request.actor
    if actor is None or actor.person is None or not seen:
        return
    statement, values = local_settings(actor)
    facts = [
        now(),
        actor.organisation.authority_id,
        actor.person.pk,
        actor.organisation.pk,
        actor.role,
        (request.resolver_match.view_name if request.resolver_match else "")[:60],
        response.status_code,
        json.dumps(sorted(seen)),
        address_of(request),
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{statement};{INSERT}", [*values, *facts])
    if settings.REQUEST_ROLE and connection.in_atomic_block:
        forget = local_settings(None, leaving=True)
        with connection.cursor() as cursor:
            cursor.execute(*forget)
