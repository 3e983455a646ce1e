"""Who looked at which child: one event for each answer that carried pupils' data."""

from django.http import HttpResponse

from accounts import actor as actors
from accounts.models import AccessEvent
from kit.today import now


def write(request, response: HttpResponse, seen: set[int]) -> None:
    """Store the event in a short transaction of its own, before the first byte is sent.

    If it cannot be stored the error rises, and the answer is withheld.
    """
    actor = request.actor
    if actor is None or actor.person is None or not seen:
        return
    with actors.acting(actor):
        AccessEvent.objects.create(
            at=now(),
            la_id=actor.organisation.authority_id,
            person=actor.person,
            organisation=actor.organisation,
            role=actor.role,
            verb=(request.resolver_match.view_name if request.resolver_match else "")[:60],
            status=response.status_code,
            pupil_ids=sorted(seen),
            address=request.META.get("REMOTE_ADDR") or None,
        )
