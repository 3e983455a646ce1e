"""Refuse to serve as a database role that row-level security does not bind."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

QUESTION = """
SELECT r.rolsuper OR r.rolbypassrls
    OR EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)
FROM pg_roles r WHERE r.rolname = current_user
"""


def refuse_owner() -> None:
    """Called when web and worker start.

    Raises ImproperlyConfigured when connected as an owner, a superuser or with BYPASSRLS.
    """
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        row = cursor.fetchone()
    connection.close()
    if row is None or row[0]:
        raise ImproperlyConfigured(
            "Web and worker must not connect as the owner of the tables, a superuser or a role that "
            "bypasses row-level security. Set DATABASE_ROLE=casebook_app, or connect as a role that is "
            "a member of casebook_app and owns nothing."
        )
