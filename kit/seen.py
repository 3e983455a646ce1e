"""Which pupils the answer now being made has touched. Gathered here, written by `accounts.looking`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seen: ContextVar[set[int] | None] = ContextVar("pupils_seen", default=None)


@contextmanager
def gathering() -> Iterator[set[int]]:
    seen: set[int] = set()
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def saw(*pupil_ids: int | None) -> None:
    """Note that the answer being made shows these pupils (for rows read as plain values)."""
    seen = _seen.get()
    if seen is not None:
        seen.update(pk for pk in pupil_ids if pk)
