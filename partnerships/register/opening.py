"""Which bytes are in the file, and in which letters they are written."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

from partnerships.register.refusals import FileRefusedError

MOST_BYTES = 500_000_000  # the whole register is about a tenth of this
MOST_OF_A_LINE = 100_000  # bytes; the longest true line is some 3,000
GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


DAMAGED = "The file is damaged: it cannot be unpacked to its end. Download it again."
TOO_BIG = "The file is too big: unpacked it is more than 500 MB, ten times the whole register."


class Line(NamedTuple):
    """One line as it stands in the file."""

    number: int
    text: bytes
    cut: bool  # it went on and on, and the rest was let go


class Source:
    """A file that can be read from the start as often as needed."""

    def __init__(self, name: str, raw: BinaryIO, progress: Callable[[int, int], None] | None = None) -> None:
        """Measure the file; `progress` is told how many of how many bytes have been read."""
        self.name, self._raw, self._progress = name, raw, progress
        self.size = raw.seek(0, 2)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        self._raw.seek(0)
        packed = self._raw.read(2) == GZIP
        self._raw.seek(0)
        if not packed:
            yield self._raw
            return
        with gzip.GzipFile(fileobj=self._raw) as unpacked:
            yield unpacked  # type: ignore[misc]

    def lines(self) -> Iterator[Line]:
        """Each line, never more of one than `MOST_OF_A_LINE`."""
        try:
            with self._opened() as stream:
                yield from self._lines_of(stream)
        except (EOFError, gzip.BadGzipFile, zlib.error) as trouble:
            raise FileRefusedError(DAMAGED) from trouble

    def _lines_of(self, stream: BinaryIO) -> Iterator[Line]:
        number = taken = 0
        while text := stream.readline(MOST_OF_A_LINE):
            number += 1
            cut = len(text) == MOST_OF_A_LINE and not text.endswith(b"\n")
            taken += len(text) + (_let_go(stream) if cut else 0)
            if taken > MOST_BYTES:
                raise FileRefusedError(TOO_BIG)
            if self._progress and number % 200 == 0:
                self._progress(self._raw.tell(), self.size)
            yield Line(number, text, cut)


def _let_go(stream: BinaryIO) -> int:
    """Read on to the end of a line that is too long, keeping nothing."""
    gone = 0
    while text := stream.readline(1_000_000):
        gone += len(text)
        if text.endswith(b"\n") or gone > MOST_BYTES:
            break
    return gone


def encoding_of(source: Source) -> str:
    """`utf-8-sig`, `utf-8` or `cp1252`, decided by counting: a single bad line does not turn the whole file.

    A line with letters beyond ASCII is hardly ever UTF-8 by accident, so the larger count of lines tells.
    """
    first, utf_8, other = b"", 0, 0
    for line in source.lines():
        first = first or line.text
        if not line.text.isascii() and not line.cut:
            is_utf_8 = _is_utf_8(line.text)
            utf_8, other = utf_8 + is_utf_8, other + (not is_utf_8)
    if first.startswith(UTF_16):
        raise FileRefusedError("The file is written as UTF-16. Save it as “CSV UTF-8” and try again.")
    if first.startswith(BOM):
        return "utf-8-sig"
    return "utf-8" if utf_8 >= other else "cp1252"


def _is_utf_8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
