"""Second wall: row-level security and the two database roles, as migration operations.

The owner migrates. The application role (`casebook_app`) owns nothing, and sees rows about a
child only when their `la_id` is among the authorities set for the transaction. No setting means
no rows. ENABLE, not FORCE: the owner's migrations and dumps must work; instead web and worker
refuse to start as owner (`accounts.checks`).
"""

from django.db import migrations

APP_ROLE = "casebook_app"

CREATE_ROLE = f"""
DO $$ BEGIN
  CREATE ROLE {APP_ROLE} NOLOGIN NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;  -- made beforehand
END $$;
DO $$ BEGIN
  EXECUTE format('GRANT {APP_ROLE} TO %I', current_user);
EXCEPTION WHEN OTHERS THEN NULL;  -- a superuser may assume it in any case
END $$;
GRANT USAGE ON SCHEMA public TO {APP_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE};
"""

# STABLE and wrapped in a scalar sub-select, so that the planner reads it once per statement.
CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION app_la_ids() RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('app.la_ids', true), ''), '{}')::bigint[]
$$;
"""


def application_role() -> migrations.RunSQL:
    return migrations.RunSQL(CREATE_ROLE + CREATE_FUNCTION, migrations.RunSQL.noop)


def about_children(*tables: str) -> migrations.RunSQL:
    """Part the rows of these tables by local authority for the application role."""
    return _for_each(
        tables,
        'ALTER TABLE "{0}" ENABLE ROW LEVEL SECURITY;'
        'CREATE POLICY by_authority ON "{0}" '
        "USING (la_id = ANY((SELECT app_la_ids())::bigint[])) "
        "WITH CHECK (la_id = ANY((SELECT app_la_ids())::bigint[]));",
        'DROP POLICY by_authority ON "{0}"; ALTER TABLE "{0}" DISABLE ROW LEVEL SECURITY;',
    )


def append_only(*tables: str) -> migrations.RunSQL:
    """The application may add to these tables and read them, nothing else."""
    return _for_each(
        tables,
        f'REVOKE UPDATE, DELETE, TRUNCATE ON "{{0}}" FROM {APP_ROLE};',
        f'GRANT UPDATE, DELETE ON "{{0}}" TO {APP_ROLE};',
    )


def _for_each(tables: tuple[str, ...], forwards: str, backwards: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        "\n".join(forwards.format(table) for table in tables),
        "\n".join(backwards.format(table) for table in tables),
    )
