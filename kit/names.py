"""Sort keys for names, made once and stored, so that order never depends on a server's locale."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_SPECIAL = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae"})


def name_key(*parts: str) -> str:
    """A plain lower-case key: 'Łukasz', "O'Neill-Smith" → 'lukasz oneill smith'."""
    text = " ".join(part for part in parts if part).translate(_SPECIAL)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(ch for ch in text if not unicodedata.combining(ch)).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", re.sub(r"['’`]", "", text))).strip()
