"""Partnerships for a whole staff, from the timetable to the answer, beside the same by hand (greedy)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.invented import START, calendar, code, rows
from benchmarks.measure import Figure, by_turns, figure
from benchmarks.pairs import tasks
from benchmarks.real import schools
from coachsched.core.fit import Fits, one_rotation
from coachsched.core.matching import Available, Staff, Task, Wishes, greedy, key, task_of
from coachsched.core.slots import Diary, Rules
from coachsched.core.timetable import Timetable, Version
from coachsched.solver import solve

TEACHERS, FACULTIES = 400, 12
REAL = Path(__file__).parents[2] / "shared" / "data" / "timetables"


def figures() -> Iterator[Figure]:
    yield _figure("assign_400", TEACHERS, rounds=3)
    yield _figure("assign_400_x10", TEACHERS * 10, rounds=1)
    yield from _real()


def _figure(name: str, teachers: int, rounds: int) -> Figure:
    timetable = Timetable((Version(None, rows(teachers)),))

    def ours() -> None:
        task = _task(teachers, timetable)
        answer = solve(task)
        assert answer.proven
        assert answer.value >= task.staff.value(greedy(task))

    found = by_turns(
        lambda: _seconds(ours), lambda: _seconds(lambda: greedy(_task(teachers, timetable))), rounds
    )
    return figure(name, *found, unit="s")


def _seconds(work) -> float:  # type: ignore[no-untyped-def]
    start = perf_counter()
    work()
    return perf_counter() - start


def _task(teachers: int, timetable: Timetable) -> Task:
    """Every fourth coaches two; wishes, pairs kept apart, and partners rather of other faculties."""
    rng, time = Random(teachers), calendar()
    # Others than those kept from the last time: what a timetable is asked first is worked out then.
    fresh = Timetable(timetable.versions)
    diaries = [Diary(number, code(number)) for number in range(teachers)]
    fits = Fits(time, fresh, Rules(), diaries, one_rotation(time, START))
    people = {
        one: Available(one % 4 == 0, one % 4 != 0, 1 + (one % 4 == 0), f"F{rng.randrange(FACULTIES)}")
        for one in range(teachers)
    }
    twos = [(rng.randrange(teachers), rng.randrange(teachers)) for _ in range(teachers)]
    half = len(twos) // 2
    wishes = Wishes(frozenset(key(*pair) for pair in twos[:half]), frozenset(twos[half:]), "across")
    return task_of(Staff(people, wishes, fits.both))


def _real() -> Iterator[Figure]:
    """How many pairs in real timetables, where they are at hand."""
    for school in schools(REAL, around=True) if REAL.is_dir() else ():
        for who, task, _ in tasks(school):
            ours, by_hand = solve(task).value, task.staff.value(greedy(task))
            assert ours >= by_hand
            name = f"assign_{who}_{Path(school.name).stem}"
            yield figure(name, ours.pairs, by_hand.pairs, unit="pairs")
