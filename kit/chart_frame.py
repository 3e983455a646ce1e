"""What every chart shares: its size, type, colours and axes, as parts of a Vega-Lite specification."""

import textwrap

INK, QUIET, GRID = "#0b0c0c", "#484f55", "#d5d8da"
# Quoted: a bare name ending in a digit is not valid in a font list, and the whole list would be ignored.
FONT = "'Atkinson Hyperlegible Next', 'Source Sans 3', Arial, sans-serif"
# Government Analysis Function, in its order. Some have only 3:1 on white: never used for text.
COLOURS = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (12, 4), (4, 4))
WIDTH, HEIGHT = 640, 210
LETTER = 7.2  # average width of a letter, in pixels at 13 px
WORDS = {"labelFontSize": 13, "titleFontSize": 13, "labelColor": INK, "titleColor": INK, "titleFontWeight": "normal"}


def frame(layers, *, height, above=0):
    """The whole specification. Its width is fixed, so that text has one size in all charts; height in pixels."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 4 + above, "bottom": 2},
        "background": None,
        "layer": layers,
        "config": _config(),
    }


def _config():
    return {
        "font": FONT,
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": 13, "color": INK},
        "axis": {**WORDS, "gridColor": GRID, "domainColor": INK, "titlePadding": 10},
        "legend": {
            **WORDS,
            "orient": "top",
            "title": None,
            "symbolType": "square",
            "symbolSize": 160,
            "columnPadding": 18,
            "labelLimit": 400,
            "offset": 34,  # above the title of the value axis
        },
    }


def value_axis(scale, title, horizontal):
    """Encoding of `value` on a chart_scale.Scale, grid lines and no axis line."""
    step = (scale.high - scale.low) / (len(scale.ticks) - 1)
    written = "[" + ",".join(f"'{label}'" for label in scale.labels) + "]"
    labels = f"{written}[round((datum.value - ({scale.low})) / {step})]"
    axis = {"values": list(scale.ticks), "labelExpr": labels, "domain": False, "ticks": False, "title": title}
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [scale.low, scale.high], "nice": False, "zero": False},
        "axis": axis if horizontal else {**axis, **_title_on_top(scale)},
    }


def _title_on_top(scale):
    """Level, above the axis and flush with its labels: nobody turns their head to read it."""
    widest = max(map(len, scale.labels)) * LETTER + 4
    return {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": -widest, "titleY": -14}


def label_axis(labels, title):
    """Encoding of `label` in the order given. Labels hold their own line breaks: see `broken`."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": labels,
        "axis": {
            "title": title or None,
            "grid": False,
            "ticks": False,
            "labelPadding": 6,
            "labelAngle": 0,
            "labelOverlap": False,
            "labelLimit": 0,
            "labelExpr": "split(datum.label, '\\n')",
        },
    }


def broken(label, labels, horizontal):
    """A label broken into lines that fit its place among that many labels."""
    letters = 36 if horizontal else max(6, int((WIDTH - 60) / labels / LETTER))
    return "\n".join(textwrap.wrap(label, letters))


def order(figures, field):
    """The values of a field, each once, in the order first met."""
    return list(dict.fromkeys(figure[field] for figure in figures))


def series_look(series, range_, *, legend):
    """Encoding of `series` by colour or dash. legend: None for none, {} for the usual."""
    scale = {"domain": series, "range": list(range_)[: len(series)]}
    return {"field": "series", "type": "nominal", "sort": series, "scale": scale, "legend": legend}
