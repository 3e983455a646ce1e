"""Charts: fit for our pages, and true to their figures."""

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from kit import charts
from kit.chart_scale import ChartError, scale_for, text_of
from kit.chart_svg import clean
from kit.charts import Point, Reference, bar_chart, line_chart
from kit.protect import HIDDEN

SVG = "{http://www.w3.org/2000/svg}"
MINUS = "\N{MINUS SIGN}"
TERMS = ["Autumn", "Spring", "Summer"]


def points(*values, series=""):
    return [Point(term, value, series) for term, value in zip(TERMS, values, strict=False)]


def bars(*values, **more):
    return bar_chart(points(*values), **{"alt": "Pupils by term", "value_title": "Pupils"} | more)


def lines(*values, **more):
    return line_chart(points(*values, series="Ours"), **{"alt": "Pupils by term", "value_title": "Pupils"} | more)


def texts(svg):
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def shapes(svg, fill):
    return [path for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == fill]


def strokes(svg, colour):
    return [path.get("d") for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("stroke") == colour]


CHARTS = {
    "bars": lambda: bars(5, 8, 12),
    "lines": lambda: lines(5, None, 12),
    "level": lambda: bars(5, HIDDEN, 12, horizontal=True, references=[Reference("Target 9", 9)]),
    "grouped": lambda: bar_chart(
        points(1, 2, 3, series="Last year") + points(4, 5, 6, series="This year"), alt="Two years", value_title="Days"
    ),
}


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_nothing_in_it_needs_more_than_a_strict_policy(draw):
    for element in ElementTree.fromstring(draw()).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "path", "line", "rect", "circle", "text", "tspan"}
        assert not {name for name in element.attrib if name in ("style", "id", "href") or name.startswith("on")}
        assert not [value for value in element.attrib.values() if "url(" in value or "javascript:" in value]


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_it_is_one_image_that_takes_the_width_it_is_given(draw):
    svg = draw()
    root = ElementTree.fromstring(svg)

    assert svg.startswith("<svg ")
    assert root.get("role") == "img"
    assert root.get("class") == "chart"
    assert re.fullmatch(r"0 0 640 \d+", root.get("viewBox"))
    assert {"width", "height"}.isdisjoint(root.attrib)


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_words_are_ink_in_our_font(draw):
    for text in ElementTree.fromstring(draw()).iter(f"{SVG}text"):
        assert text.get("fill") in ("#0b0c0c", "#484f55")
        assert text.get("font-family").startswith("'Atkinson Hyperlegible Next', ")


def test_the_alternative_text_is_escaped_and_needed():
    svg = bars(5, alt='Years 10 & 11 <b> "up"')

    assert ElementTree.fromstring(svg).get("aria-label") == 'Years 10 & 11 <b> "up"'
    with pytest.raises(ValueError, match="what it shows"):
        bars(5, alt=" ")


def test_labels_are_words_and_not_markup():
    svg = bar_chart([Point("<script>alert(1)</script> 'x'", 5)], alt="a", value_title="</svg>")

    assert "<script" not in svg
    assert svg.count("</svg>") == 1


def test_bars_start_at_zero_and_carry_their_figures():
    svg = bars(25, 30, 28)

    assert "0" in texts(svg)
    assert {"25", "30", "28"} <= set(texts(svg))
    assert len(shapes(svg, "#12436D")) == 3


def test_a_hidden_bar_is_a_gap_with_its_mark_and_a_missing_one_only_a_gap():
    hidden, missing, nought = bars(25, HIDDEN), bars(25, None), bars(25, 0)

    assert len(shapes(hidden, "#12436D")) == len(shapes(missing, "#12436D")) == 1
    assert "c" in texts(hidden)
    assert "c" not in texts(missing)
    assert len(shapes(nought, "#12436D")) == 2


def test_a_line_breaks_where_there_is_no_figure():
    whole = line_chart([Point(str(n), 20) for n in range(4)], alt="a", value_title="v")
    broken = line_chart([Point(str(n), v) for n, v in enumerate([20, 20, None, 20])], alt="a", value_title="v")

    (one,), (two,) = strokes(whole, "#12436D"), strokes(broken, "#12436D")
    assert one.count("M") == 1
    assert two.count("M") == 2


