"""The Vega-Lite layers behind kit/charts.py: bars, lines, and what is written on them."""

from itertools import pairwise

from kit.chart_frame import COLOURS, DASHES, HEIGHT, INK, QUIET, frame, label_axis, order, series_look, value_axis

BAND = 36  # pixels for one horizontal bar
ROW = 17  # least pixels between two names at the ends of lines


DASHED = {"color": INK, "strokeWidth": 1.5, "strokeDash": [5, 4]}
EDGED = ({"color": "white", "strokeWidth": 3}, DASHED)


def bars(figures, scale, references, *, titles, horizontal):
    """Grouped bars, each with its figure at its end; "c" stands at the base of one that is hidden.

    titles: (of the values, of the labels).
    """
    series, labels = order(figures, "series"), order(figures, "label")
    value, label, offset = ("x", "y", "yOffset") if horizontal else ("y", "x", "xOffset")
    place = {value: value_axis(scale, titles[0], horizontal), label: label_axis(labels, titles[1])}
    place[label]["scale"] = {
        "type": "band",
        "paddingInner": 0.25,
        "paddingOuter": 0.2 if horizontal else _slack(labels),
    }
    if len(series) > 1:
        place[offset] = {"field": "series", "type": "nominal", "sort": series, "scale": {"paddingInner": 0.06}}
    colour = {"color": series_look(series, COLOURS, legend={} if len(series) > 1 else None)}
    layers = [
        {"data": {"values": figures}, "mark": {"type": "bar"}, "encoding": {**place, **colour}},
        *(layer for line in references for layer in _reference(line, value)),
        *_figures_on_bars(figures, place, horizontal, edged=bool(references)),
        *(_reference_name(line, horizontal) for line in references),
    ]
    thick = BAND * max(1, len(series) * 0.7)
    return frame(
        layers,
        height=round(len(labels) * thick) if horizontal else HEIGHT,
        above=22 * (horizontal and bool(references)),
    )


def _slack(labels):
    """Space left and right, in bands, so that two or three bars do not become slabs."""
    return max(0.2, (6 - len(labels)) * 0.15)


def _figures_on_bars(figures, place, horizontal, edged):
    """Where a reference may cross them, twice: first as a white edge, so that they stay readable."""
    placed = {"values": [{**figure, "value": figure["value"] or 0} for figure in figures]}
    side = {"align": "left", "baseline": "middle", "dx": 5} if horizontal else {"baseline": "bottom", "dy": -4}
    encoding = {**place, "text": {"field": "text"}}
    looks = ({"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}, {}) if edged else ({},)
    return [{"data": placed, "mark": {"type": "text", **side, **look}, "encoding": encoding} for look in looks]


def lines(figures, scale, references, *, titles):
    """Lines with points and, right of the last period, each one's name. titles: (of the values, of the periods)."""
    series, labels = order(figures, "series"), order(figures, "label")
    place = {"x": label_axis(labels, titles[1]), "y": value_axis(scale, titles[0], False)}
    place["x"]["scale"] = {"type": "point", "padding": 0.3}
    colour, dash = series_look(series, COLOURS, legend=None), series_look(series, map(list, DASHES), legend=None)
    shown = [figure for figure in figures if figure["value"] is not None]
    broken = {"type": "line", "strokeWidth": 2.5, "invalid": "break-paths-show-path-domains"}
    dot = {"type": "point", "filled": True, "size": 55, "opacity": 1}
    layers = [
        {"data": {"values": figures}, "mark": broken, "encoding": {**place, "color": colour, "strokeDash": dash}},
        *(layer for line in references for layer in _reference(line, "y", (DASHED,))),
        {"data": {"values": shown}, "mark": dot, "encoding": {**place, "color": colour}},
        _hidden_marks(figures, place, scale),
        *(_end_name(end) for end in _ends(figures, series, references, scale)),
    ]
    return frame(layers, height=HEIGHT)


def _hidden_marks(figures, place, scale):
    """A "c" on the axis below each gap that protects someone."""
    hidden = [{**figure, "value": scale.low} for figure in figures if figure["value"] is None and figure["text"]]
    mark = {"type": "text", "baseline": "bottom", "dy": -3, "color": QUIET}
    return {"data": {"values": hidden}, "mark": mark, "encoding": {**place, "text": {"field": "text"}}}


def _ends(figures, series, references, scale):
    """The names at the right, pushed apart: [{label, value}], value being where the name stands."""
    wanted = [end for end in (_last(figures, name) for name in series if name) if end]
    wanted += [dict(line) for line in references]
    gap = ROW * (scale.high - scale.low) / HEIGHT
    return _apart(sorted(wanted, key=lambda end: end["value"]), gap, scale.high)


def _last(figures, name):
    shown = [figure for figure in figures if figure["series"] == name and figure["value"] is not None]
    return {"label": name, "value": shown[-1]["value"]} if shown else None


def _apart(ends, gap, top):
    """Push neighbours apart by equal shares until none is nearer than `gap`, or above `top` by over half of it."""
    for _round in range(60):
        for below, above in pairwise(ends):
            short = max(0.0, gap - (above["value"] - below["value"])) / 2
            below["value"], above["value"] = below["value"] - short, above["value"] + short
        if ends:
            ends[-1]["value"] = min(ends[-1]["value"], top + gap / 2)
    return ends


def _reference(line, axis, looks=EDGED):
    """A dashed line across the plot at the value; over dark bars it needs its white edge."""
    encoding = {axis: {"field": "value", "type": "quantitative"}}
    return [{"data": {"values": [line]}, "mark": {"type": "rule", **look}, "encoding": encoding} for look in looks]


def _reference_name(line, horizontal):
    if not horizontal:
        return _end_name(line)
    mark = {"type": "text", "baseline": "bottom", "dy": -4}
    encoding = {"x": {"field": "value", "type": "quantitative"}, "y": {"value": 0}, "text": {"field": "label"}}
    return {"data": {"values": [line]}, "mark": mark, "encoding": encoding}


def _end_name(end):
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 8}
    encoding = {"x": {"value": "width"}, "y": {"field": "value", "type": "quantitative"}, "text": {"field": "label"}}
    return {"data": {"values": [end]}, "mark": mark, "encoding": encoding}
