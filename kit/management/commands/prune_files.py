"""`manage.py prune_files`: remove files that no row speaks of. The timetable does it every night."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kit import tidying


class Command(BaseCommand):
    help = "Remove files that no row speaks of, left by a transaction that failed after its file was written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say which, and remove none")
        parser.add_argument("--older-than", type=int, default=2, metavar="DAYS", help="default: 2")

    def handle(self, *args: Any, **options: Any) -> None:
        """Young files are left: a row may still come."""
        if options["older_than"] < 1:
            raise CommandError("--older-than must be 1 or more: a young file may still get its row")
        age, really = dt.timedelta(days=options["older_than"]), not options["dry_run"]
        try:
            orphans = tidying.prune_files(age=age, really=really)
        except tidying.PruneError as trouble:
            raise CommandError(str(trouble)) from trouble
        for path in orphans:
            self.stdout.write(tidying.relative(path))
        self.stdout.write(f"{len(orphans)} files {'removed' if really else 'would be removed'}")
