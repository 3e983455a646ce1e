"""What sections are made of: tables, charts, indicators, and figures in words. All plain JSON."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from kit.protect import Hidden
from reporting.sections.eyes import Exact, Rate


@dataclass
class Section:
    """One question a committee asks, answered: a finding, then charts, then tables; its lines of the front page."""

    key: str
    title: str
    finding: str
    notes: list[str] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]], *, words: Iterable[int] = (), note=""
) -> dict:
    """Figures under headings; the first column names the row. `words`: numbers of the columns that hold words."""
    columns = [{"label": label, "numeric": place not in {0, *words}} for place, label in enumerate(head)]
    return {
        "caption": caption,
        "columns": columns,
        "rows": [[shown(cell) for cell in row] for row in rows],
        "note": note,
    }


def bars(title: str, alt: str, points: Iterable[tuple[str, Any]], *, value_title: str, references=()) -> list[dict]:
    """One bar chart, or none when no bar would be shown."""
    return _chart("bar", title, alt, [(label, value) for label, value in points], value_title, "count", references)


def line(title: str, alt: str, points: Iterable[tuple[str, Any]], *, value_title: str, references=()) -> list[dict]:
    """One line of percentages over half terms, or none when no point would be shown."""
    return _chart("line", title, alt, list(points), value_title, "percent", references)


def _chart(kind, title, alt, points, value_title, value_format, references) -> list[dict]:
    if not any(_plain(value) is not None and not isinstance(value, Hidden) for _, value in points):
        return []
    return [
        {
            "kind": kind,
            "title": title,
            "alt": alt,
            "points": [{"label": label, "value": _plain(value)} for label, value in points],
            "value_title": value_title,
            "value_format": value_format,
            "references": [{"label": label, "value": _plain(value)} for label, value in references],
        }
    ]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def indicator(label: str, value: Any, note: str = "", direction: str = "") -> dict[str, str]:
    """One line of the front page. direction: "better", "worse", "same" or nothing."""
    return {"label": label, "value": shown(value), "note": note, "direction": direction}


def shown(value: Any) -> str:
    """A figure as people read it; nothing to show is a dash."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return f"{value}%"
    return f"{value:,}"


def is_hidden(*values: Any) -> bool:
    return any(isinstance(value, Hidden) for value in values)


def pupils(number: Any) -> str:
    return f"{number} pupil" if number == 1 else f"{number} pupils"


def direction(now: Rate, before: Rate, base: int, *, higher_is_better: bool = True) -> str:
    """Which way a rate moved. A change smaller than two pupils are worth is not commented on."""
    if now is None or before is None or is_hidden(now, before) or not base:
        return ""
    change = Decimal(now) - Decimal(before)
    if abs(change) < Decimal(200) / base:
        return "same"
    return "better" if (change > 0) == higher_is_better else "worse"


def one_pupil(base: int, eye: Exact) -> list[str]:
    """The note on what one pupil is worth."""
    if not base:
        return []
    about = "" if eye.is_exact else "about "
    worth = f"One pupil is worth {about}{Decimal(100) / base:.1f} points."
    return [f"{worth} A change smaller than two pupils is not commented on."]


def day(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%-d %B %Y}"
