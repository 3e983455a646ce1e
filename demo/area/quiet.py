"""Loading without history and without ringing for a worker: the audit triggers rest, the constraints do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection

from kit import outbox

# Triggers of the change audit; the rule that a code must be in force on its date is another trigger and stays on.
AUDIT = """
SELECT DISTINCT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgname LIKE 'pgtrigger_%%' AND t.tgenabled = 'O'
AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '%%event' ORDER BY 1, 2
"""


@contextmanager
def without_history() -> Iterator[None]:
    """Inside a transaction: the invented past has no history of being typed in, and nothing of it is still to do."""
    with connection.cursor() as cursor:
        cursor.execute(AUDIT)
        triggers = cursor.fetchall()
        _switch(cursor, "DISABLE", triggers)
    with mock.patch.object(outbox, "ring"):
        yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _switch(cursor, "ENABLE", triggers)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _switch(cursor, how: str, triggers: list[tuple[str, str]]) -> None:
    for table, trigger in triggers:
        cursor.execute(f'ALTER TABLE "{table}" {how} TRIGGER "{trigger}"')
