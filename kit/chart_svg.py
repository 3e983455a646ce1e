"""Make Vega's SVG fit to stand inside our pages: nothing but shapes and text."""

import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
# Presentation attributes and geometry only. What is not listed is dropped: style, id, class, on…, aria-…, href.
KEPT = frozenset(
    [
        "cx",
        "cy",
        "d",
        "dominant-baseline",
        "dx",
        "dy",
        "fill",
        "fill-opacity",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "height",
        "opacity",
        "points",
        "r",
        "rx",
        "ry",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
        "transform",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
DRAWN = frozenset({"g", "path", "line", "rect", "circle", "text", "tspan"})
LONG_NUMBER = re.compile(r"\d+\.\d{3,}")

ElementTree.register_namespace("", SVG)


def clean(svg: str, alt: str) -> str:
    """The same picture as one `<svg class="chart" role="img" aria-label=alt viewBox=…>`.

    Only drawing elements and presentation attributes stay. The text is XML and so is fit for HTML as well;
    `alt` is escaped. ValueError when alt is blank.
    """
    if not alt.strip():
        raise ValueError("A chart needs a sentence saying what it shows")
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by our own helper
    for parent in list(root.iter()):
        _keep_children(parent)
        _keep_attributes(parent)
    box = f"0 0 {root.attrib.pop('width')} {root.attrib.pop('height')}"
    root.attrib = {"class": "chart", "role": "img", "aria-label": alt, "viewBox": box, "focusable": "false"}
    return ElementTree.tostring(root, encoding="unicode")


def _keep_children(parent):
    for child in list(parent):
        if child.tag.removeprefix(f"{{{SVG}}}") not in DRAWN or _is_unseen(child):
            parent.remove(child)


def _is_unseen(element):
    """Vega leaves empty paths, hidden ones and empty groups behind."""
    return element.get("display") == "none" or element.get("d") in ("", "M0,0h0v0h0Z")


def _keep_attributes(element):
    kept = {name: value for name, value in element.attrib.items() if name in KEPT}
    element.attrib = {name: LONG_NUMBER.sub(_short, value) for name, value in kept.items()}


def _short(found):
    return f"{float(found[0]):.2f}"
