"""What a line of a file says: its cells read one by one, then put together as facts with their stamps."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from kit.names import name_key
from partnerships.register import kinds, values
from partnerships.register.dating import Newest, day_of_source
from partnerships.register.fields import COLUMNS, GROUPS, stamp
from partnerships.register.grid import to_latitude_and_longitude
from partnerships.register.layouts import Layout, places
from partnerships.register.reading import Reader, Row
from partnerships.register.refusals import FileRefusedError, LineRefusedError, Trouble

Cells = dict[str, Any]
DAY = "?"  # stands for the day of the file, which is known when the whole file has been read

A_LETTER_LOST = "A letter is lost here. The words are kept without it until another file has them whole"
MENDED = {"address": "address_1"}
NEWER_TYPE = "We do not know this type yet. It is kept in the file’s own words"
CLOSED_FIRST = "This is earlier than the day it opened"
NO_PLACE = "This is not a place on the national grid"
WELSH = "This is a Welsh establishment; this service is for England"
MOST_TROUBLES = 100_000
TOO_MUCH = "More than 100,000 lines or values cannot be used. Check that this is the right file."
AGAIN = "This URN is already on line {}"


class Lines:
    """Reads the lines of one file as cells with a meaning, and keeps the list of what could not be used."""

    def __init__(self, layout: Layout, reader: Reader) -> None:
        """Find where the columns of the layout stand in this file."""
        self.layout, self._reader = layout, reader
        self.read, self.troubles, self.newest = 0, list[Trouble](), Newest()
        self._places = places(layout, reader.header)
        self._columns = [(name, self._places[name], layout.columns[name]) for name in self._places]
        self._dated_at = self._index_of(layout.dated_by)
        self._seen: dict[Any, int] = {}

    def heading_of(self, name: str) -> str:
        """What this file calls the column."""
        return self._reader.header[self._places[name]]

    def _index_of(self, heading: str) -> int | None:
        return self._reader.header.index(heading) if heading in self._reader.header else None

    def __iter__(self) -> Iterator[tuple[int, Cells]]:
        """The line number and cells of every line that can be used."""
        for row in self._reader:
            self.read += 1
            if len(self.troubles) > MOST_TROUBLES:
                raise FileRefusedError(TOO_MUCH)
            try:
                yield row.line, self._cells(row)
            except LineRefusedError as why:
                self.troubles.append(Trouble(row.line, why.column, why.value, why.reason))

    def refuse(self, line: int, name: str, value: str, reason: str) -> None:
        """Note a line that is not used, by one of its values."""
        self.troubles.append(Trouble(line, self.heading_of(name), value, reason))

    def leave_out(self, line: int, name: str, value: str, reason: str) -> None:
        """Note a value that is not used, though its line is."""
        self.troubles.append(Trouble(line, self.heading_of(name), value, reason, refused=False))

    def _cells(self, row: Row) -> Cells:
        if row.reason:
            raise LineRefusedError(self._heading(row.column), row.cells[row.column], row.reason)
        cells = {name: self._cell(row, name, index, column) for name, index, column in self._columns}
        self._once(row.line, cells)
        if self._dated_at is not None:
            self._see_day(row.cells[self._dated_at])
        return cells

    def _heading(self, column: int) -> str:
        return self._reader.header[column] if column < len(self._reader.header) else ""

    def _cell(self, row: Row, name: str, index: int, column) -> Any:
        raw = row.cells[index].strip()
        if not raw:
            if column.needed:
                heading = self.heading_of(name)
                raise LineRefusedError(heading, "", f"Nothing is given for “{heading}”")
            return None
        try:
            return column.read(raw)
        except values.UnclearError as why:
            if column.needed or str(why).startswith("This begins with"):
                raise LineRefusedError(self.heading_of(name), raw, str(why)) from why
            self.leave_out(row.line, name, raw, str(why))
            return None

    def _once(self, line: int, cells: Cells) -> None:
        key = (cells["urn"], cells["other_urn"], cells["words"]) if self.layout.are_links else cells["urn"]
        first = self._seen.setdefault(key, line)
        if first != line:
            raise LineRefusedError(self.heading_of("urn"), cells["urn"], AGAIN.format(first))

    def _see_day(self, cell: str) -> None:
        try:
            self.newest.see(values.date(cell.strip()) if cell.strip() else None)
        except values.UnclearError:
            return


def establishments(lines: Lines) -> Iterator[list[Any]]:
    """Rows for staging: line, URN, the facts, and a stamp for each group of facts."""
    for line, cells in lines:
        teller = Teller(lines, line, cells)
        try:
            facts, broad = teller.facts()
        except LineRefusedError as why:
            lines.troubles.append(Trouble(line, why.column, why.value, why.reason))
            continue
        stamps = _stamps(lines.layout, cells, facts, broad)
        yield [line, cells["urn"], *(facts.get(column) for column in COLUMNS), *stamps]


def _stamps(layout: Layout, cells: Cells, facts: Cells, broad: set[str]) -> list[str | None]:
    return [_stamp(layout, cells, facts, group, group in broad) for group in GROUPS]


def _stamp(layout: Layout, cells: Cells, facts: Cells, group: str, broad: bool) -> str | None:
    known = [column for column in GROUPS[group] if column in facts]
    if not known or (group not in layout.whole and all(facts[column] in (None, "") for column in known)):
        return None
    return stamp(_day(layout, cells, group), layout.key, broad)


def _day(layout: Layout, cells: Cells, group: str) -> dt.date | str:
    source = cells.get(layout.sources.get(group, ""))
    return (day_of_source(source) if source else None) or layout.days.get(group) or DAY


def without_lost_letters(words: str) -> str:
    """Readable words, where a file that was converted wrongly has a mark in place of a letter."""
    return " ".join(words.replace(values.LOST_LETTER, " ").split())


class Teller:
    """Puts the cells of one line together as facts."""

    AS_THEY_ARE = ("la_code", "la_name", "number", "name", "opened_on", "closed_on", "low_age", "high_age",
                   "postcode", "district", "latitude", "longitude", "trust", "roll")  # fmt: skip

    def __init__(self, lines: Lines, line: int, cells: Cells) -> None:
        """Take the cells as read."""
        self._lines, self._line, self._cells = lines, line, cells
        self._facts = {name: cells[name] for name in self.AS_THEY_ARE if name in cells}
        self._broad: set[str] = set()

    def facts(self) -> tuple[Cells, set[str]]:
        """The facts, and the groups of them that are said only broadly."""
        self._type()
        self._phase()
        self._state()
        self._address()
        self._grid()
        self._words()
        self._roll()
        return self._facts, self._broad

    def _out(self, name: str, reason: str) -> None:
        self._lines.leave_out(self._line, name, str(self._cells[name]), reason)

    def _type(self) -> None:
        words, code = self._cells.get("type_words") or "", self._cells.get("type_code")
        one = kinds.type_of(code, words)
        cell = "type_words" if words else "type_code"
        if one is None:
            one = kinds.unknown_type(words or f"Type {code}")
            self._out(cell, NEWER_TYPE)
        if one.group == kinds.WELSH:
            raise LineRefusedError(self._lines.heading_of(cell), one.name, WELSH)
        if one.broad:
            self._broad.add("type")
        self._facts |= {"type_code": one.code, "type": one.name, "type_group": one.group, "kind": one.kind}
        self._suggested = one.phase

    def _phase(self) -> None:
        words = self._cells.get("phase_words")
        said = kinds.PHASES.get(kinds.key(words)) if words else None
        if said is None:
            said = self._suggested or kinds.phase_of_number(self._cells.get("number") or "")
            self._broad.add("phase")
        self._facts["phase"] = said

    def _words(self) -> None:
        """Words with a letter lost: kept without it until another file has them whole."""
        for name, words in self._facts.items():
            if isinstance(words, str) and values.LOST_LETTER in words:
                self._lines.leave_out(self._line, MENDED.get(name, name), words, A_LETTER_LOST)
                self._facts[name] = without_lost_letters(words)
                self._broad |= {group for group, columns in GROUPS.items() if name in columns}
        if self._facts.get("name"):
            self._facts["name_key"] = name_key(self._facts["name"])

    def _roll(self) -> None:
        """The newer of two counts; the older one gives way to any other file's."""
        if self._facts.get("roll") is None and self._cells.get("roll_before") is not None:
            self._facts["roll"] = self._cells["roll_before"]
            self._broad.add("roll")

    def _state(self) -> None:
        if "status_code" not in self._cells:
            return
        code, opened, closed = (self._cells.get(name) for name in ("status_code", "opened_on", "closed_on"))
        if code not in kinds.STATUSES:
            raise LineRefusedError(self._lines.heading_of("status_code"), str(code), "The status must be 1, 2, 3 or 4")
        self._facts["status"] = kinds.STATUSES[code].value
        if opened and closed and closed < opened:
            self._out("closed_on", CLOSED_FIRST)
            self._facts["closed_on"] = None

    def _address(self) -> None:
        if "address_1" not in self._cells:
            return
        parts = [self._cells.get(f"address_{part}") for part in range(1, 6)]
        self._facts["address"] = ", ".join(part for part in parts if part)

    def _grid(self) -> None:
        if "easting" not in self._cells:
            return
        easting, northing = self._cells["easting"], self._cells.get("northing")
        here = to_latitude_and_longitude(easting, northing) if easting and northing else (None, None)
        if here[0] is not None and not (49 <= here[0] <= 61 and -9 <= here[1] <= 2):
            self._out("easting", NO_PLACE)
            here = (None, None)
        if here[0] is None:
            easting = northing = None
        self._facts |= {"easting": easting, "northing": northing, "latitude": here[0], "longitude": here[1]}
