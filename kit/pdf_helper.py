"""Typst itself, and what has to be added to its tags. Runs in the drawing helper only: see kit/drawing.py."""

import io
import json
import sys
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

import pikepdf
import typst

TEMPLATES = Path(__file__).parent / "typst"


@cache
def _fonts(folder):
    """Only ours: the same pages on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def compile_pdf(wish: dict, *, fonts: Path) -> bytes:
    """PDF bytes for {"template", "title", "data", "created"}. typst.TypstError when the template objects."""
    created = wish["created"] and datetime.fromisoformat(wish["created"])
    inputs = {"title": wish["title"], "data": json.dumps(wish["data"]), "dated": "yes" if created else ""}
    compiler = typst.Compiler(
        input=str(TEMPLATES / f"{wish['template']}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(fonts),
        sys_inputs=inputs,
    )
    pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=created or 0)
    for warning in warnings:
        print(f"{wish['template']}.typ: {warning.message}", file=sys.stderr)
    return with_row_headers(cast(bytes, pdf), json.loads(compiler.query("<row-headers>", field="value")))


def with_row_headers(pdf: bytes, wanted: list[bool]) -> bytes:
    """The same PDF with the first cell of each body row tagged as that row's header.

    Typst tags column headers only. wanted: one truth a table, in the order of the document, as the table
    function of our templates notes them. ValueError when the number of tables differs.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tables = [node for node in _nodes(document.Root.StructTreeRoot) if node.get("/S") == "/Table"]
        for table, has_row_headers in zip(tables, wanted, strict=True):
            if has_row_headers:
                _tag_first_cells(table)
        return _saved(document)


def _tag_first_cells(table):
    for row in _nodes(table):
        if row.get("/S") == "/TR" and row.P.get("/S") != "/THead":
            cell = row.K[0] if isinstance(row.K, pikepdf.Array) else row.K
            cell.S = pikepdf.Name.TH
            cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def _nodes(node):
    """Every structure element below `node`, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _nodes(kid)


def _saved(document):
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
