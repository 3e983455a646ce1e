"""What keeps the audit trail and the walls: triggers, functions, policies and grants, as the database has them now.

Written down when the tables change by a migration, and compared by `audit verify`: who switches a trigger off,
writes, and switches it on again leaves rows without history, but who leaves anything changed is found.
"""

from accounts.seals.tables import ask

GUARDS = """
SELECT 'trigger ' || t.tgname || ' on ' || c.relname || ', state ' || t.tgenabled::text || ', '
    || md5(pg_get_triggerdef(t.oid))
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || '), '
    || CASE WHEN p.prosecdef THEN 'with its owner’s rights, ' ELSE '' END
    || md5(p.prosrc || coalesce(p.proconfig::text, ''))
  FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'policy ' || policyname || ' on ' || tablename || ' for ' || array_to_string(roles, ' ') || ', '
    || md5(permissive || cmd || coalesce(qual, '') || coalesce(with_check, ''))
  FROM pg_policies WHERE schemaname = 'public'
UNION ALL
SELECT 'row-level security on ' || relname FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
UNION ALL
SELECT 'rule ' || rulename || ' on ' || tablename || ', ' || md5(definition) FROM pg_rules WHERE schemaname = 'public'
UNION ALL
SELECT 'grant of ' || a.privilege_type || ' on ' || c.relname || ' to '
    || CASE a.grantee WHEN 0 THEN 'everybody' ELSE pg_get_userbyid(a.grantee)::text END
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND a.grantee <> c.relowner
UNION ALL
SELECT 'role casebook_app may go round row-level security' FROM pg_roles
  WHERE rolname = 'casebook_app' AND (rolsuper OR rolbypassrls)
"""


def read() -> list[str]:
    """One line for each guard, sorted."""
    return sorted(row[0] for row in ask(GUARDS))


def differences(kept: list[str], found: list[str]) -> list[str]:
    """What is not as it was written down, in sentences."""
    gone = [f"No longer as it was, or gone: {line}." for line in sorted(set(kept) - set(found))]
    return gone + [f"Not there before, or changed: {line}." for line in sorted(set(found) - set(kept))]
