"""Copying what a file says into a table of this transaction, as fast as the database takes it."""

import csv
import io
from collections.abc import Iterable
from itertools import islice
from typing import Any

from partnerships.register.fields import COLUMNS, GROUPS

AT_ONCE = 2_000  # rows in one COPY: the memory an import needs does not grow with the file

ESTABLISHMENTS = {"line": "integer", "urn": "text"} | COLUMNS | {f"of_{group}": "text" for group in GROUPS}
LINKS = {
    "line": "integer",
    "urn": "text",
    "other_urn": "text",
    "other_name": "text",
    "kind": "text",
    "words": "text",
    '"on"': "date",
}


def stage(cursor, columns: dict[str, str], rows: Iterable[list[Any]]) -> None:
    """Make the table `staged` and fill it. It is gone when the transaction ends, or with `clear`."""
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(f"CREATE TEMPORARY TABLE staged ({listed}) ON COMMIT DROP")
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        text = io.StringIO()
        csv.writer(text).writerows(some)
        text.seek(0)
        cursor.copy_expert("COPY staged FROM STDIN WITH (FORMAT csv)", text)
    cursor.execute("ANALYZE staged")


def clear(cursor) -> None:
    """Take the table away, so that one transaction can stage again."""
    cursor.execute("DROP TABLE staged")
