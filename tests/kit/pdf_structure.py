"""Walk the tags of a PDF, the way a screen reader does."""

import io
from dataclasses import dataclass, field

import pikepdf


@dataclass
class Tag:
    """One structure element: its kind without the slash, its own attributes, and the elements within."""

    kind: str
    alt: str
    scope: str
    within: list["Tag"] = field(default_factory=list)

    def all(self, *kinds):
        """Every element of those kinds below this one, in reading order."""
        found = [self] if self.kind in kinds else []
        for tag in self.within:
            found += tag.all(*kinds)
        return found


def opened(pdf):
    """The bytes of a PDF as a pikepdf document."""
    return pikepdf.open(io.BytesIO(pdf))


def structure(document):
    """The whole tree as a Tag of kind "Root"."""
    return Tag("Root", "", "", _within(document.Root.StructTreeRoot))


def headings(document):
    """Kinds of the headings in reading order: ["H1", "H2", …]."""
    return [tag.kind for tag in structure(document).all(*(f"H{n}" for n in range(1, 7)))]


def bookmarks(document):
    """Titles of the outline with their depth from 0, in order."""
    with document.open_outline() as outline:
        return [found for item in outline.root for found in _bookmarks(item, 0)]


def artifacts(page):
    """How many pieces of a page are marked as no part of the text: running heads, rules, page numbers."""
    begun = [part.operands for part in pikepdf.parse_content_stream(page) if str(part.operator) in ("BDC", "BMC")]
    return sum(str(operands[0]) == "/Artifact" for operands in begun)


def unmarked_text(page):
    """How many times text is shown outside any mark: neither read out nor declared decoration."""
    depth, loose = 0, 0
    for part in pikepdf.parse_content_stream(page):
        operator = str(part.operator)
        depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
        loose += operator in ("Tj", "TJ") and depth == 0
    return loose


def _bookmarks(item, depth):
    yield item.title, depth
    for child in item.children:
        yield from _bookmarks(child, depth + 1)


def _within(node):
    kids = node.get("/K", [])
    listed = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [_tag(kid) for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _tag(node):
    return Tag(str(node.S)[1:], str(node.get("/Alt", "")), _scope(node), _within(node))


def _scope(node):
    owners = node.get("/A", [])
    for attributes in owners if isinstance(owners, pikepdf.Array) else [owners]:
        if "/Scope" in attributes:
            return str(attributes.Scope)[1:]
    return ""
