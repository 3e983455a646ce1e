"""What may go: files that no row speaks of, sign-ins that ended, old form keys and old turns."""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from kit import quarantine, runs
from kit.models import Document, OnceKey

log = logging.getLogger(__name__)
FILE_AGE = dt.timedelta(days=2)  # a file comes before its row: a young one may still get it
KEY_AGE = dt.timedelta(days=7)


class PruneError(Exception):
    """We cannot see every row, and would take a file that is spoken for."""


def tidy() -> None:
    """All of it, once a night."""
    prune_files()
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    OnceKey.objects.filter(at__lt=timezone.now() - KEY_AGE).delete()
    runs.forget_old()


def prune_files(*, age: dt.timedelta = FILE_AGE, really: bool = True) -> list[Path]:
    """Remove files that no row speaks of and that are older than the age. Returns them.

    Raises PruneError when row-level security or a restore could hide a row.
    """
    refuse_when_blind()
    oldest = time.time() - age.total_seconds()
    old = [path for path in files() if path.stat().st_mtime < oldest]
    spoken_for = set(Document.objects.values_list("path", flat=True))
    orphans = [path for path in old if relative(path) not in spoken_for]
    if really:
        for path in orphans:
            path.unlink(missing_ok=True)
        log.info("pruned %s files that no row spoke of", len(orphans))
    return orphans


def refuse_when_blind() -> None:
    """A row that is hidden from us looks like a row that is not there."""
    if quarantine.is_shut():
        raise PruneError("This service was restored and is not opened yet: nothing is pruned before that.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s::regclass)", [Document._meta.db_table])
        if cursor.fetchone()[0]:
            raise PruneError("Row-level security hides documents from this role: prune as the owner.")


def files() -> Iterator[Path]:
    """Every file that is kept, unfinished ones too."""
    root = Path(settings.MEDIA_ROOT)
    return (path for path in sorted(root.rglob("*")) if path.is_file()) if root.is_dir() else iter(())


def relative(path: Path) -> str:
    return path.relative_to(settings.MEDIA_ROOT).as_posix()
