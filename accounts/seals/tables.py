"""What is sealed: every table that the application may add to and not change, and how its rows become a digest."""

from dataclasses import dataclass

from django.db import connection

from kit.rls import APP_ROLE

ALL = f"""
SELECT c.relname::text, k.attname::text, array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C")
FROM pg_class c
JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1
JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0]
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'accounts_seal'
  AND has_table_privilege('{APP_ROLE}', c.oid, 'INSERT')
  AND NOT has_table_privilege('{APP_ROLE}', c.oid, 'UPDATE')
GROUP BY 1, 2 ORDER BY 1
"""  # noqa: S608 (a role's name of our own)

# Rows below the horizon are there for good: whoever could have written one has ended.
NEW = """
SELECT {key} FROM {table}
WHERE {key} > %s AND age(xmin) > age(%s::text::xid8::xid) ORDER BY {key} LIMIT %s
"""

DIGEST = """
SELECT count(*), encode(sha256(coalesce(string_agg(hash, ''::bytea ORDER BY key), ''::bytea)), 'hex')
FROM (
  SELECT t.{key} AS key, sha256(convert_to(to_json(ARRAY[{columns}])::text, 'UTF8')) AS hash
  FROM {table} t JOIN unnest(%s::bigint[], %s::bigint[]) AS ids (first, last) ON t.{key} BETWEEN ids.first AND ids.last
) AS rows
"""

COUNT = "SELECT count(*) FROM {table} WHERE {key} <= %s"

# How values are written as text must not depend on who asks.
PLAIN = (
    "SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true), "
    "set_config('IntervalStyle', 'iso_8601', true), set_config('bytea_output', 'hex', true), "
    "set_config('extra_float_digits', '1', true)"
)

Ranges = list[list[int]]


@dataclass(frozen=True)
class Table:
    """A table, its key, and the columns that are hashed."""

    name: str
    key: str
    columns: list[str]

    @property
    def form(self) -> dict:
        return {"table": self.name, "key": self.key, "columns": self.columns}

    def _statement(self, template: str) -> str:
        quoted = connection.ops.quote_name
        columns = ", ".join(f"t.{quoted(name)}::text" for name in self.columns)
        return template.format(table=f"public.{quoted(self.name)}", key=quoted(self.key), columns=columns)

    def new_ids(self, above: int, horizon: int, limit: int) -> list[int]:
        """Ids above a number that were written by transactions below the horizon."""
        return [row[0] for row in ask(self._statement(NEW), [above, str(horizon), limit])]

    def digest(self, ids: Ranges) -> tuple[int, str]:
        """How many rows there are with these ids, and the digest of what is in them."""
        values = [[first for first, _ in ids], [last for _, last in ids]]
        return ask(self._statement(DIGEST), values)[0]

    def count(self, upto: int) -> int:
        """How many rows there are up to this id."""
        return ask(self._statement(COUNT), [upto])[0][0]


def append_only() -> list[Table]:
    """All tables that are sealed, with the columns they have today."""
    return [Table(*row) for row in ask(ALL)]


def write_plainly() -> None:
    """Until the transaction ends, values become the same text for everybody."""
    ask(PLAIN)


def ask(statement: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def ranges(ids: list[int]) -> Ranges:
    """Sorted ids as [first, last] of each unbroken run."""
    found: Ranges = []
    for number in ids:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def length(ids: Ranges, upto: int | None = None) -> int:
    """How many ids the runs hold, up to a number."""
    return sum(max(0, (last if upto is None else min(last, upto)) - first + 1) for first, last in ids)
