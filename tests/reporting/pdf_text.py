"""The words of a PDF, read through each font's own table, the way copying from it works."""

import io
import re

import pikepdf


def text_of(pdf: bytes) -> str:
    """All text shown, page by page, without any space: where words are set apart is no matter of ours."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return re.sub(r"\s", "", "\n".join(_page(page) for page in document.pages))


def _page(page) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    letters, words = {}, []
    for part in pikepdf.parse_content_stream(page):
        operator = str(part.operator)
        if operator == "Tf":
            letters = fonts[str(part.operands[0])]
        elif operator in ("Tj", "TJ"):
            pieces = part.operands[0] if operator == "TJ" else part.operands
            words += [_decoded(bytes(piece), letters) for piece in pieces if isinstance(piece, pikepdf.String)]
    return "".join(words)


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters.get(int.from_bytes(codes[n : n + 2], "big"), "") for n in range(0, len(codes), 2))


def _letters(font) -> dict[int, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        found |= {int(code, 16): _words(to) for code, to in re.findall(r"<(\w+)>\s*<(\w+)>", block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, to in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(first, 16)
            found |= {code: chr(int(to, 16) + code - start) for code in range(start, int(last, 16) + 1)}
    return found


def _words(to: str) -> str:
    return bytes.fromhex(to).decode("utf-16-be")
