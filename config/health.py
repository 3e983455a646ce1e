"""Is this process alive, and is it ready to serve?

Answered ahead of everything by `HealthMiddleware`, for two reasons: those who ask (a container's
health check, a load balancer) come by plain http and under no name of ours; and a database that is
away must not make a living process look dead. The routes are declared all the same, with their rule.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.door import public
from kit import operations, quarantine


@public("a load balancer has no account; the answer says only that the process runs", methods=("GET",))
def live(request: HttpRequest) -> HttpResponse:
    """200 for as long as the process can answer at all."""
    return answer(200, {"live": True})


@public("a load balancer has no account; the answer names no person and no place", methods=("GET",))
def ready(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served; else 503, and what is in the way."""
    trouble = in_the_way()
    broker = "answers" if operations.broker_answers() else "does not answer; work waits in the database until it does"
    return answer(503 if trouble else 200, {"ready": not trouble, "in_the_way": trouble, "broker": broker})


def answer(status: int, facts: dict) -> HttpResponse:
    response = JsonResponse(facts, status=status)
    response["Cache-Control"] = "no-store"
    return response


def in_the_way() -> str:
    """Why pages cannot be served, in words; empty when they can."""
    try:
        return first_trouble()
    except DatabaseError:
        connection.close()
        return "The database does not answer"


def first_trouble() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not all_applied():
        return "Migrations are not applied: run manage.py migrate"
    if quarantine.is_shut():
        return "Restored from a backup and not opened yet: run manage.py open_after_restore"
    return ""


_applied = False


def all_applied() -> bool:
    """Whether the database has every migration that this code knows. Once true it stays true for this process."""
    global _applied
    if not _applied:
        executor = MigrationExecutor(connection)
        _applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _applied


PATHS = {"/health/live/": live, "/health/ready/": ready}


class HealthMiddleware:
    """Stands first in the line: before the redirect to https, the check of the host and the transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = PATHS.get(request.path_info)
        return view(request) if view else self.get_response(request)
