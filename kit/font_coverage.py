"""Which characters a folder of TrueType fonts can show.

PDF/UA forbids a character that no font has, so we must know before setting the page. Only the character map
is read (formats 4 and 12 of the OpenType `cmap` table), which needs no library.
"""

import struct
from functools import cache
from pathlib import Path


@cache
def characters_in(folder: Path) -> frozenset[int]:
    """Code points shown by every weight of at least one family in the folder.

    Files are named Family_Weight.ttf; a character that only the regular has would fail in a bold heading.
    FileNotFoundError when the folder holds no fonts.
    """
    families: dict[str, set[int]] = {}
    for path in sorted(folder.glob("*.ttf")):
        name, found = path.name.split("_")[0], characters_of(path.read_bytes())
        families[name] = families[name] & found if name in families else found
    if not families:
        raise FileNotFoundError(f"No fonts in {folder.name}/")
    return frozenset().union(*families.values())


def characters_of(font: bytes) -> set[int]:
    """Code points of one font file, given as its bytes."""
    start = _table(font, b"cmap")
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        offset = start + struct.unpack_from(">I", font, start + 8 + 8 * n)[0]
        kind = struct.unpack_from(">H", font, offset)[0]
        if kind in READERS:
            found |= READERS[kind](font, offset)
    return found


def _table(font, tag):
    for n in range(struct.unpack_from(">H", font, 4)[0]):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if name == tag:
            return offset
    raise ValueError("Not a TrueType font: no character map")


def _segments(font, at):
    """Format 4: the Basic Multilingual Plane, in segments; a glyph of 0 means not there."""
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    table = at + 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", font, table)
    return {
        code
        for n in range(count)
        for code in range(starts[n], min(ends[n], 0xFFFE) + 1)
        if _glyph(font, code, starts[n], deltas[n], ranges[n], table + 2 * n)
    }


def _glyph(font, code, start, delta, range_offset, place):
    if not range_offset:
        return (code + delta) % 0x10000
    glyph = struct.unpack_from(">H", font, place + range_offset + 2 * (code - start))[0]
    return glyph and (glyph + delta) % 0x10000


def _groups(font, at):
    """Format 12: all planes, in groups of (first, last, glyph)."""
    count = struct.unpack_from(">I", font, at + 12)[0]
    groups = (struct.unpack_from(">III", font, at + 16 + 12 * n) for n in range(count))
    return {code for first, last, _glyph_id in groups for code in range(first, last + 1)}


READERS = {4: _segments, 12: _groups}
