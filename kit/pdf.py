"""Accessible PDF documents (PDF/UA-1) from our own Typst templates and plain data."""

import logging
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

from kit.drawing import ROOT, DrawingError, draw
from kit.font_coverage import characters_in

log = logging.getLogger(__name__)

FONTS = ROOT / "static" / "fonts" / "pdf"
TEMPLATES = Path(__file__).parent / "typst"
INVISIBLE = ("Cc", "Cf", "Mn", "Me", "Z")  # controls, joiners, marks left alone, spaces
SUBSTITUTE = "\N{WHITE SQUARE}"
ALWAYS_FINE = frozenset(map(ord, "\n\t"))
MOST_LOGGED = 20
FORBIDDEN = frozenset({0, 0xFEFF, 0xFFFE})  # by PDF/UA, whatever the fonts hold


def build_pdf(template: str, data: dict[str, Any], *, title: str, created: datetime | None = None) -> bytes:
    """Set `data` with kit/typst/<template>.typ; give back the bytes of a tagged PDF/UA-1 file in en-GB.

    data: JSON-able, in the shape the template's first lines describe. Its strings are shown as they are and
    never read as markup. A character no bundled font has is shown as an empty square and logged (the
    character's number only). title: the document's title, shown in the window and read out first.
    created: aware moment written into the file; without it the file carries no date. The same arguments
    give the same bytes. DrawingError when the template is unknown or the data does not fit it.
    """
    if not (TEMPLATES / f"{template}.typ").is_file() or not template.isidentifier():
        raise DrawingError(f"There is no document template called {template}")
    missing: set[str] = set()
    wish = {
        "what": "pdf",
        "template": template,
        "title": _showable(title, missing),
        "data": _showable(data, missing),
        "created": created.isoformat() if created else None,
    }
    _log_missing(template, missing)
    return draw(wish)


def _showable(value, missing):
    """The same JSON value with every string made showable; what had to be replaced is added to `missing`."""
    if isinstance(value, dict):
        return {key: _showable(part, missing) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_showable(part, missing) for part in value]
    if isinstance(value, str):
        return _showable_text(value, missing)
    return value


def _showable_text(text, missing):
    """Composed where Unicode can (so that a letter and its accent come from one font), then filtered."""
    known = characters_in(FONTS) - FORBIDDEN
    text = unicodedata.normalize("NFC", text)
    if all(ord(character) in known for character in text):
        return text
    return "".join(_or_substitute(character, known, missing) for character in text)


def _or_substitute(character, known, missing):
    """Itself; the same in other characters; a space for any space; nothing for the invisible; else the square."""
    if ord(character) in known or ord(character) in ALWAYS_FINE:
        return character
    for form in ("NFD", "NFKC"):
        other = unicodedata.normalize(form, character)
        if all(ord(part) in known for part in other):
            return other
    kind = unicodedata.category(character)
    if kind.startswith(INVISIBLE):
        return " " if kind.startswith("Z") else ""
    missing.add(character)
    return SUBSTITUTE


def _log_missing(template, missing):
    if missing:
        codes = ", ".join(f"U+{ord(character):04X}" for character in sorted(missing)[:MOST_LOGGED])
        log.warning("No font for %s in a PDF of template %s: shown as a square", codes, template)
