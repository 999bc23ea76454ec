"""What one substitute serves in a half-day, beside trying every set there is."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.batching import Batch, Way, best_batch, in_order
from coachsched.core.calendar import Bell, Day, Period
from coachsched.core.half_days import HalfDay, half_days

ON = date(2027, 1, 14)
PERIODS = tuple(
    Period(str(n + 1), "lesson", start, start + 45) for n, start in enumerate((480, 530, 600, 650, 700))
)
MORNING = HalfDay(ON, "morning", PERIODS)


def lesson(period: int) -> tuple[int, int]:
    return PERIODS[period - 1].start, PERIODS[period - 1].end


def way(wish: int, *periods: int, engaged=()) -> Way:
    """A way that takes these periods, with people at (person, start) for a quarter of an hour."""
    there = tuple((person, ON, (start, start + 15)) for person, start in engaged)
    return Way(wish, tuple(map(lesson, periods)), there)


def order(batch: Batch) -> list[tuple[int, tuple[int, ...]]]:
    starts = {(one.start, one.end): n + 1 for n, one in enumerate(PERIODS)}
    return [(one.wish, tuple(starts[span] for span in one.lessons)) for one in batch.ways]


def test_the_most_visits_come_before_the_earliest():
    batch = best_batch(MORNING, [way(1, 1, 2), way(2, 2), way(3, 1)])
    assert order(batch) == [(3, (1,)), (2, (2,))]
    assert batch.proven


def test_of_as_many_visits_the_substitute_waits_least_then_comes_earliest():
    assert order(best_batch(MORNING, [way(1, 1), way(2, 3), way(2, 4), way(1, 5)])) == [(2, (4,)), (1, (5,))]
    assert order(best_batch(MORNING, [way(1, 2), way(1, 1)])) == [(1, (1,))]


def test_each_wish_is_fulfilled_once_and_nobody_is_in_two_places():
    assert order(best_batch(MORNING, [way(1, n) for n in range(1, 6)])) == [(1, (1,))]
    apart = [way(1, 1, engaged=[(7, 900)]), way(2, 2, engaged=[(7, 910)]), way(3, 2, engaged=[(7, 915)])]
    assert order(best_batch(MORNING, apart)) == [(1, (1,)), (3, (2,))]


def test_what_lies_outside_the_half_day_is_not_served():
    assert best_batch(MORNING, [Way(1, (lesson(1), (780, 825))), Way(2, ())]) == Batch(MORNING, ())


def test_the_half_day_that_serves_most_comes_first():
    later = HalfDay(ON + timedelta(days=1), "morning", PERIODS)
    one, two = best_batch(MORNING, [way(1, 1)]), best_batch(later, [way(1, 1), way(2, 2)])
    assert in_order([one, two]) == [two, one]


def bell(*periods: tuple[str, int]) -> Day:
    made = tuple(Period(str(n), kind, start, start + 45) for n, (kind, start) in enumerate(periods))
    return Day(ON, True, "Mon", Bell("regular", made), None, True)


def test_lunch_parts_the_day_and_noon_where_there_is_none():
    with_lunch = bell(("before", 420), ("lesson", 480), ("lesson", 600), ("lunch", 690), ("lesson", 740))
    assert [(one.half, len(one.periods)) for one in half_days(with_lunch)] == [
        ("morning", 2),
        ("afternoon", 1),
    ]
    without = bell(("lesson", 600), ("lesson", 675), ("lesson", 720))
    assert [(one.half, one.start, one.end) for one in half_days(without)] == [
        ("morning", 600, 720), ("afternoon", 720, 765),
    ]  # fmt: skip
    assert half_days(Day(ON, False, None, None, "holiday", False)) == []
    assert half_days(Day(ON, True, None, with_lunch.bell, "exam", False)) == []


ways = st.lists(
    st.builds(
        way,
        st.integers(1, 4),
        st.integers(1, 5),
        st.integers(1, 5),
        engaged=st.lists(st.tuples(st.integers(1, 3), st.sampled_from([780, 790, 800])), max_size=2),
    )
    | st.builds(way, st.integers(1, 4), st.integers(1, 5)),
    max_size=9,
)


def is_possible(chosen) -> bool:
    """Said again: no wish twice, no period twice, no person in two places."""
    if any(one.wish == other.wish for one, other in combinations(chosen, 2)):
        return False
    if any(set(one.lessons) & set(other.lessons) for one, other in combinations(chosen, 2)):
        return False
    return not any(
        who == person and start < until and begin < end
        for one, other in combinations(chosen, 2)
        for who, _, (start, end) in one.engaged
        for person, _, (begin, until) in other.engaged
    )


def worth(chosen) -> tuple[object, ...]:
    spans = {span for one in chosen for span in one.lessons}
    taken = [n for n, one in enumerate(PERIODS) if (one.start, one.end) in spans]
    idle = taken[-1] - taken[0] + 1 - len(taken) if taken else 0
    return -len(chosen), idle, taken


@given(ways)
def test_no_set_of_all_there_are_is_better(given_ways):
    batch = best_batch(MORNING, given_ways)
    assert batch.proven
    assert is_possible(batch.ways)
    sets = (some for size in range(len(given_ways) + 1) for some in combinations(given_ways, size))
    best = min(worth(some) for some in sets if is_possible(some))
    assert worth(batch.ways) == best
    assert batch.idle == best[1]


def test_a_school_full_of_wishes_is_solved_and_proven():
    rng = random.Random(14)
    many = [
        way(wish, period, engaged=[(wish % 7, 720 + 20 * talk)])
        for wish in range(60) for period in range(1, 6) for talk in range(4) if rng.random() < 0.5
    ]  # fmt: skip
    batch = best_batch(MORNING, many)
    assert (len(batch.ways), batch.idle, batch.proven) == (5, 0, True)


def test_one_wish_that_alone_could_fill_two_periods_is_soon_seen_through():
    many = [way(wish, period) for wish in range(50) for period in (1, 2, 3)]
    batch = best_batch(MORNING, [*many, way(99, 4), way(99, 5)])
    assert (len(batch.ways), batch.idle, batch.proven) == (4, 0, True)
