"""What an import could not use: said by line, column, value and reason, and written as a file for a spreadsheet."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 60  # characters of a value that are shown
HEADINGS = ["File", "Line", "Column", "Value", "Reason", "What was done"]
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


class FileRefusedError(Exception):
    """The whole file cannot be imported; the words say why and what to do."""


class LineRefusedError(Exception):
    """One line cannot be imported: the column, what stood there, and why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


@dataclass(frozen=True)
class Trouble:
    """One thing that an import could not use. A line is refused whole, or one value of it is left out."""

    line: int
    column: str
    value: str
    reason: str
    refused: bool = True

    @property
    def done(self) -> str:
        return "Line refused" if self.refused else "Value left out"


def shown(value: str) -> str:
    """A value fit to be shown: short, and with nothing in it that does not print."""
    short = value if len(value) <= SHOWN else value[:SHOWN] + "…"
    return "".join(ch if ch.isprintable() else _named(ch) for ch in short)


def _named(ch: str) -> str:
    code = ord(ch)
    return f"[byte {code - 0xDC00:02X}]" if 0xDC80 <= code <= 0xDCFF else f"[character {code:02X}]"


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) else value


def write(stream, troubles_by_file: Iterable[tuple[str, Iterable[Trouble]]]) -> None:
    """Write the list as CSV. The stream is text, opened as UTF-8 with a byte-order mark for spreadsheets."""
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for name, troubles in troubles_by_file:
        for one in troubles:
            cells = [name, str(one.line), one.column, shown(one.value), one.reason, one.done]
            writer.writerow([safe_cell(cell) for cell in cells])
