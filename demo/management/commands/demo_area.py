"""Fills the database with the demonstration area: one county, a year of registers, cases at every stage."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.area import load, sign_ins

LATER = ("la", "twenty", "england")


class Command(BaseCommand):
    """As the owner of the database; safe to run again."""

    help = "Load the demonstration area as the owner of the database. Does nothing where it is loaded already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=[*load.SCALES, *LATER], default="area", help="How much to make")
        parser.add_argument("--sign-ins", type=Path, help="Where to write who may sign in, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] in LATER:
            raise CommandError(f"The scale {options['scale']} cannot be made yet: only area so far.")
        try:
            made = load.load(say=self.stdout.write)
        except load.AreaError as trouble:
            raise CommandError(str(trouble)) from trouble
        if not made:
            self.stdout.write("The demonstration area is there already.")
        if options["sign_ins"]:
            sign_ins.write(options["sign_ins"])
