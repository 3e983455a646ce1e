"""Importing one published file of the register, whole or not at all."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.db import connection, transaction

from partnerships.register import links, merging, rows, staging
from partnerships.register.dating import day_of
from partnerships.register.layouts import Layout, recognise
from partnerships.register.merging import Merged
from partnerships.register.opening import Source, encoding_of
from partnerships.register.reading import LETTERS, Reader
from partnerships.register.refusals import FileRefusedError, Trouble
from partnerships.register.rows import Lines

ONE_AT_A_TIME = 7_202_605  # any number that nobody else locks


@dataclass(frozen=True)
class Outcome:
    """What an import found and did."""

    name: str
    layout: Layout
    day: dt.date
    letters: str
    read: int
    merged: Merged
    troubles: list[Trouble]

    @property
    def refused(self) -> int:
        """How many lines were refused."""
        return len({one.line for one in self.troubles if one.refused})

    @property
    def changed_nothing(self) -> bool:
        return not (self.merged.new or self.merged.changed or self.merged.confirmed)


def import_file(
    *, name: str, raw: BinaryIO, day: dt.date | None = None, progress: Callable[[int, int], None] | None = None
) -> Outcome:
    """Import a file, plain or gzip; FileRefusedError, and nothing changed, when it is not one that we can read."""
    encoding = encoding_of(Source(name, raw))
    reader = Reader(Source(name, raw, progress), encoding)
    lines = Lines(recognise(reader.header), reader)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        day, merged = _take_in(cursor, lines, name, day)
    lines.troubles.sort(key=lambda one: one.line)
    return Outcome(name, lines.layout, day, LETTERS[encoding], lines.read, merged, lines.troubles)


def _take_in(cursor, lines: Lines, name: str, given: dt.date | None) -> tuple[dt.date, Merged]:
    """Stage every line, then merge what is staged."""
    layout = lines.layout
    found = links.rows(lines) if layout.are_links else rows.establishments(lines)
    staging.stage(cursor, staging.LINKS if layout.are_links else staging.ESTABLISHMENTS, found)
    if not lines.read:
        raise FileRefusedError("There are no lines below the names of the columns.")
    day = day_of(layout, name, given, lines.newest.day)
    if layout.are_links:
        merged = links.merge(cursor, day)
    else:
        merged, nameless = merging.merge(cursor, day, lines.heading_of("urn"))
        lines.troubles += nameless
    staging.clear(cursor)
    return day, merged
