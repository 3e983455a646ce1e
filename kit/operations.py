"""What somebody who keeps the service running asks: how long does work wait, what failed, who answers?

Work has no names in it. An operator sees the work of their own authority and of none.
"""

import datetime as dt
import logging
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from kit import outbox, quarantine
from kit.models import OutboxItem, ScheduledRun
from kit.today import now

log = logging.getLogger(__name__)
PATIENCE = 2  # seconds that the broker may take to answer


def work_visible_to(actor) -> QuerySet[OutboxItem]:
    """The work of the actor's authorities, and work that is no authority's."""
    return OutboxItem.objects.filter(Q(la_id__in=actor.la_ids) | Q(la_id=None))


@dataclass(frozen=True)
class Queue:
    """What waits: how many items are due, since when, and how many wait for a person."""

    due: int
    later: int
    oldest: dt.datetime | None
    failed: int

    @property
    def age(self) -> dt.timedelta:
        """How long the oldest item that is due has waited."""
        return max(now() - self.oldest, dt.timedelta(0)) if self.oldest else dt.timedelta(0)


def queue(items: QuerySet[OutboxItem]) -> Queue:
    """The state of these items, in one query."""
    trying, is_due = Q(attempts__lt=outbox.TRIES), Q(due_at__lte=now())
    found = items.filter(done_at=None).aggregate(
        due=Count("pk", filter=trying & is_due),
        later=Count("pk", filter=trying & ~is_due),
        oldest=Min("due_at", filter=trying & is_due),
        failed=Count("pk", filter=~trying),
    )
    return Queue(**found)


def failed(items: QuerySet[OutboxItem]) -> QuerySet[OutboxItem]:
    """What gave up after its last try, and waits for a person; the oldest first."""
    return items.filter(done_at=None, attempts__gte=outbox.TRIES).order_by("due_at", "pk")


@transaction.atomic
def retry(*, item: OutboxItem, by) -> bool:
    """Let a failed item be tried again, from the first try. False when somebody else has done so."""
    item = OutboxItem.objects.select_for_update().get(pk=item.pk)
    if item.done_at or item.attempts < outbox.TRIES:
        return False
    item.attempts, item.error, item.claimed_until = 0, "", None
    item.save(update_fields=["attempts", "error", "claimed_until"])
    log.info("outbox item %s is to be tried again: asked by person %s", item.pk, by.person.pk)
    transaction.on_commit(outbox.ring, robust=True)
    return True


def broker_answers() -> bool:
    """Whether the broker, which only rings, can be reached."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def last_good() -> dict[str, ScheduledRun]:
    """The last turn of each name that came to a good end."""
    good = ScheduledRun.objects.filter(error="", finished_at__isnull=False)
    return {run.name: run for run in good.order_by("name", "-due_at").distinct("name")}


WHY = {
    quarantine.HELD: "Held back when the service was opened after a restore",
    "OperationalError": "The database or another server did not answer",
    "ConnectionRefusedError": "The mail server did not answer",
    "TimeoutError": "A server took too long to answer",
    "gaierror": "A server’s name could not be found",
    "SMTPAuthenticationError": "The mail server refused our name and password",
    "SMTPRecipientsRefused": "The mail server refused the address",
    "SMTPServerDisconnected": "The mail server hung up",
    "KeyError": "This version of the service does not know this kind of work",
    "DoesNotExist": "What the work is about is no longer there",
    "IntegrityError": "The database refused what the work would write",
}


def why(error: str) -> str:
    """The reason in words; the log has the rest."""
    return WHY.get(error, "A fault in the service")
