"""Count all marks again and compare with the totals that pages and reports read."""

from django.core.management.base import BaseCommand, CommandError

from accounts import actor as actors
from accounts.models import Organisation
from attendance import totals


class Command(BaseCommand):
    help = "Compare half-term totals with the marks; exits with 1 and lists what differs. --rebuild counts them anew."

    def add_arguments(self, parser):
        parser.add_argument("--rebuild", action="store_true", help="count the totals anew before comparing")

    def handle(self, *args, rebuild: bool, **options):
        authorities = Organisation.objects.filter(kind=Organisation.Kind.LOCAL_AUTHORITY)
        wrong = [line for la in authorities for line in self._compare(la, rebuild)]
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"Totals and marks differ in {len(wrong)} places", returncode=1)
        self.stdout.write("Totals and marks agree")

    def _compare(self, la, rebuild: bool) -> list[str]:
        with actors.acting(actors.system(la)):
            if rebuild:
                totals.rebuild(la)
            found = [_line(one) for one in totals.differences(la)]
            stray = totals.outside_half_terms(la)
        if stray:
            found.append(f"{la}: {stray} marks stand outside the half terms, so no total counts them")
        return found


def _line(one: dict) -> str:
    """Ids only: what is printed may be kept in a log."""
    pairs = zip(totals.FIGURES, one["marks"], one["totals"], strict=True)
    figures = ", ".join(
        f"{name} {marks or 0} in marks, {kept or 0} in totals" for name, marks, kept in pairs if marks != kept
    )
    return f"placement {one['placement']}, half term {one['half_term']}, organisation {one['organisation']}: {figures}"
