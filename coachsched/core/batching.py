"""Which visits one substitute makes possible in a half-day: the set that uses it best (design 3, cover).

Interval scheduling with one visit a wish and nobody in two places, solved exactly: a half-day has few
periods, so each set of them that could be taken is tried, the most promising first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coachsched.core.half_days import HalfDay
from coachsched.core.spans import Span, overlaps

# What real schools have takes some hundred steps; beyond these the best found so far stands.
MOST_STEPS = 5_000
Value = tuple[int, int, tuple[int, ...]]


@dataclass(frozen=True)
class Way:
    """One way to fulfil a wish, of which each is fulfilled once.

    ``lessons`` are taken by the substitute, all on the half-day's date. ``engaged`` says who is where
    otherwise: a person, a date and a time. Times are local minutes after midnight. ``about`` is whatever the
    caller knows it by.
    """

    wish: int
    lessons: tuple[Span, ...]
    engaged: tuple[tuple[int, date, Span], ...] = ()
    about: Any = None


@dataclass(frozen=True)
class Batch:
    """The ways that one substitute serves in a half-day, in order of time.

    ``idle`` counts the periods between the first and the last lesson taken in which there is none to take.
    ``proven`` is False where the search ended before it could tell that there is none better.
    """

    half_day: HalfDay
    ways: tuple[Way, ...]
    idle: int = 0
    proven: bool = True


def best_batch(half_day: HalfDay, ways: Iterable[Way]) -> Batch:
    """The most visits, then the fewest idle periods between, then the earliest; of equals the first given."""
    return _Search(half_day, list(ways)).best()


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """Those of several half-days, the one that is used best first."""
    return sorted(batches, key=lambda one: (-len(one.ways), one.idle, one.half_day.date, one.half_day.start))


class _Search:
    """Sets of periods are numbers whose bits are the periods' places in the half-day."""

    def __init__(self, half_day: HalfDay, ways: Sequence[Way]) -> None:
        self._half_day = half_day
        self._places = {(one.start, one.end): place for place, one in enumerate(half_day.periods)}
        self._ways = [(mask, way) for way in ways if (mask := self._mask(way))]
        self._starting: dict[int, list[tuple[int, Way]]] = {}
        for mask, way in self._ways:
            self._starting.setdefault(_lowest(mask), []).append((mask, way))
        self._most = self._at_most()
        self._steps = 0

    def best(self) -> Batch:
        best, value = Batch(self._half_day, ()), _value(0, 0)
        for mask in sorted(self._most, key=lambda one: _value(self._most[one], one)):
            # One that serves no more must have fewer periods idle, or come earlier.
            need = len(best.ways) + (_value(len(best.ways), mask) >= value)
            if self._most[mask] >= need and (ways := self._fill(mask, (), need)):
                best, value = Batch(self._half_day, ways, _idle(mask)), _value(len(ways), mask)
        return Batch(self._half_day, best.ways, best.idle, proven=self._steps <= MOST_STEPS)

    def _mask(self, way: Way) -> int:
        """The periods a way takes; 0 where it takes none, or anything outside them."""
        if any(lesson not in self._places for lesson in way.lessons):
            return 0
        return sum(1 << self._places[lesson] for lesson in set(way.lessons))

    def _at_most(self) -> dict[int, int]:
        """How many ways could share out a set of periods if nothing else were in their way; some cannot."""
        most = {0: 0}
        kinds = {mask for mask, _ in self._ways}
        for taken in range(1, 1 << len(self._places)):
            firsts = [one for one in kinds if one & _lowest(taken) and one & ~taken == 0]
            counts = [most[taken ^ one] + 1 for one in firsts if taken ^ one in most]
            if counts:
                most[taken] = max(counts)
        del most[0]
        return most

    def _fill(self, rest: int, chosen: tuple[Way, ...], need: int) -> tuple[Way, ...]:
        """The most ways that take exactly these periods beside those chosen; none where they are too few."""
        if not rest:
            return chosen if len(chosen) >= need else ()
        most = len(chosen) + self._most.get(rest, -len(self._places))
        if most < need or not self._enough_wishes(rest, chosen):
            return ()
        best: tuple[Way, ...] = ()
        for mask, way in self._starting[_lowest(rest)]:
            if len(best) == most or self._steps > MOST_STEPS:
                break
            if mask & ~rest == 0 and not any(_clash(way, other) for other in chosen):
                self._steps += 1
                best = self._fill(rest ^ mask, (*chosen, way), max(need, len(best) + 1)) or best
        return best

    def _enough_wishes(self, rest: int, chosen: Sequence[Way]) -> bool:
        """Whether every period left could be taken by a wish of its own, or by one that takes several."""
        fulfilled = {way.wish for way in chosen}
        able: dict[int, set[tuple[int, int]]] = {}
        for mask, way in self._ways:
            if mask & ~rest == 0 and way.wish not in fulfilled:
                for place in _places(mask):
                    able.setdefault(place, set()).update((way.wish, n) for n in range(mask.bit_count()))
        taken: dict[tuple[int, int], int] = {}
        return all(_match(place, able, taken, set()) for place in _places(rest))


def _match(
    place: int,
    able: dict[int, set[tuple[int, int]]],
    taken: dict[tuple[int, int], int],
    seen: set[tuple[int, int]],
) -> bool:
    """Find a period its wish, moving others to further ones where that helps (Kuhn's matching)."""
    for wish in able.get(place, set()) - seen:
        seen.add(wish)
        if wish not in taken or _match(taken[wish], able, taken, seen):
            taken[wish] = place
            return True
    return False


def _clash(one: Way, other: Way) -> bool:
    """Whether two ways are of one wish, or have somebody in two places."""
    return one.wish == other.wish or any(
        (person, on) == (who, then) and overlaps(span, time)
        for person, on, span in one.engaged
        for who, then, time in other.engaged
    )


def _value(count: int, mask: int) -> Value:
    """What is better is smaller."""
    return -count, _idle(mask), _places(mask)


def _idle(mask: int) -> int:
    """The periods left out between the first and the last of a set."""
    return mask.bit_length() - (_lowest(mask).bit_length() - 1) - mask.bit_count() if mask else 0


def _lowest(mask: int) -> int:
    return mask & -mask


def _places(mask: int) -> tuple[int, ...]:
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)
