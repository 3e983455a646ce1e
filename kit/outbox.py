"""What is due lies in PostgreSQL; a broker's message is only a bell.

A row is written in the transaction of its cause. A worker claims it with SKIP LOCKED, does the
work, and marks it done in the transaction of the effect, so that a crash at any moment leaves
either nothing done or all of it. After five tries it is shown to a person.
"""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from kit.models import OutboxItem
from kit.today import now

log = logging.getLogger(__name__)
TRIES = 5
HANDLERS: dict[str, Callable[[OutboxItem], None]] = {}


def handles(kind: str):
    """Decorator: this function does what an item of the kind asks for. Safe to run twice."""

    def keep(function: Callable[[OutboxItem], None]):
        HANDLERS[kind] = function
        return function

    return keep


def put(kind: str, *, once: str, la_id: int | None = None, due_at: dt.datetime | None = None, **payload) -> None:
    """Ask for something in the same transaction as its cause; asked twice, it happens once."""
    _, made = OutboxItem.objects.get_or_create(
        key=once, defaults={"kind": kind, "payload": payload, "la_id": la_id, "due_at": due_at or now()}
    )
    if made:
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Wake a worker. If the broker is away nothing is lost: the sweep each minute finds the work."""
    from kit.tasks import sweep

    sweep.apply_async(retry=False, expires=55)


def waiting():
    moment = now()
    return OutboxItem.objects.filter(done_at=None, due_at__lte=moment, attempts__lt=TRIES).filter(
        Q(claimed_until=None) | Q(claimed_until__lt=moment)
    )


def work(limit: int = 100) -> int:
    """Do what is due, one item per transaction. Returns how many were done."""
    done = 0
    for _ in range(limit):
        outcome = _one()
        if outcome is None:
            break
        done += outcome
    return done


def _one() -> int | None:
    """Claim and do one item; None when nothing waits, 0 when it failed and was put back."""
    pk = None
    try:
        with transaction.atomic():
            item = waiting().select_for_update(skip_locked=True).order_by("due_at", "pk").first()
            if item is None:
                return None
            pk = item.pk
            HANDLERS[item.kind](item)
            item.done_at, item.error = now(), ""
            item.save(update_fields=["done_at", "error"])
            return 1
    except Exception as trouble:
        if pk is None:
            raise
        _failed(pk, trouble)
        return 0


def _failed(pk: int, trouble: Exception) -> None:
    """Count the try and wait longer each time. The type only: a message may hold a child's data."""
    log.exception("outbox item %s failed", pk)
    item = OutboxItem.objects.get(pk=pk)
    item.attempts += 1
    item.error = type(trouble).__name__
    item.claimed_until = now() + dt.timedelta(seconds=15 * 2**item.attempts)
    item.save(update_fields=["attempts", "error", "claimed_until"])
