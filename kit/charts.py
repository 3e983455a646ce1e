"""Bar and line charts as SVG text: the same string inline on a page and inside a PDF.

The SVG carries no style, script, event, id or link, so it lives under `default-src 'none'`. It has a viewBox and no
size: give the class `chart` a width. It holds no title: the page states the finding above it, and a table of
the same figures stands beside it, which is what makes the colours and the alternative text a convenience only.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache

from kit import chart_layers as layers
from kit.chart_frame import broken, order
from kit.chart_scale import ChartError, scale_for, text_of
from kit.chart_svg import clean
from kit.drawing import draw
from kit.protect import Hidden

Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: where it stands (a category or a period), how much, and of which series.

    value: a number; None when there is none (a gap); HIDDEN when protected (a gap with a "c").
    """

    label: str
    value: Number | Hidden | None
    series: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A level to compare with, drawn as a dashed line across the chart: a target, a national figure."""

    label: str
    value: Number


def bar_chart(
    points: Iterable[Point],
    *,
    alt: str,
    value_title: str,
    category_title: str = "",
    value_format: str = "count",
    horizontal: bool = False,
    references: Sequence[Reference] = (),
) -> str:
    """SVG of bars from zero, one group per label in the order first met, one colour per series.

    value_format: "count", "decimal", "percent" (62.5 means 62.5%) or "pounds". horizontal suits long labels.
    Every bar carries its figure. At most 4 series; 1 series needs no name. ChartError otherwise, or when
    no points are given or a series has two figures for one label. alt: what the picture shows, in a sentence.
    """
    figures = _figures(points, value_format, most_series=4)
    scale = scale_for(_values(figures, references), value_format, from_zero=True)
    levels, titles = [_level(line) for line in references], (value_title, category_title)
    spec = layers.bars(_fitted(figures, horizontal), scale, levels, titles=titles, horizontal=horizontal)
    return _draw(json.dumps(spec), alt)


def line_chart(
    points: Iterable[Point],
    *,
    alt: str,
    value_title: str,
    period_title: str = "",
    value_format: str = "count",
    from_zero: bool = True,
    references: Sequence[Reference] = (),
) -> str:
    """SVG of lines over periods, in the order first met, each named at its end.

    A figure that is None or HIDDEN breaks its line. At most 6 series, told apart by colour, dash and name.
    value_format, references, alt and errors are those of bar_chart.
    """
    figures = _figures(points, value_format, most_series=6)
    scale = scale_for(_values(figures, references), value_format, from_zero=from_zero)
    levels, titles = [_level(line) for line in references], (value_title, period_title)
    spec = layers.lines(_fitted(figures, False), scale, levels, titles=titles)
    return _draw(json.dumps(spec), alt)


def _figures(points, value_format, *, most_series):
    """Rows for Vega-Lite: label, series, value (number or None) and text ("c" when hidden)."""
    figures = [_figure(point, value_format) for point in points]
    if not figures:
        raise ChartError("A chart needs at least one figure")
    if len({figure["series"] for figure in figures}) > most_series:
        raise ChartError(f"A chart shows at most {most_series} series")
    if len({(figure["label"], figure["series"]) for figure in figures}) < len(figures):
        raise ChartError("A series has two figures for one label")
    return figures


def _figure(point, value_format):
    shown = isinstance(point.value, int | float | Decimal)
    return {
        **asdict(point),
        "value": float(point.value) if shown else None,
        "text": text_of(point.value, value_format) if shown else str(point.value or ""),
    }


def _fitted(figures, horizontal):
    """The rows with their labels broken into lines."""
    labels = len(order(figures, "label"))
    return [{**figure, "label": broken(figure["label"], labels, horizontal)} for figure in figures]


def _values(figures, references):
    found = [figure["value"] for figure in figures if figure["value"] is not None]
    return found + [float(line.value) for line in references]


def _level(reference):
    return {"label": reference.label, "value": float(reference.value)}


@lru_cache(maxsize=256)
def _draw(spec, alt):
    """Keyed by the whole specification with its data, so a changed figure is another chart."""
    return clean(draw({"what": "chart", "spec": json.loads(spec)}).decode(), alt)
