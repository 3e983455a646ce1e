"""Numbers on charts: round ends for an axis, and how a figure is written."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


class ChartError(ValueError):
    """The figures cannot be drawn as asked."""


# value_format → (decimals on a figure, before, after)
FORMATS = {"count": (0, "", ""), "decimal": (1, "", ""), "percent": (1, "", "%"), "pounds": (0, "£", "")}
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high` with a grid line at each of `ticks`, labelled by `labels` (same length)."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]


def scale_for(values: list[float], value_format: str, *, from_zero: bool) -> Scale:
    """The Scale that holds every value in at most 6 round steps of 1, 2 or 5 (times a power of ten)."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    step = _step(high - low, whole=value_format == "count")
    first, last = math.floor(low / step + 1e-9), max(math.ceil(high / step - 1e-9), math.floor(low / step) + 1)
    ticks = tuple(round(n * step, 10) for n in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks, tuple(_tick(tick, value_format) for tick in ticks))


def _step(span, *, whole):
    """The smallest round step that needs at most MOST_STEPS - 1 of itself to cover the span."""
    rough = max(span / (MOST_STEPS - 1), 1.0 if whole else 1e-6) if span else 1.0
    power = 10 ** math.floor(math.log10(rough))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= rough * (1 - 1e-9))


def text_of(value: int | float | Decimal, value_format: str) -> str:
    """A figure as a reader writes it: 62.5%, 1,204, £3,150, with a true minus sign. Halves round away from zero."""
    return _written(value, value_format, format_of(value_format)[0])


def format_of(value_format: str) -> tuple[int, str, str]:
    """(decimals, what stands before, what stands after). ChartError for a format we do not have."""
    if value_format not in FORMATS:
        raise ChartError(f"A figure cannot be written as {value_format}")
    return FORMATS[value_format]


def _tick(value, value_format):
    """A grid line's label: no decimals unless the step needs them."""
    return _written(value, value_format, 0 if float(value).is_integer() else 1)


def _written(value, value_format, decimals):
    _decimals, before, after = format_of(value_format)
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{before}{abs(rounded):,}{after}"
