"""`manage.py backup DIR`: the database and all files, with a manifest. Run as the owner."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kit import runs
from kit.backup import BackupError, making, manifest


class Command(BaseCommand):
    help = "Back up the database and all files into a new folder below DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="the folder that holds the backups")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="then remove all but the newest N")

    def handle(self, *args: Any, **options: Any) -> None:
        """The end, good or bad, is noted for the health page."""
        began = timezone.now()
        if options["keep"] < 0:
            raise CommandError("--keep must be 1 or more")
        try:
            folder = making.make(options["dir"])
        except BackupError as trouble:
            runs.record("backup", began, error="BackupError")
            raise CommandError(str(trouble)) from trouble
        kept = manifest.read(folder)
        runs.record("backup", began, bytes=kept.size, files=len(kept.parts) - 1, rows=sum(kept.contents.rows.values()))
        self.stdout.write(str(folder))
        if options["keep"]:
            making.keep_newest(options["dir"], options["keep"])
