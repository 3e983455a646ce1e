"""`manage.py audit seal | verify | digest`: seal the audit trail, check it, and say what to keep outside."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.seals import chain
from accounts.seals.sealing import seal_all
from accounts.seals.verifying import verify


def number_and_digest(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise ArgumentTypeError("give what `audit digest` printed: a number, a colon and 64 characters")
    return int(number), digest


class Command(BaseCommand):
    help = "Seal the audit trail, or check that it is as it was sealed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["seal", "verify", "digest"])
        parser.add_argument(
            "--expect",
            type=number_and_digest,
            metavar="NUMBER:DIGEST",
            help="with verify: a digest that was kept outside",
        )

    def handle(self, *args: Any, what: str, expect: tuple[int, str] | None, **options: Any) -> None:
        {"seal": self.seal, "digest": self.digest, "verify": lambda: self.verify(expect)}[what]()

    def seal(self) -> None:
        made = seal_all()
        rows = sum(part["rows"] for seal in made for part in seal.parts)
        self.stdout.write(f"Sealed {rows} rows." if made else "Nothing new to seal.")

    def digest(self) -> None:
        """Keep this line where nobody who runs the database can reach it."""
        seal = chain.last()
        if seal is None:
            raise CommandError("There is no seal yet.")
        self.stdout.write(f"{seal.number}:{seal.digest}")

    def verify(self, expected: tuple[int, str] | None) -> None:
        verdict = verify(expected=expected)
        if verdict.last is None:
            raise CommandError("There is no seal yet, so there is nothing to check against.")
        for trouble in verdict.troubles:
            self.stdout.write(trouble)
        checked = (
            f"{verdict.rows} rows in {verdict.seals} seals, the last of {verdict.last.made_at:%-d %B %Y, %H:%M} UTC"
        )
        if verdict.troubles:
            raise CommandError(f"The audit trail is not as it was sealed ({checked}).")
        self.stdout.write(f"All as it was sealed: {checked}.")
