"""`manage.py drill`: back up, restore beside, compare, leave nothing. Run as the owner, who may create databases."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kit import runs
from kit.backup import BackupError, drilling


class Command(BaseCommand):
    help = "Prove that a backup made now can be restored, whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scratch", type=Path, default=None, metavar="DIR", help="where there is room for it")

    def handle(self, *args: Any, **options: Any) -> None:
        """The end, good or bad, is noted for the health page."""
        began = timezone.now()
        try:
            kept, said = drilling.drill(scratch=options["scratch"])
        except BackupError as trouble:
            runs.record("drill", began, error="BackupError")
            raise CommandError(str(trouble)) from trouble
        if said:
            runs.record("drill", began, error="Differences", differences=len(said))
            raise CommandError("What was restored is not what was backed up:\n" + "\n".join(said))
        rows, seconds = sum(kept.contents.rows.values()), (timezone.now() - began).total_seconds()
        runs.record("drill", began, bytes=kept.size, rows=rows)
        self.stdout.write(
            f"Restored and compared in {seconds:.1f} seconds: {rows} rows in {len(kept.contents.rows)} tables, "
            f"{len(kept.parts) - 1} files, {len(kept.contents.guards)} walls, grants, triggers and constraints."
        )
