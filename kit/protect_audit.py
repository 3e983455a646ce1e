"""A table of counts with some cells hidden, and exactly what its readers can still work out.

A table with its totals is a circulation: from the total of all to each row's total, through the cells to the
columns' totals, and back. A shown cell is an arc whose flow is fixed, a hidden one an arc that may carry more. How
far a hidden cell can rise or fall is then a largest flow through the other hidden ones (whole numbers stay whole),
so the least and greatest values are exact. Totals that are not in the table are hidden arcs: unknown to the reader.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Place = tuple[int, int]  # (row, column), from 0
ENOUGH = 1000  # more room than any check asks for; keeps every flow finite


@dataclass(frozen=True, slots=True)
class Line:
    """Cells that add up to a total. cells: their places; values: their counts; total: its place, if in the table."""

    cells: tuple[Place, ...]
    values: tuple[int, ...]
    total: Place | None

    @property
    def size(self) -> int:
        """Pupils in the line."""
        return sum(self.values)

    @property
    def is_split(self) -> bool:
        """It shows how some pupils divide: more than one cell, and somebody in them."""
        return len(self.cells) > 1 and self.size > 0

    @property
    def is_in_one_cell(self) -> bool:
        """Whoever knows a pupil is in the line knows in which cell."""
        return sum(value > 0 for value in self.values) == 1


class Grid:
    """The counts, which cells are hidden, and the questions a reader could ask of them."""

    def __init__(self, counts: Sequence[Sequence[int]], *, row_totals: bool, column_totals: bool) -> None:
        """ValueError for ragged rows, negative counts or totals that do not add up."""
        self.counts = [list(row) for row in counts]
        self.hidden: set[Place] = set()
        self.withheld: set[Place] = set()
        self.protected: list[Place] = []
        self._check_shape()
        self.rows = len(self.counts) - column_totals
        self.columns = len(self.counts[0]) - row_totals
        self.row_totals, self.column_totals = row_totals, column_totals
        self.lines = self._lines()
        self._check_totals()

    def _check_shape(self):
        if not self.counts or not self.counts[0] or len({len(row) for row in self.counts}) > 1:
            raise ValueError("A table needs rows of one length")
        if any(count < 0 for row in self.counts for count in row):
            raise ValueError("A count cannot be negative")

    def _check_totals(self):
        if self.rows < 1 or self.columns < 1:
            raise ValueError("A table needs more than its totals")
        for line in self.lines:
            if line.total and self.at(line.total) != line.size:
                raise ValueError("The totals of the table do not add up")

    def _lines(self):
        """Rows, then columns, those of totals included."""
        wide, high = range(self.columns), range(self.rows)
        rows = [self._line([(r, c) for c in wide], (r, self.columns), self.row_totals) for r in range(len(self.counts))]
        columns = [
            self._line([(r, c) for r in high], (self.rows, c), self.column_totals) for c in range(len(self.counts[0]))
        ]
        return rows + columns

    def _line(self, cells, total, has_total):
        return Line(tuple(cells), tuple(map(self.at, cells)), total if has_total else None)

    def at(self, place: Place) -> int:
        """The true count there."""
        return self.counts[place[0]][place[1]]

    # Hiding

    def withhold(self, line: Line) -> None:
        """Hide a whole split, noughts too; its total is treated like any other cell."""
        self.hidden.update(line.cells)
        self.withheld.update(line.cells)

    def hide_small(self, *, below: int) -> None:
        """Hide every count from 1 up to `below`; a nought says nothing about anyone and stays."""
        self.hidden.update(place for place in self._places() if 0 < self.at(place) < below)
        self.protected = sorted(place for place in self.hidden if not self._is_plainly_nought(place))

    def _is_plainly_nought(self, place):
        """In a row or column of noughts: nothing could be read into it, and nothing could cover it."""
        return self.at(place) == 0 and any(place in line.cells and line.size == 0 for line in self.lines)

    def hide(self, place: Place) -> None:
        """Hide one more cell."""
        self.hidden.add(place)

    def shown(self, places: Iterable[Place]) -> list[Place]:
        """Those of the places that are shown and not 0, smallest count first."""
        return sorted((place for place in places if place not in self.hidden and self.at(place)), key=self._size)

    def _size(self, place):
        return self.at(place), place

    def _places(self):
        return [(r, c) for r, row in enumerate(self.counts) for c in range(len(row))]

    def lines_with_one_hidden(self) -> list[Line]:
        """Lines, their total counted as a cell, with exactly one hidden cell and something else to hide.

        The line given has its total among its cells. Lines without a total in the table tell nobody anything.
        """
        whole = [Line((*line.cells, line.total), (*line.values, line.size), None) for line in self.lines if line.total]
        return [line for line in whole if len(self.hidden.intersection(line.cells)) == 1 and self.shown(line.cells)]

    # What a reader can work out

    def first_unsafe(self, *, reach: int, span: int) -> Place | None:
        """A protected cell whose greatest possible value is below `reach`, or whose range is below `span`."""
        room = self._room()
        for place in self.protected:
            up, down = self._play(room, place, want=reach + span)
            if self.at(place) + up < reach or up + down < span:
                return place
        return None

    def range_of(self, place: Place) -> tuple[int, int]:
        """Least and greatest count that fit all that is shown (looked for up to 1,000 either way)."""
        up, down = self._play(self._room(), place, want=ENOUGH)
        return self.at(place) - down, self.at(place) + up

    def best_to_hide_for(self, unsafe: Place) -> Place:
        """The smallest shown cell whose hiding gives `unsafe` more play; failing that, the smallest of all."""
        candidates = self.shown(self._places())
        before = sum(self._play(self._room(), unsafe, want=ENOUGH))
        for place in candidates:
            if sum(self._play(self._room(place), unsafe, want=ENOUGH)) > before:
                return place
        return candidates[0]

    def _arc(self, place):
        """(from, to). Flow goes from the row totals' node to a row, a column, the column totals' node, and back."""
        row, column = ("row", min(place[0], self.rows)), ("column", min(place[1], self.columns))
        is_total = (place[0] == self.rows) != (place[1] == self.columns)
        return (column, row) if is_total else (row, column)

    def _room(self, *also):
        """How much more could flow between any two nodes: {node: {node: amount}}."""
        room: defaultdict = defaultdict(lambda: defaultdict(int))
        for place in self.hidden.union(also, self._unknown_totals()):
            start, end = self._arc(place)
            room[start][end] += ENOUGH
            room[end][start] += self._spare(place)
        return room

    def _unknown_totals(self):
        """Places of the totals that are not in the table."""
        across = [(r, self.columns) for r in range(self.rows + 1)] if not self.row_totals else []
        down = [(self.rows, c) for c in range(self.columns + 1)] if not self.column_totals else []
        return across + down

    def _spare(self, place):
        """How far a hidden cell may fall, as far as a reader knows: noughts are shown, except in a withheld split."""
        if place[0] >= len(self.counts) or place[1] >= len(self.counts[0]):
            return ENOUGH
        return self.at(place) - (place not in self.withheld)

    def _play(self, room, place, *, want):
        """(up, down): how far the count there can rise and fall with all that is shown unchanged, each up to `want`."""
        start, end = self._arc(place)
        own = self._spare(place)
        up = _largest_flow(_without(room, start, end), end, start, want)
        return up, min(own, _largest_flow(_without(room, start, end), start, end, want))


def _without(room, start, end):
    """A copy with nothing directly between the two nodes (each pair of nodes is joined by one cell at most)."""
    copy = {node: dict(others) for node, others in room.items()}
    copy.get(start, {}).pop(end, None)
    copy.get(end, {}).pop(start, None)
    return copy


def _largest_flow(room, source, sink, want):
    """Whole-number flow from source to sink, up to `want`, along shortest paths. Uses up `room`."""
    flow = 0
    while flow < want and (path := _path(room, source, sink)):
        amount = min(want - flow, *(room[start][end] for start, end in pairwise(path)))
        for start, end in pairwise(path):
            room[start][end] -= amount
            room[end][start] = room[end].get(start, 0) + amount
        flow += amount
    return flow


def _path(room, source, sink):
    """Nodes of a shortest path with room on every step, or None."""
    came_from, queue = {source: None}, deque([source])
    while queue and sink not in came_from:
        here = queue.popleft()
        for there, amount in room.get(here, {}).items():
            if amount > 0 and there not in came_from:
                came_from[there] = here
                queue.append(there)
    return _walk_back(came_from, sink) if sink in came_from else None


def _walk_back(came_from, node):
    path = []
    while node is not None:
        path.append(node)
        node = came_from[node]
    return path[::-1]
