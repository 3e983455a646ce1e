"""Small numbers: the only way to figures for people who may not open every pupil counted.

Pages, charts, alternative texts, CSV, PDF and API all show what these functions give back, and nothing else.

What `protect_table` guarantees, for one table whose cells are known to be whole and never negative:

* no cell of 1 to 4 is shown, and no split of fewer than 10 pupils;
* from everything shown, together with the knowledge that 0 is not hidden (except where a whole split is),
  each such cell may still be any of at least 5 values, one of which is 5 or more. This is exact, not an
  estimate: see kit/protect_audit.py.

It does not know other tables: show one set of tables a half term, give totals the reader can see elsewhere as
totals of the table, and leave the rate out where the count is hidden (the functions take HIDDEN for a count).
It is not meant to withstand someone who runs this very code backwards over every possible table.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from kit.protect_audit import Grid

SMALLEST_SHOWN = 5
SMALLEST_SPLIT = 10
SMALLEST_MEAN = 10
SMALLEST_ROUNDED_BASE = 20
MOST_HIDDEN = Decimal("0.6")


class Hidden(str):
    """A figure that is not shown. It prints as "c" everywhere and refuses arithmetic."""

    __slots__ = ()


HIDDEN = Hidden("c")
HIDDEN_NOTE = (
    "c: not shown, to protect pupils. The figure is below 5, or someone could work out from it a figure that is. "
    "A nought is a nought."
)

Cell = int | Hidden
Table = list[list[Cell]]
N = TypeVar("N")


def protect_table(
    counts: Sequence[Sequence[int]], *, row_totals: bool = False, column_totals: bool = False, sensitive: bool = False
) -> Table:
    """The table as it may be shown: the same rows and columns of pupils, each an int or HIDDEN.

    row_totals: the last column holds the sum of each row; column_totals: the last row holds that of each column.
    Totals are protected like any cell. sensitive: also hide the split of a row or column whose pupils are all in
    one cell. ValueError for ragged rows, negative counts or totals that do not add up. If `mostly_hidden`, merge
    rows or columns and try again.
    """
    grid = Grid(counts, row_totals=row_totals, column_totals=column_totals)
    for line in grid.lines:
        if line.is_split and (line.size < SMALLEST_SPLIT or (sensitive and line.is_in_one_cell)):
            grid.withhold(line)
    grid.hide_small(below=SMALLEST_SHOWN)
    _hide_second(grid)
    _hide_until_safe(grid)
    return [[HIDDEN if (r, c) in grid.hidden else n for c, n in enumerate(row)] for r, row in enumerate(grid.counts)]


def _hide_second(grid):
    """A single hidden cell in a line is what is missing to its total: hide the smallest other one too."""
    lonely = grid.lines_with_one_hidden()
    while lonely:
        others = grid.shown(lonely[0].cells)
        if not others:
            return
        grid.hide(others[0])
        lonely = grid.lines_with_one_hidden()


def _hide_until_safe(grid):
    """The audit: while some protected cell could be narrowed down, hide the smallest cell that widens it."""
    unsafe = grid.first_unsafe(reach=SMALLEST_SHOWN, span=SMALLEST_SHOWN - 1)
    while unsafe is not None:
        grid.hide(grid.best_to_hide_for(unsafe))
        unsafe = grid.first_unsafe(reach=SMALLEST_SHOWN, span=SMALLEST_SHOWN - 1)


def mostly_hidden(table: Table) -> bool:
    """Over 60% of the cells are hidden: the table should be published merged instead."""
    cells = [cell for row in table for cell in row]
    return sum(isinstance(cell, Hidden) for cell in cells) > MOST_HIDDEN * len(cells)


def protect_counts(counts: Sequence[int], *, total: bool = False) -> list[Cell]:
    """`protect_table` for a single row of counts of pupils; total: the last is the sum of the others."""
    return protect_table([counts], row_totals=total)[0]


def protect_count(count: int) -> Cell:
    """One number of pupils standing alone: HIDDEN from 1 to 4. ValueError when negative."""
    return protect_counts([count])[0]


def protect_rate(
    numerator: Cell, denominator: Cell, *, pupils: Cell | None = None, places: int = 1
) -> Decimal | Hidden:
    """Percentage, rounded half up, or HIDDEN.

    HIDDEN when the numerator or its complement is 1 to 4, the denominator below 5, or either is HIDDEN already.
    For a rate of sessions rather than of pupils give `pupils`, the number beneath it: HIDDEN below 10, as a
    mean. ValueError when the numerator is negative or above the denominator.
    """
    if isinstance(numerator, Hidden) or isinstance(denominator, Hidden) or isinstance(pupils, Hidden):
        return HIDDEN
    if not 0 <= numerator <= denominator:
        raise ValueError("A part cannot be below nothing or above the whole")
    few = range(1, SMALLEST_SHOWN)
    if denominator < SMALLEST_SHOWN or numerator in few or denominator - numerator in few:
        return HIDDEN
    if pupils is not None and pupils < SMALLEST_MEAN:
        return HIDDEN
    return (Decimal(100 * numerator) / denominator).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def protect_mean(value: N, pupils: Cell) -> N | Hidden:
    """A mean or median, in whatever unit, of that many pupils: HIDDEN below 10 or when the number is HIDDEN."""
    return HIDDEN if isinstance(pupils, Hidden) or pupils < SMALLEST_MEAN else value


def rounded_count(count: int) -> int:
    """To the nearest 5, for pages where the reader chooses the filters. Everything on such a page is rounded."""
    return 5 * ((count + 2) // 5)


def rounded_rate(numerator: int, denominator: int) -> int | Hidden:
    """Whole percentage of two rounded counts, at most 100; HIDDEN when the base is below 20 pupils."""
    base = rounded_count(denominator)
    if denominator < SMALLEST_ROUNDED_BASE:
        return HIDDEN
    return min(100, int((Decimal(100 * rounded_count(numerator)) / base).quantize(Decimal(1), ROUND_HALF_UP)))
