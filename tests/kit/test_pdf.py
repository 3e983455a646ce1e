"""The PDFs, walked tag by tag."""

import logging
from datetime import UTC, datetime

import pytest

from kit.drawing import DrawingError
from kit.pdf import build_pdf
from tests.kit.pdf_structure import artifacts, bookmarks, headings, opened, structure, unmarked_text
from tests.kit.sample_report import report

SIGNED = datetime(2026, 1, 9, 16, 30, tzinfo=UTC)
TITLE = "Half-termly report, Autumn 2"


@pytest.fixture(scope="module")
def pdf():
    return build_pdf("report", report(), title=TITLE, created=SIGNED)


@pytest.fixture
def document(pdf):
    with opened(pdf) as found:
        yield found


def small(**more):
    """The least report there can be."""
    words = ("title", "subtitle", "organisation", "period", "status", "footer")
    return {word: word for word in words} | {"prepared": [], "front": [], "sections": []} | more


def test_it_says_that_it_is_accessible_in_which_language_and_what_it_is_called(document):
    root = document.Root

    assert document.open_metadata()["pdfuaid:part"] == "1"
    assert document.open_metadata()["dc:title"] == TITLE
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en-GB"
    assert bool(root.ViewerPreferences.DisplayDocTitle)


def test_headings_are_one_title_then_sections_and_all_are_bookmarks(document):
    assert headings(document) == ["H1"] + ["H2"] * 7
    assert bookmarks(document)[:4] == [
        ("Half-termly report to the management committee", 0),
        ("At a glance", 1),
        ("In the head\N{RIGHT SINGLE QUOTATION MARK}s words", 1),
        ("2. Roll and places", 1),
    ]


def test_every_table_has_column_headers_and_row_headers(document):
    tables = structure(document).all("Table")

    assert len(tables) == 5
    for table in tables:
        (head,), bodies = table.all("THead"), table.all("TBody")
        assert {cell.kind for row in head.all("TR") for cell in row.within} == {"TH"}
        assert {cell.scope for cell in head.all("TH")} == {"Column"}
        for row in [row for body in bodies for row in body.all("TR")]:
            assert [cell.kind for cell in row.within] == ["TH"] + ["TD"] * (len(row.within) - 1)
            assert row.within[0].scope == "Row"


def test_a_table_without_row_headers_has_none():
    table = {"caption": "Days", "columns": [{"label": "Day"}], "rows": [["Monday"]], "row_header": False, "note": ""}
    section = {"title": "S", "finding": "", "notes": [], "charts": [], "tables": [table], "commentary": ""}

    with opened(build_pdf("report", small(sections=[section]), title="T")) as document:
        (row,) = structure(document).all("TBody")[0].all("TR")

    assert [cell.kind for cell in row.within] == ["TD"]


def test_every_table_and_every_chart_has_a_caption(document):
    tree = structure(document)

    assert len(tree.all("Caption")) == len(tree.all("Table", "Figure"))


def test_every_chart_has_an_alternative_text(document):
    figures = structure(document).all("Figure")

    assert [figure.alt.split(",")[0].split(" from ")[0] for figure in figures][:2] == ["Pupils on roll", "Attendance"]
    assert all(figure.alt for figure in figures)


def test_running_heads_are_artifacts_and_all_else_is_tagged(document):
    assert all(artifacts(page) for page in document.pages)
    assert [unmarked_text(page) for page in document.pages] == [0] * len(document.pages)


def test_pages_are_a4_upright(document):
    assert {tuple(round(float(side)) for side in page.mediabox) for page in document.pages} == {(0, 0, 595, 842)}


def test_only_the_bundled_fonts_are_used_and_they_are_embedded(document):
    fonts = [item for item in document.objects if _kind(item) == "/FontDescriptor"]
    names = {str(font.FontName).split("+")[1].split("-")[0] for font in fonts}

    assert names == {"AtkinsonHyperlegibleNext", "SourceSans3"}
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def _kind(item):
    return str(item.get("/Type")) if hasattr(item, "keys") else None


def test_the_same_data_gives_the_same_bytes(pdf):
    assert build_pdf("report", report(), title=TITLE, created=SIGNED) == pdf


def test_the_date_is_the_one_given_or_none(document):
    assert str(document.docinfo["/CreationDate"]).startswith("D:20260109163000")
    with opened(build_pdf("report", small(), title="T")) as undated:
        assert "/CreationDate" not in undated.docinfo


def test_a_table_over_the_page_repeats_its_headers_and_keeps_its_rows_whole():
    columns = [{"label": "Session"}, {"label": "Count", "numeric": True}]
    rows = [[f"Session {n}, with words enough to need a second line " * 3, str(n)] for n in range(60)]
    table = {"caption": "Long", "columns": columns, "rows": rows, "note": ""}
    section = {"title": "S", "finding": "", "notes": [], "charts": [], "tables": [table], "commentary": ""}

    with opened(build_pdf("report", small(sections=[section]), title="T")) as document:
        pages = len(document.pages)
        (found,) = structure(document).all("Table")

    assert pages > 3
    assert len(found.all("THead")) == 1
    assert sum(len(body.all("TR")) for body in found.all("TBody")) == 60


def test_data_is_never_markup():
    nasty = '#panic("read") = Heading $x$ *b* <a> @b \\ #import "x" ] } `'
    section = {"title": nasty, "finding": nasty, "notes": [nasty], "charts": [], "tables": [], "commentary": nasty}

    with opened(build_pdf("report", small(title=nasty, sections=[section]), title=nasty)) as document:
        assert headings(document) == ["H1", "H2"]
        assert [title for title, _depth in bookmarks(document)] == [nasty, nasty]


def test_names_in_many_alphabets_are_shown(caplog):
    composed = "x\N{COMBINING DOT ABOVE}, \N{ROMAN NUMERAL FOUR}, e\N{COMBINING ACUTE ACCENT}"
    names = f"Łukasz Żółć, Nguyễn Thị Ánh, Σωκράτης, Владимир, Şirin, {composed}"

    assert build_pdf("report", small(subtitle=names), title=names)
    assert not caplog.records


def test_a_character_that_no_font_has_becomes_a_square_and_is_logged_by_number(caplog):
    with caplog.at_level(logging.WARNING, logger="kit.pdf"):
        assert build_pdf("report", small(subtitle="Ji-ho 지호 \N{GRINNING FACE}"), title="T")

    (record,) = caplog.records
    assert "U+C9C0, U+D638, U+1F600" in record.getMessage()
    assert "Ji-ho" not in record.getMessage()


def test_invisible_characters_vanish(caplog):
    assert build_pdf("report", small(subtitle="a\x00b\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"), title="T")
    assert not caplog.records


@pytest.mark.parametrize("template", ["missing", "../pdf", "parts/x"])
def test_an_unknown_template_is_refused(template):
    with pytest.raises(DrawingError, match="no document template"):
        build_pdf(template, {}, title="T")


def test_data_that_does_not_fit_is_refused_without_quoting_it():
    with pytest.raises(DrawingError) as refused:
        build_pdf("report", {"title": "Private words"}, title="T")

    assert "Private" not in str(refused.value)


def test_a_letter():
    letter = {
        "to": ["Mr A. Example", "1 High Street"],
        "date": "9 January 2026",
        "title": "A place at The Bridge",
        "paragraphs": ["Dear Mr Example", "The panel met on 8 January."],
        "from": ["Yours sincerely", "Clerk to the panel"],
    }

    with opened(build_pdf("letter", letter, title="A place at The Bridge")) as document:
        assert headings(document) == ["H1"]
        assert len(document.pages) == 1
