"""What a database holds, in figures that two databases can be compared by."""

from dataclasses import asdict, dataclass

from psycopg2 import sql

# Written while a restore or its check goes on, so it may differ.
OURS = {"kit_scheduledrun", "kit_restoration"}

TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname COLLATE "C"
"""
# A sum does not depend on the order of the rows, and costs one pass.
FINGERPRINT = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
# What keeps the rows safe: walls, grants, triggers and constraints are lost as easily as rows, and less seen.
GUARDS = """
SELECT 'wall ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') FROM pg_policies
  WHERE schemaname = 'public'
UNION ALL SELECT 'wall up ' || relname FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger
  WHERE NOT tgisinternal
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL SELECT 'grant ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants
  WHERE table_schema = 'public' AND grantee = 'casebook_app'
"""


@dataclass(frozen=True)
class Contents:
    """For each table its rows and their fingerprint; and the names of what guards them."""

    rows: dict[str, int]
    fingerprints: dict[str, str]
    guards: list[str]

    def as_json(self) -> dict:
        return asdict(self)


def read(cursor) -> Contents:
    """Read it all, in the cursor's own transaction."""
    cursor.execute(TABLES)
    tables = [row[0] for row in cursor.fetchall()]
    rows, fingerprints = {}, {}
    for table in tables:
        cursor.execute(sql.SQL(FINGERPRINT).format(sql.Identifier("public", table)))
        rows[table], fingerprints[table] = cursor.fetchone()
    cursor.execute(GUARDS)
    return Contents(rows, fingerprints, sorted(row[0] for row in cursor.fetchall()))


def differences(kept: Contents, found: Contents) -> list[str]:
    """What is not as it was, in sentences; empty when all is there."""
    said = [
        f"{table}: {kept.rows[table]} rows were kept, {found.rows.get(table, 'none, no such table')} found"
        for table in kept.rows
        if kept.rows[table] != found.rows.get(table) and table not in OURS
    ]
    said += [
        f"{table}: as many rows, but not the same"
        for table in kept.rows
        if kept.rows[table] == found.rows.get(table) and table not in OURS
        if kept.fingerprints[table] != found.fingerprints[table]
    ]
    said += [f"{table}: a table that was not there" for table in found.rows if table not in kept.rows]
    return said + [f"missing: {guard}" for guard in kept.guards if guard not in set(found.guards)]
