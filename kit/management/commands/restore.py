"""`manage.py restore BACKUP --into ADDRESS`: into an empty database, which stays shut until it is opened."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kit.backup import BackupError, address, restoring


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty folder, and check all of it."
    requires_system_checks: list[str] = []  # the database in the settings may be the one that is lost

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of one backup")
        parser.add_argument("--into", required=True, metavar="ADDRESS", help="the owner's address of an empty database")
        parser.add_argument("--files", type=Path, default=Path(settings.MEDIA_ROOT), help="default: MEDIA_ROOT")
        parser.add_argument("--without-files", action="store_true", help="leave the files alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what came back; fail when anything did not."""
        files = None if options["without_files"] else options["files"]
        try:
            kept, said = restoring.restore(options["backup"], into=options["into"], files=files)
        except BackupError as trouble:
            raise CommandError(str(trouble)) from trouble
        if said:
            raise CommandError("The restored service is not as it was, and stays shut:\n" + "\n".join(said))
        rows, name = sum(kept.contents.rows.values()), address.name_of(options["into"])
        self.stdout.write(f"{name} holds {rows} rows in {len(kept.contents.rows)} tables, as {kept.name} had them.")
        self.stdout.write("Sign-in and mail are shut. Look at it, then run: manage.py open_after_restore")
