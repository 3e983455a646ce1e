"""`manage.py open_after_restore`: let people and mail back into a restored service. Run as the owner."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count

from kit import outbox, quarantine
from kit.models import OutboxItem


class Command(BaseCommand):
    help = "Say what waits in a restored service; with --yes open it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="open it")
        parser.add_argument(
            "--hold", nargs="+", default=[], metavar="KIND", help="work of these kinds waits for a person, such as mail"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is changed without --yes."""
        if not quarantine.is_shut():
            raise CommandError("This service is open: it was not restored, or was opened before.")
        waiting = self.say_what_waits()
        unknown = sorted(set(options["hold"]) - set(waiting))
        if unknown:
            raise CommandError(f"No work of this kind waits: {', '.join(unknown)}")
        if options["yes"]:
            with transaction.atomic():
                held = quarantine.open_service(tries=outbox.TRIES, hold=options["hold"])
            self.stdout.write(f"Opened. {held} held back: retry them on the health page when they are still wanted.")
        else:
            self.stdout.write(
                "Nothing is changed. Add --yes to open, and --hold KIND for work that must not go by itself."
            )

    def say_what_waits(self) -> dict[str, int]:
        """Work that was done after the backup was made will be done again."""
        found = (
            OutboxItem.objects.filter(done_at=None).values_list("kind").annotate(number=Count("pk")).order_by("kind")
        )
        for kind, number in found:
            self.stdout.write(f"{number:6}  {kind}")
        return dict(found)
