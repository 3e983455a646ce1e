"""Small numbers. The oracle below tries every table there could be; it shares no code with what it checks."""

import json
from decimal import Decimal
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.protect import (
    HIDDEN,
    HIDDEN_NOTE,
    Hidden,
    mostly_hidden,
    protect_count,
    protect_counts,
    protect_mean,
    protect_rate,
    protect_table,
    rounded_count,
    rounded_rate,
)
from kit.protect_audit import Grid

counts = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12])


@st.composite
def tables(draw, rows=(1, 2), columns=(1, 3)):
    """Tables with both totals. rows, columns: from how many to how many."""
    width, height = draw(st.integers(*columns)), draw(st.integers(*rows))
    return with_totals([[draw(counts) for _ in range(width)] for _ in range(height)])


def with_totals(inside):
    across = [[*row, sum(row)] for row in inside]
    return [*across, [sum(column) for column in zip(*across, strict=True)]]


def fits(shown, candidate):
    """Would this table, printed the same way, show the same?"""
    pairs = zip(chain(*shown), chain(*candidate), strict=True)
    return all(isinstance(cell, Hidden) or cell == count for cell, count in pairs)


def possible_tables(shown, highest=16):
    """Every table of whole numbers up to `highest` that fits what is shown, whatever the hidden cells are."""
    height, width = len(shown) - 1, len(shown[0]) - 1
    choices = [range(highest + 1) if isinstance(cell, Hidden) else [cell] for row in shown[:-1] for cell in row[:-1]]
    for flat in product(*choices):
        table = with_totals([list(flat[r * width : (r + 1) * width]) for r in range(height)])
        if fits(shown, table):
            yield table


def few_enough_to_try(shown):
    return sum(isinstance(cell, Hidden) for row in shown[:-1] for cell in row[:-1]) <= 4


@settings(max_examples=50, deadline=None)
@given(tables())
def test_no_small_cell_can_be_worked_out_from_what_is_shown(table):
    shown = protect_table(table, row_totals=True, column_totals=True)
    if not few_enough_to_try(shown):
        return

    small = [(r, c) for r, row in enumerate(table) for c, count in enumerate(row) if 0 < count < 5]
    seen = {place: set() for place in small}
    for candidate in possible_tables(shown):
        for r, c in small:
            seen[r, c].add(candidate[r][c])

    for values in seen.values():
        assert max(values) >= 5
        assert max(values) - min(values) >= 4


@settings(max_examples=300, deadline=None)
@given(tables(rows=(1, 5), columns=(1, 6)), st.booleans(), st.booleans())
def test_shown_cells_are_true_and_never_small(table, row_totals, column_totals):
    table = [row if row_totals else row[:-1] for row in (table if column_totals else table[:-1])]

    shown = protect_table(table, row_totals=row_totals, column_totals=column_totals)

    for true_row, shown_row in zip(table, shown, strict=True):
        for count, cell in zip(true_row, shown_row, strict=True):
            assert cell == HIDDEN if 0 < count < 5 else cell in (count, HIDDEN)


@settings(max_examples=100, deadline=None)
@given(tables(rows=(2, 2), columns=(2, 2)))
def test_the_audit_knows_the_exact_range_of_every_hidden_cell(table):
    grid = Grid(table, row_totals=True, column_totals=True)
    for place in [(0, 0), (1, 1), (0, 1)]:
        if grid.at(place):
            grid.hide(place)
    shown = [[HIDDEN if (r, c) in grid.hidden else n for c, n in enumerate(row)] for r, row in enumerate(table)]

    possible = [t for t in possible_tables(shown, 30) if all(t[r][c] for r, c in grid.hidden)]

    for r, c in grid.hidden:
        found = {candidate[r][c] for candidate in possible}
        assert grid.range_of((r, c)) == (min(found), max(found))


def test_hiding_only_the_small_cell_would_not_do():
    grid = Grid(with_totals([[3, 12], [14, 20]]), row_totals=True, column_totals=True)

    grid.hide_small(below=5)

    assert grid.range_of((0, 0)) == (3, 3)


def test_each_line_with_a_hidden_cell_hides_another():
    shown = protect_table(with_totals([[3, 12], [14, 20]]), row_totals=True, column_totals=True)

    assert shown == [["c", "c", 15], ["c", "c", 34], [17, 32, 49]]


