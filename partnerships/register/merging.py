"""What is new in a staged file: two statements for all rows, and none of them touches a row that stays as it is."""

from dataclasses import dataclass

from partnerships.register.fields import COLUMNS, GROUPS
from partnerships.register.refusals import Trouble

TABLE = "partnerships_establishment"
NO_NAME = "This file gives no names and we do not know this URN yet. Import a file with names first"
TEXT = [column for column, kind in COLUMNS.items() if kind == "text"]


@dataclass(frozen=True)
class Merged:
    """How many rows are new, changed, only confirmed by a newer file, or as they were."""

    new: int = 0
    changed: int = 0
    confirmed: int = 0
    same: int = 0


def _said(group: str) -> str:
    """The staged stamp of a group, with the day of the file put in."""
    return f"replace(s.of_{group}, '?', %(day)s)"


def _wins(group: str) -> str:
    return f"coalesce({_said(group)} COLLATE \"C\" >= coalesce(e.sources->>'{group}', '') COLLATE \"C\", false)"


def _value(column: str) -> str:
    return f"coalesce(s.{column}, '')" if column in TEXT else f"s.{column}"


STAMPS = ", ".join(f"'{group}', {_said(group)}" for group in GROUPS)
NEXT = ",\n".join(
    f"CASE WHEN {_wins(group)} THEN {_value(column)} ELSE e.{column} END AS {column}"
    for group, columns in GROUPS.items()
    for column in columns
)
WON = ", ".join(f"'{group}', CASE WHEN {_wins(group)} THEN {_said(group)} END" for group in GROUPS)
OLD = ", ".join(f"e.{column}" for column in COLUMNS)
NEW = ", ".join(f"n.{column}" for column in COLUMNS)

# Every piece of these statements is a name from fields.py; what a file says goes in by COPY only.
UPDATE = f"""
UPDATE {TABLE} e SET ({", ".join(COLUMNS)}, sources) = ROW({NEW}, n.sources)
FROM (
  SELECT e.id, {NEXT}, e.sources || jsonb_strip_nulls(jsonb_build_object({WON})) AS sources
  FROM staged s JOIN {TABLE} e USING (urn)
) n
WHERE n.id = e.id AND ROW({OLD}, e.sources) IS DISTINCT FROM ROW({NEW}, n.sources)
"""  # noqa: S608
CHANGED = f"""
SELECT count(*), count(*) FILTER (WHERE ROW({OLD}) IS DISTINCT FROM ROW({NEW})),
       count(*) FILTER (WHERE ROW({OLD}) IS NOT DISTINCT FROM ROW({NEW}) AND e.sources IS DISTINCT FROM n.sources)
FROM {TABLE} e JOIN (
  SELECT e.id, {NEXT}, e.sources || jsonb_strip_nulls(jsonb_build_object({WON})) AS sources
  FROM staged s JOIN {TABLE} e USING (urn)
) n USING (id)
"""  # noqa: S608
INSERT = f"""
INSERT INTO {TABLE} (urn, {", ".join(COLUMNS)}, sources)
SELECT s.urn, {", ".join(_value(column) for column in COLUMNS)}, jsonb_strip_nulls(jsonb_build_object({STAMPS}))
FROM staged s LEFT JOIN {TABLE} e USING (urn) WHERE e.id IS NULL AND s.name IS NOT NULL
"""  # noqa: S608
NAMELESS = f"""
SELECT s.line, s.urn FROM staged s LEFT JOIN {TABLE} e USING (urn)
WHERE e.id IS NULL AND s.name IS NULL ORDER BY s.line
"""  # noqa: S608


def merge(cursor, day, heading: str) -> tuple[Merged, list[Trouble]]:
    """Put the staged rows into the register: newer facts win, and equal ones change nothing."""
    cursor.execute(NAMELESS)
    troubles = [Trouble(line, heading, urn, NO_NAME) for line, urn in cursor.fetchall()]
    values = {"day": day.isoformat()}
    cursor.execute(CHANGED, values)
    known, changed, confirmed = cursor.fetchone()
    if changed or confirmed:
        cursor.execute(UPDATE, values)
    cursor.execute(INSERT, values)
    return Merged(cursor.rowcount, changed, confirmed, known - changed - confirmed), troubles
