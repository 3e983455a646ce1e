"""Charts of a report as SVG: the points are frozen in the report, the picture is made when it is looked at."""

import logging
from collections.abc import Callable
from typing import Any

from kit.charts import Point, Reference, bar_chart, line_chart
from kit.drawing import DrawingError
from kit.protect import HIDDEN

log = logging.getLogger(__name__)


def svg(chart: dict[str, Any]) -> str:
    """The picture; nothing when it cannot be drawn, since the table beside it holds the same figures."""
    points = [Point(point["label"], HIDDEN if point["value"] == "c" else point["value"]) for point in chart["points"]]
    levels = [Reference(level["label"], level["value"]) for level in chart["references"]]
    draw: Callable[..., str] = bar_chart if chart["kind"] == "bar" else line_chart
    try:
        return draw(
            points,
            alt=chart["alt"],
            value_title=chart["value_title"],
            value_format=chart["value_format"],
            references=levels,
        )
    except DrawingError:
        log.exception("a chart of a report could not be drawn")
        return ""
