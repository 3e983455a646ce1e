"""Import published files of the national register of schools."""

import datetime as dt
import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnerships.register import refusals
from partnerships.register.importing import Outcome, import_file
from partnerships.register.refusals import FileRefusedError

WIDTH = 30
MOST_REASONS = 20


class Command(BaseCommand):
    help = (
        "Import files of the national register of schools, plain or gzip: the register itself, pupil premium list, "
        "school census, academies and their trusts, links, or the joined list. Doing it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--refused", metavar="PATH", type=Path, help="list what could not be used in this CSV file")
        parser.add_argument(
            "--date", metavar="YYYY-MM-DD", type=dt.date.fromisoformat, help="the day that the files are of"
        )

    def handle(self, *args, files: list[Path], refused: Path | None, date: dt.date | None, **options):
        outcomes, bad = [], 0
        for path in files:
            try:
                outcomes.append(self._import(path, date))
            except (FileRefusedError, OSError) as why:
                bad += 1
                self.stderr.write(f"{path.name}: {_sentence(why)}")
        if refused:
            self._write(refused, outcomes)
        if bad:
            raise CommandError(f"{bad} of {len(files)} files could not be imported. The others were.", returncode=1)

    def _import(self, path: Path, date: dt.date | None) -> Outcome:
        with path.open("rb") as raw:
            bar = Bar(sys.stderr, path.name)
            try:
                outcome = import_file(name=path.name, raw=raw, day=date, progress=bar.show)
            finally:
                bar.clear()
        for line in summary(outcome):
            self.stdout.write(line)
        return outcome

    def _write(self, path: Path, outcomes: list[Outcome]) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            refusals.write(stream, [(one.name, one.troubles) for one in outcomes])
        total = sum(len(one.troubles) for one in outcomes)
        self.stdout.write(f"The list of {total:,} refused lines and values is in {path}")


def _sentence(why: Exception) -> str:
    return (
        str(why) if isinstance(why, FileRefusedError) else f"The file cannot be read: {getattr(why, 'strerror', why)}."
    )


def summary(outcome: Outcome) -> list[str]:
    """What happened, in words: one line, then the reasons with their numbers."""
    merged, day = outcome.merged, outcome.day
    noun = "links" if outcome.layout.are_links else "establishments"
    known = f"{merged.changed:,} changed, {merged.confirmed:,} confirmed by this file, {merged.same:,} as they were"
    lines = [
        f"{outcome.name}: {outcome.layout.title} of {day.day} {day:%B %Y}, written in {outcome.letters}",
        f"  {outcome.read:,} lines read, {outcome.refused:,} refused",
        f"  {noun}: {merged.new:,} new, {known}",
    ]
    if outcome.changed_nothing:
        lines.append("  Nothing has changed.")
    return lines + [f"  {line}" for line in _reasons(outcome)]


def _reasons(outcome: Outcome) -> list[str]:
    counted = Counter((one.done, one.column, one.reason) for one in outcome.troubles)
    return [
        f"{number:,} × {done.lower()}: {column}: {reason}"
        for (done, column, reason), number in counted.most_common(MOST_REASONS)
    ]


class Bar:
    """A bar that fills as the file is read; nothing where nobody watches."""

    def __init__(self, stream, name: str) -> None:
        """Draw on a terminal only."""
        self._stream, self._name, self._last = stream, name, -1
        self._watched = stream.isatty()

    def show(self, done: int, size: int) -> None:
        percent = min(100, 100 * done // size) if size else 100
        if self._watched and percent != self._last:
            self._last = percent
            full = WIDTH * percent // 100
            self._stream.write(f"\r{self._name}  [{'█' * full}{'·' * (WIDTH - full)}] {percent:3}%")
            self._stream.flush()

    def clear(self) -> None:
        if self._watched:
            self._stream.write("\r\033[K")
            self._stream.flush()