def test_a_range_too_narrow_hides_more_than_the_second_cell():
    """3 and 1 add up to 4: hiding both tells that each is at most 4."""
    shown = protect_counts([3, 1, 20, 30, 54], total=True)

    assert shown == ["c", "c", "c", 30, 54]


def test_a_nought_stays_a_nought():
    assert protect_counts([0, 12, 8]) == [0, 12, 8]


def test_totals_the_reader_does_not_have_need_no_cover():
    assert protect_counts([3, 12, 8]) == ["c", 12, 8]


def test_a_total_is_protected_too():
    assert protect_table([[2, 1, 3], [20, 30, 50]], row_totals=True) == [["c", "c", "c"], [20, 30, 50]]


def test_fewer_than_ten_pupils_are_not_split_but_counted():
    assert protect_counts([6, 0, 3, 9], total=True) == ["c", "c", "c", 9]


def test_fewer_than_five_pupils_are_not_even_counted():
    assert protect_counts([3, 0, 3], total=True) == ["c", "c", "c"]


def test_nobody_is_shown_as_nobody():
    assert protect_table([[0, 0, 0], [0, 0, 0]], row_totals=True, column_totals=True) == [[0, 0, 0], [0, 0, 0]]


def test_a_sensitive_split_hides_that_all_are_in_one_cell():
    table = with_totals([[12, 0], [15, 18]])

    plain = protect_table(table, row_totals=True, column_totals=True)
    sensitive = protect_table(table, row_totals=True, column_totals=True, sensitive=True)

    assert plain[0] == [12, 0, 12]
    assert sensitive[0] == ["c", "c", 12]
    assert sensitive[1] == ["c", "c", 33]


def test_a_table_with_most_cells_hidden_is_known_as_such():
    assert mostly_hidden(protect_counts_table([[1, 2], [3, 4]]))
    assert not mostly_hidden(protect_counts_table([[11, 12], [13, 14]]))


def protect_counts_table(inside):
    return protect_table(with_totals(inside), row_totals=True, column_totals=True)


@pytest.mark.parametrize("table", [[], [[]], [[1, 2], [3]], [[1, -1]], [[5]]])
def test_what_is_not_a_table_is_refused(table):
    with pytest.raises(ValueError, match=r"A (table|count)"):
        protect_table(table, row_totals=True)


def test_totals_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="do not add up"):
        protect_counts([5, 6, 12], total=True)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, "c"), (4, "c"), (5, 5), (312, 312)])
def test_a_count_alone(count, shown):
    assert protect_count(count) == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (10, 40, Decimal("25.0")),
        (1, 3, "c"),
        (0, 4, "c"),
        (0, 0, "c"),
        (0, 5, Decimal("0.0")),
        (5, 5, Decimal("100.0")),
        (4, 40, "c"),
        (36, 40, "c"),
        (35, 40, Decimal("87.5")),
        (7, 16, Decimal("43.8")),
        (HIDDEN, 40, "c"),
        (10, HIDDEN, "c"),
    ],
)
def test_a_rate(numerator, denominator, shown):
    assert protect_rate(numerator, denominator) == shown


def test_a_rate_of_sessions_needs_ten_pupils_beneath():
    assert protect_rate(180, 240, pupils=9) == "c"
    assert protect_rate(180, 240, pupils=HIDDEN) == "c"
    assert protect_rate(180, 240, pupils=10) == Decimal("75.0")


def test_a_part_above_the_whole_is_refused():
    with pytest.raises(ValueError, match="above the whole"):
        protect_rate(6, 5)


def test_a_mean_needs_ten_pupils():
    assert protect_mean(Decimal("14.5"), 9) == "c"
    assert protect_mean(Decimal("14.5"), HIDDEN) == "c"
    assert protect_mean(Decimal("14.5"), 10) == Decimal("14.5")


def test_free_filters_round_everything():
    assert [rounded_count(n) for n in (0, 2, 3, 7, 8, 12)] == [0, 0, 5, 5, 10, 10]
    assert rounded_rate(9, 19) == "c"
    assert rounded_rate(9, 20) == 50
    assert rounded_rate(20, 20) == 100


def test_hidden_prints_as_c_everywhere_and_cannot_be_added_up():
    assert (str(HIDDEN), f"{HIDDEN}", json.dumps([HIDDEN])) == ("c", "c", '["c"]')
    assert HIDDEN_NOTE.startswith("c: ")
    with pytest.raises(TypeError):
        sum([HIDDEN, 3])
