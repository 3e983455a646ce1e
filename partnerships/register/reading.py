"""Which cells stand on which line. A hostile line spoils itself and no other."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from partnerships.register.opening import Line, Source
from partnerships.register.refusals import FileRefusedError

LETTERS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
MOST_LINES_OF_A_ROW = 10
NOT_A_LETTER = re.compile("[\udc80-\udcff]")

TOO_LONG = "This line is longer than 100,000 characters"
UNCLOSED = "A quotation mark is opened here and not closed"
NUL = "There is a NUL character in this value"
MUDDLED = "The quotation marks or line breaks on this line are muddled"


class Row(NamedTuple):
    """The cells of a line, or why there are none that can be used."""

    line: int
    cells: list[str]
    column: int = 0
    reason: str = ""


class Reader:
    """Goes through a file row by row, in the letters that it is written in."""

    def __init__(self, source: Source, encoding: str) -> None:
        """Read the header, which says how wide every line must be."""
        self._lines = source.lines()
        self._encoding, self._held = encoding, deque[Line]()
        self.header = self._header()

    def _header(self) -> list[str]:
        for line in self._lines:
            text = self._decoded(line)
            if text.strip() and not line.cut:
                return [cell.strip() for cell in next(csv.reader([text]))]
            break
        raise FileRefusedError("The first line must name the columns; it is empty or far too long.")

    def _decoded(self, line: Line) -> str:
        encoding = self._encoding if line.number == 1 else self._encoding.removesuffix("-sig")
        return line.text.decode(encoding, errors="surrogateescape")

    def _next(self) -> Line | None:
        return self._held.popleft() if self._held else next(self._lines, None)

    def __iter__(self) -> Iterator[Row]:
        """Every row that is not blank."""
        while line := self._next():
            row = self._row(line)
            if any(row.cells) or row.reason:
                yield row

    def _row(self, line: Line) -> Row:
        text = self._decoded(line)
        if line.cut:
            return self._cut(line, text)
        if text.count('"') % 2:
            return self._longer(line, text)
        return self._checked(line.number, text)

    def _cut(self, line: Line, text: str) -> Row:
        cells = _cells(text + '"' * (text.count('"') % 2)) or [text]
        return Row(line.number, cells, min(len(cells), len(self.header)) - 1, TOO_LONG)

    def _longer(self, line: Line, text: str) -> Row:
        """A value with a line break in it: take lines until its quotation mark closes, or put them back."""
        taken: list[Line] = []
        while len(taken) < MOST_LINES_OF_A_ROW and (following := self._next()):
            taken.append(following)
            if following.cut or self._is_a_row(following):
                break
            if following.text.count(b'"') % 2:
                row = self._checked(line.number, text + "".join(self._decoded(one) for one in taken))
                if not row.reason:
                    return row
                break
        self._held.extendleft(reversed(taken))
        cells = _cells(text + '"') or [text]
        return Row(line.number, cells, min(len(cells), len(self.header)) - 1, UNCLOSED)

    def _is_a_row(self, line: Line) -> bool:
        """As wide as the header by itself: a row that an open quotation mark must not swallow."""
        return len(_cells(self._decoded(line)) or []) == len(self.header)

    def _checked(self, number: int, text: str) -> Row:
        cells = _cells(text)
        if cells is None:
            return Row(number, [text], 0, MUDDLED)
        if not any(cells):
            return Row(number, [])
        if len(cells) != len(self.header):
            return Row(number, cells, min(len(cells), len(self.header)) - 1, self._width(len(cells)))
        if text.isascii() and "\0" not in text:
            return Row(number, cells)
        return self._looked_through(number, cells)

    def _width(self, found: int) -> str:
        much = "many" if found > len(self.header) else "few"
        return f"This line has too {much} columns: {found}, where the header has {len(self.header)}"

    def _looked_through(self, number: int, cells: list[str]) -> Row:
        for column, cell in enumerate(cells):
            if "\0" in cell:
                return Row(number, cells, column, NUL)
            if NOT_A_LETTER.search(cell):
                return Row(number, cells, column, f"This value is not written in {LETTERS[self._encoding]}")
        return Row(number, cells)


def _cells(text: str) -> list[str] | None:
    try:
        rows = list(islice(csv.reader([text] if "\n" not in text.rstrip("\r\n") else text.splitlines(True)), 2))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else ([] if not rows else None)
