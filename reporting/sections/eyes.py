"""Two ways to look at the same figures: exactly, and so that no child can be picked out.

Sections are written once and given an eye. `Exact` is for those who may open every pupil counted. `Protected` is
for everyone else and goes through `kit.protect` alone. What holds a release together beyond single tables:

* joined and left are hidden together when either is small, since the roll of two reports gives their difference;
* numbers of pupils beneath attendance are rounded to 5 (they differ from the roll by those who joined or left), and
  shares of pupils are worked out from the rounded numbers; sessions are rounded to 100;
* a rate of sessions needs 10 pupils, and so do the pupils of the rows not shown, taken together.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from kit import protect
from kit.protect import HIDDEN, Cell, Hidden

Rate = Decimal | Hidden | None


class Exact:
    """Everything as it is. A rate of nothing is None, shown as a dash."""

    is_exact = True

    def count(self, number: int) -> Cell:
        return number

    def part(self, number: int, whole: int) -> Cell:
        """A number of pupils out of a number the reader can see."""
        return number

    def linked(self, numbers: Sequence[int]) -> list[Cell]:
        """Numbers of which the reader knows a difference."""
        return list(numbers)

    def counts(self, numbers: Sequence[int], *, total: bool = False) -> list[Cell]:
        return list(numbers)

    def table(self, rows: Sequence[Sequence[int]], **totals: bool) -> list[list[Cell]]:
        return [list(row) for row in rows]

    def rate(self, part: int, whole: int, pupils: int | None = None) -> Rate:
        return percentage(part, whole) if whole else None

    def mean(self, value: float | None, pupils: int) -> float | Hidden | None:
        return value

    def share(self, number: int, pupils: int) -> str:
        """Pupils out of pupils, in words."""
        return f"{number} of {pupils} ({percentage(number, pupils)}%)" if pupils else "–"

    def share_alone(self, number: int, pupils: int) -> tuple[Rate | str, str]:
        """The same as a percentage, and the words that go with it."""
        return self.rate(number, pupils), f"{number} of {pupils} pupils." if pupils else ""

    def beneath(self, pupils: int) -> str:
        return f"{pupils:,}"

    def base(self, pupils: int) -> int:
        """The number of pupils to work with: what one pupil is worth."""
        return pupils

    def sessions(self, number: int, pupils: int) -> str:
        return f"{number:,}"

    def may_split(self, pupils: Sequence[int]) -> list[bool]:
        """For each row of a split into groups of pupils, whether its rates may be shown."""
        return [True for _ in pupils]


class Protected(Exact):
    """What a committee may see."""

    is_exact = False

    def count(self, number: int) -> Cell:
        return protect.protect_count(number)

    def part(self, number: int, whole: int) -> Cell:
        return protect.protect_counts([number, whole - number, whole], total=True)[0] if number <= whole else HIDDEN

    def linked(self, numbers: Sequence[int]) -> list[Cell]:
        small = any(self._is_few(number) for number in numbers)
        return [HIDDEN for _ in numbers] if small else list(numbers)

    def counts(self, numbers: Sequence[int], *, total: bool = False) -> list[Cell]:
        return protect.protect_counts(numbers, total=total)

    def table(self, rows: Sequence[Sequence[int]], **totals: bool) -> list[list[Cell]]:
        return protect.protect_table(rows, **totals)

    def rate(self, part: int, whole: int, pupils: int | None = None) -> Rate:
        return protect.protect_rate(part, whole, pupils=pupils) if whole else None

    def mean(self, value: float | None, pupils: int) -> float | Hidden | None:
        return None if value is None else protect.protect_mean(value, pupils)

    def share(self, number: int, pupils: int) -> str:
        if not pupils:
            return "–"
        if self._is_few(number) or self._is_few(pupils - number):  # so that a nought stays a nought
            return HIDDEN
        share = protect.rounded_rate(number, pupils)
        return share if isinstance(share, Hidden) else f"{share}%"

    def _is_few(self, number: int) -> bool:
        return 0 < number < protect.SMALLEST_SHOWN

    def share_alone(self, number: int, pupils: int) -> tuple[Rate | str, str]:
        return self.share(number, pupils), ""

    def beneath(self, pupils: int) -> str:
        if not pupils:
            return "0"
        return HIDDEN if pupils < protect.SMALLEST_SHOWN else f"about {protect.rounded_count(pupils):,}"

    def base(self, pupils: int) -> int:
        return protect.rounded_count(pupils) if pupils >= protect.SMALLEST_ROUNDED_BASE else 0

    def sessions(self, number: int, pupils: int) -> str:
        if not number:
            return "0"
        return HIDDEN if pupils < protect.SMALLEST_MEAN else f"about {100 * ((number + 50) // 100):,}"

    def may_split(self, pupils: Sequence[int]) -> list[bool]:
        shown = [number >= protect.SMALLEST_MEAN for number in pupils]
        while any(shown) and self._too_few_left(pupils, shown):
            smallest = min((number, place) for place, number in enumerate(pupils) if shown[place])
            shown[smallest[1]] = False
        return shown

    def _too_few_left(self, pupils: Sequence[int], shown: list[bool]) -> bool:
        """Pupils may stand in several rows, so those not shown are at least as many as in the largest such row."""
        left = [number for number, is_shown in zip(pupils, shown, strict=True) if number and not is_shown]
        return bool(left) and max(left) < protect.SMALLEST_MEAN


def percentage(part: int, whole: int) -> Decimal:
    """With one decimal, rounded half up."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
