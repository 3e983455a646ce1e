"""A restored database stays shut until somebody has looked at it and opened it.

Asked once for each new connection, when it is made: a database becomes a restored one only while
it is empty and nothing is connected to it. While it is shut the question is asked every time, so
that `manage.py open_after_restore` works at once.
"""

from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kit.models import OutboxItem, Restoration

QUESTION = "SELECT EXISTS (SELECT FROM kit_restoration WHERE opened_at IS NULL)"
HELD = "HeldAfterRestore"


def ask(sender, connection, **_) -> None:
    """Note on a new connection whether its database is shut. A database without our tables is not."""
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kit_restoration')")
        if cursor.fetchone()[0] is None:
            connection.shut = False
            return
        cursor.execute(QUESTION)
        connection.shut = cursor.fetchone()[0]


database: Any = connection  # each thread's own; we note on it whether it is shut
connection_created.connect(ask, dispatch_uid="quarantine")


def is_shut() -> bool:
    """Whether mail and sign-in wait for somebody to open this restored database."""
    database.ensure_connection()
    if getattr(database, "shut", False):
        database.shut = Restoration.objects.filter(opened_at=None).exists()
    return bool(getattr(database, "shut", False))


class QuarantineMiddleware:
    """Nobody signs in to a restored service before it is opened."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_shut():
            return render(request, "errors/restored.html", status=503)
        return self.get_response(request)


def open_service(*, tries: int, hold: list[str]) -> int:
    """Open it. Work of the kinds to hold waits for a person on the health page. Returns how many wait there."""
    waiting = OutboxItem.objects.filter(done_at=None, kind__in=hold)
    held = waiting.update(attempts=tries, error=HELD)
    Restoration.objects.filter(opened_at=None).update(opened_at=timezone.now())
    database.shut = False
    return held
