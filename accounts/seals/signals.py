"""After a migration the guards are written down anew: only then may they differ from before."""

from typing import Any

from django.db import connections

from accounts.models import Seal
from accounts.seals.sealing import renew_guards


def after_migration(*, using: str, plan: Any = None, **_: Any) -> None:
    """Nothing for a migration that did nothing, or one that ended before there were seals."""
    if plan and using == "default" and Seal._meta.db_table in connections[using].introspection.table_names():
        renew_guards()