def test_a_hidden_point_is_marked_below_its_gap_and_never_plotted():
    svg = lines(20, HIDDEN, 21)

    assert "c" in texts(svg)
    assert len(shapes(svg, "#12436D")) == 2


def test_lines_are_named_at_their_end_and_a_legend_is_not_needed():
    svg = line_chart(points(5, 6, 7, series="Ours") + points(5, 6, 7, series="Theirs"), alt="a", value_title="v")

    assert texts(svg).count("Ours") == texts(svg).count("Theirs") == 1


def test_names_at_line_ends_do_not_touch():
    ends = [p for n in range(5) for p in points(50, 50, 50 + n / 10, series=f"Line {n}")]
    svg = line_chart(ends, alt="a", value_title="v")

    heights = [
        float(re.search(r"translate\([\d.]+,([\d.]+)\)", text.get("transform"))[1])
        for text in ElementTree.fromstring(svg).iter(f"{SVG}text")
        if "Line" in "".join(text.itertext())
    ]
    ordered = sorted(heights)
    assert all(after - before >= 16 for before, after in pairwise(ordered))


def test_grouped_bars_have_a_legend_in_the_order_of_the_bars():
    words = texts(CHARTS["grouped"]())

    assert words.index("Last year") < words.index("This year")


def test_categories_keep_the_order_given():
    words = texts(bars(1, 2, 3))

    assert sorted(TERMS, key=words.index) == TERMS


def test_references_are_drawn_and_named():
    svg = bars(5, references=[Reference("Target 9", 9)])

    assert "Target 9" in texts(svg)
    assert 'stroke-dasharray="5,4"' in svg


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        ([], "at least one"),
        ([Point("Autumn", 1), Point("Autumn", 2)], "two figures"),
        ([Point("Autumn", 1, str(n)) for n in range(5)], "at most 4"),
    ],
)
def test_what_cannot_be_drawn_is_refused(given, trouble):
    with pytest.raises(ChartError, match=trouble):
        bar_chart(given, alt="a", value_title="v")


def test_an_unknown_format_is_refused():
    with pytest.raises(ChartError, match="cannot be written"):
        bars(5, value_format="furlongs")


def test_all_hidden_still_draws():
    assert texts(bars(HIDDEN, HIDDEN, HIDDEN)).count("c") == 3


def test_the_same_figures_are_drawn_once(monkeypatch):
    svg = bars(41, 42, 43)
    monkeypatch.setattr(charts, "draw", None)

    assert bars(41, 42, 43) == svg


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (1204, "count", "1,204"),
        (Decimal("62.45"), "percent", "62.5%"),
        (-4, "count", f"{MINUS}4"),
        (3150, "pounds", "£3,150"),
        (-3150, "pounds", f"{MINUS}£3,150"),
        (Decimal("7.25"), "decimal", "7.3"),
    ],
)
def test_figures_are_written_as_readers_write_them(value, kind, written):
    assert text_of(value, kind) == written


@pytest.mark.parametrize(
    ("values", "kind", "labels"),
    [
        ([3], "count", ("0", "1", "2", "3")),
        ([0], "count", ("0", "1")),
        ([], "count", ("0", "1")),
        ([62.4], "percent", ("0%", "20%", "40%", "60%", "80%")),
        ([-7, 12], "count", (f"{MINUS}10", f"{MINUS}5", "0", "5", "10", "15")),
        ([0.4], "decimal", ("0", "0.1", "0.2", "0.3", "0.4")),
    ],
)
def test_axes_have_few_round_steps(values, kind, labels):
    assert scale_for(values, kind, from_zero=True).labels == labels


def test_an_axis_may_begin_near_the_lowest_line():
    assert scale_for([58.1, 63.0], "percent", from_zero=False).low == 58


def test_cleaning_drops_what_could_act():
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>x</style><script>x</script>'
        '<a href="x"><path d="M0,0h1"/></a><path id="i" style="fill:red" onclick="x" fill="red" d="M0,0h1"/></svg>'
    )

    assert clean(raw, "A").count("<") == 3
    assert 'fill="red"' in clean(raw, "A")
