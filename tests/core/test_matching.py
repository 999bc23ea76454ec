"""What is suggested to a whole staff, on invented people with invented fits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachsched.core import matching
from coachsched.core.fit import Fit
from coachsched.core.matching import (
    Available,
    Pair,
    Staff,
    Task,
    Value,
    Wishes,
    greedy,
    is_sound,
    key,
    task_of,
)
from coachsched.solver import child, solve

NO_WISHES = Wishes()
FACULTIES = ("", "Art", "Maths")


Somebody = tuple[int, Available]


def coach(person: int, most: int = 2, **other) -> Somebody:
    return (person, Available(coaches=True, coached=False, most=most, **other))


def partner(person: int, **other) -> Somebody:
    return (person, Available(coaches=False, coached=True, **other))


def equal(person: int, **other) -> Somebody:
    return (person, Available(coaches=True, coached=True, **other))


def task(*people: Somebody, wishes: Wishes = NO_WISHES, **meets: int) -> Task:
    """People who meet as often as ``meets`` says by ``_one_other``; all others twice."""

    def fits(one: int, other: int) -> tuple[Fit, Fit]:
        return tuple(Fit(9, meets.get(f"_{a}_{b}", 2)) for a, b in ((one, other), (other, one)))

    return task_of(Staff(dict(people), wishes, fits))


def in_process(question, seconds):
    return child.answer(question)


def best(task: Task) -> list[Pair]:
    return list(solve(task, ask=in_process).pairs)


def couples(pairs) -> set[tuple[int, int]]:
    return {pair.key for pair in pairs}


def test_as_many_as_can_meet_though_the_best_pair_is_given_up():
    # Who takes 1 and 3 first, because they meet most often, leaves 2 and 4 without anybody.
    found = task(coach(1, 1), coach(2, 1), partner(3), partner(4), _1_3=9, _2_4=0)
    assert couples(greedy(found)) == {(1, 3)}
    assert couples(best(found)) == {(1, 4), (2, 3)}


def test_a_second_partner_only_where_nobody_is_left_without_one():
    found = task(coach(1), coach(2), partner(3), partner(4), _1_3=6, _1_4=6)
    assert {pair.one for pair in best(found)} == {1, 2}
    assert couples(best(task(coach(1), partner(3), partner(4)))) == {(1, 3), (1, 4)}


def test_a_coach_takes_no_more_than_may_be():
    found = task(coach(1), *(partner(number) for number in range(2, 7)))
    assert len(best(found)) == 2
    assert set(found.staff.left_over(couples(best(found))).values()) == {"taken"}


def test_what_is_kept_apart_stays_apart_whoever_asks():
    apart = Wishes(apart=frozenset({(1, 2)}), asked=frozenset({(1, 2), (2, 1)}))
    found = task(coach(1), partner(2), partner(3), wishes=apart)
    assert couples(best(found)) == {(1, 3)}
    assert found.staff.left_over({(1, 3)}) == {2: "nobody"}


def test_wishes_and_faculties_decide_between_sets_of_as_many():
    people = (coach(1, 1), coach(2, 1), partner(3), partner(4))
    asked = Wishes(asked=frozenset({(3, 2)}))
    assert couples(best(task(*people, wishes=asked, _1_3=6, _2_4=6))) == {(2, 3), (1, 4)}
    known = [
        (number, replace(one, faculty=faculty))
        for (number, one), faculty in zip(people, ("Art", "Maths", "Art", "Maths"), strict=True)
    ]
    across, same = (Wishes(faculties=which) for which in ("across", "same"))
    assert couples(best(task(*known, wishes=across))) == {(1, 4), (2, 3)}
    assert couples(best(task(*known, wishes=same))) == {(1, 3), (2, 4)}


def test_who_only_coaches_is_the_coach_and_equals_have_none():
    found = task(partner(1), coach(2), equal(3), equal(4))
    assert {(pair.one, pair.other, pair.coached) for pair in found.pairs.values()} == {
        (2, 1, True), (3, 1, True), (4, 1, True), (2, 3, True), (2, 4, True), (3, 4, False),
    }  # fmt: skip


def test_of_equals_the_one_who_has_fewer_visits_counts():
    (pair,) = task(equal(1), equal(2), _1_2=7, _2_1=3).pairs.values()
    assert pair.meets == 3
    assert not task(equal(1), equal(2), _1_2=7, _2_1=0).pairs
    assert not task(coach(1), partner(2), wishes=Wishes(swaps=True), _1_2=7, _2_1=0).pairs


def test_without_debriefs_every_visit_counts():
    (pair,) = task(coach(1), partner(2), wishes=Wishes(debriefs=False), _1_2=0).pairs.values()
    assert pair.meets == 9


def test_why_somebody_is_left_over():
    found = task(coach(1, 1), partner(2), partner(3), coach(4), _1_3=0, _4_3=0, _4_2=0)
    assert found.staff.left_over({(1, 2)}) == {3: "no_time", 4: "no_time"}
    assert task(partner(1), partner(2)).staff.left_over(()) == {1: "nobody", 2: "nobody"}


@st.composite
def tasks(draw) -> Task:
    """Up to seven people of any kind, some wishes, and fits from never to plenty."""
    people = {
        number: Available(
            coaches=draw(st.booleans()),
            coached=draw(st.booleans()),
            most=draw(st.integers(0, 3)),
            faculty=draw(st.sampled_from(FACULTIES)),
            alone=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 7)))
    }
    ways = st.tuples(st.integers(0, 6), st.integers(0, 6))
    wishes = Wishes(
        apart=frozenset(key(*pair) for pair in draw(st.frozensets(ways, max_size=4))),
        asked=draw(st.frozensets(ways, max_size=6)),
        faculties=draw(st.sampled_from(("any", "same", "across"))),
    )
    counts = draw(st.lists(st.sampled_from((0, 0, 1, 3, 9)), min_size=49, max_size=49))

    def fits(one: int, other: int) -> tuple[Fit, Fit]:
        return Fit(9, counts[7 * one + other]), Fit(9, counts[7 * other + one])

    return task_of(Staff(people, wishes, fits))


@given(tasks())
@settings(max_examples=150, deadline=None)
def test_no_set_is_better_and_the_greedy_one_is_not(found: Task):
    answer = solve(found, ask=in_process)
    assert is_sound(found, answer.pairs)
    assert is_sound(found, greedy(found))
    assert answer.value == found.staff.value(answer.pairs) == by_trying_all(found)
    assert answer.value >= found.staff.value(greedy(found))
    assert answer.proven
    for pair in answer.pairs:
        assert pair.meets > 0
        assert pair.key not in found.staff.wishes.apart


def by_trying_all(found: Task) -> Value:
    """The value of the best set, by taking or leaving each pair in turn."""
    pairs = list(found.pairs.values())

    def most(at: int, chosen: list[Pair]) -> Value:
        if at == len(pairs):
            return found.staff.value(chosen)
        without = most(at + 1, chosen)
        more = [*chosen, pairs[at]]
        if found.staff.too_many([pair.key for pair in more]):
            return without
        return max(without, most(at + 1, more))

    return most(0, [])


def test_it_is_solved_in_a_program_of_its_own():
    found = task(coach(1, 1), coach(2, 1), partner(3), partner(4), _1_3=9, _2_4=0)
    answer = solve(found)
    assert (couples(answer.pairs), answer.proven) == ({(1, 4), (2, 3)}, True)


@pytest.mark.parametrize("told", [{}, {"chosen": [0, 1, 2]}, {"chosen": []}])
def test_an_answer_that_is_missing_or_unsound_leaves_the_simple_one(told):
    found = task(coach(1, 1), partner(2), partner(3), partner(4))
    answer = solve(found, ask=lambda question, seconds: told)
    assert (couples(answer.pairs), answer.proven) == (couples(greedy(found)), False)


def test_among_very_many_each_coach_is_compared_with_some_and_everybody_with_somebody(monkeypatch):
    monkeypatch.setattr(matching, "MOST_PAIRS", 600)
    people = [equal(number) for number in range(100)]
    found = task(*people, wishes=Wishes(asked=frozenset({(3, 70)})))
    assert len(found.pairs) < 1000
    assert {person for pair in found.pairs for person in pair} == set(range(100))
    assert (3, 70) in found.pairs
