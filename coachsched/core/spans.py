"""Stretches of one day, in local minutes after midnight; the end is not part of a span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

Span = tuple[int, int]

ALL_DAY: Span = (0, 24 * 60)


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans share a minute; touching ends do not."""
    return a[0] < b[1] and b[0] < a[1]


def covers(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether one of the spans holds every minute from ``start`` to ``end``."""
    return any(first <= start and end <= last for first, last in spans)


def subtract(spans: Sequence[Span], busy: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the spans, in their order, without the busy minutes."""
    left = list(spans)
    for taken in busy:
        if taken[0] < taken[1]:
            left = [rest for span in left for rest in _without(span, taken)]
    return tuple(left)


def common(stretches: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """The spans that several people share; what all of them cover, one of these covers.

    Nobody is in nobody's way: of no people it is all of the day.
    """
    return reduce(_shared, map(tuple, stretches)) if stretches else (ALL_DAY,)


def _shared(ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> tuple[Span, ...]:
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in ours for b in theirs]
    return tuple(span for span in both if span[0] < span[1])


def _without(span: Span, taken: Span) -> list[Span]:
    if not overlaps(span, taken):
        return [span]
    sides = [(span[0], taken[0]), (taken[1], span[1])]
    return [side for side in sides if side[0] < side[1]]
