"""Who can meet whom in real timetables, and how good the suggested partnerships are.

``python -m benchmarks.pairs FOLDER`` prints the tables of docs/assignments.md for every timetable in it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from time import perf_counter

from benchmarks.real import RealSchool, schools
from coachsched.core.fit import Fits
from coachsched.core.labels import names
from coachsched.core.matching import Available, Staff, Task, Value, Wishes, greedy, task_of
from coachsched.core.slots import Diary
from coachsched.core.timetable import Row, Timetable, Version
from coachsched.solver import Answer, solve

SHARES = "| timetable | teachers | days | pairs | no cover | one covered period | open around lessons |"
ANSWERS = "| timetable | who | by hand | suggested | bound | proven | seconds |"


def main(arguments: list[str]) -> None:
    """Both tables, for the folder named."""
    folder = Path(arguments[0])
    opened = {school.name: school for school in schools(folder, around=True)}
    print(SHARES + "\n| --- |" + " --: |" * 6)
    for school in schools(folder, around=False):
        print(_shares(school, opened[school.name]), flush=True)
    print("\n" + ANSWERS + "\n| --- | --- | --: | --: | --: | --- | --: |")
    for school in opened.values():
        for who, task, seconds in tasks(school):
            start = perf_counter()
            answer = solve(task)
            print(_answer(school, who, task, answer, seconds + perf_counter() - start), flush=True)


def _shares(closed: RealSchool, opened: RealSchool) -> str:
    """How many of the ordered pairs of an observer and a host can have a visit and its debrief."""
    pairs = list(permutations(range(len(closed.teachers)), 2))
    without = _meeting(closed)
    shares = [len(without), len(without) + _covered(closed, set(pairs) - without), len(_meeting(opened))]
    cells = [closed.name, len(closed.teachers), len(closed.days), len(pairs)]
    return f"| {' | '.join(map(str, cells))} | " + " | ".join(f"{n / len(pairs):.1%}" for n in shares) + " |"


def _meeting(school: RealSchool) -> set[tuple[int, int]]:
    fits = fits_of(school)
    return {pair for pair in permutations(range(len(school.teachers)), 2) if fits.of(*pair).debriefed}


def fits_of(school: RealSchool) -> Fits:
    """Everybody with everybody, by their place among the teachers."""
    people = [Diary(number, teacher) for number, teacher in enumerate(school.teachers)]
    timetable = Timetable((Version(None, school.rows),))
    return Fits(school.calendar, timetable, school.rules, people, school.days)


def _covered(school: RealSchool, pairs: set[tuple[int, int]]) -> int:
    """How many of these pairs can meet once somebody takes one lesson period of one of the two."""
    fits, eased = _eased(school)
    return sum(
        any(fits.of(one, host).debriefed for one in eased[observer])
        or any(fits.of(observer, one).debriefed for one in eased[host])
        for observer, host in pairs
    )


def _eased(school: RealSchool) -> tuple[Fits, dict[int, list[int]]]:
    """Everybody, and each once more for every period they teach, as somebody who does not teach just that.

    A debrief may lie after the rotation, where its first days come again: the timetable then has a version
    of its own, so that one period of one date is covered and not its like.
    """
    after = school.calendar.next_school_days(school.days[-1].date, school.rules.debrief_within)
    people = [Diary(number, teacher) for number, teacher in enumerate(school.teachers)]
    eased: dict[int, list[int]] = defaultdict(list)
    rows, rows_after = list(school.rows), list(school.rows)
    for number, teacher in enumerate(school.teachers):
        own = [replace(row, teacher="") for row in school.rows if teacher in names(row.teacher)]
        for late, day, period in _taught(
            own, [d.cycle_day for d in school.days], [d.cycle_day for d in after]
        ):
            name = f"{teacher} without {late} {day} {period}".replace("+", " ")
            eased[number].append(len(people))
            people.append(Diary(len(people), name))
            for version, is_late in ((rows, False), (rows_after, True)):
                version += [
                    replace(row, teacher=name)
                    for row in own
                    if is_late != late or (row.day, row.period, row.kind) != (day, period, "lesson")
                ]
    versions = Version(None, tuple(rows)), Version(after[0].date, tuple(rows_after))
    return Fits(school.calendar, Timetable(versions), school.rules, people, school.days), eased


def _taught(own: list[Row], days: list[str | None], after: list[str | None]) -> list[tuple[bool, str, str]]:
    """Each lesson period of a rotation and of the days after: whether it is after, its day and period."""
    taught = dict.fromkeys((row.day, row.period) for row in own if row.kind == "lesson")
    return [
        (late, day, period)
        for late, shown in ((False, days), (True, after))
        for day, period in taught
        if day in shown
    ]


def tasks(school: RealSchool) -> Iterator[tuple[str, Task, float]]:
    """A programme with coaches, every fourth teacher, who take two; and one of equals. With the seconds."""
    everybody = range(len(school.teachers))
    coaching = {one: Available(one % 4 == 0, one % 4 != 0, 2 if one % 4 == 0 else 1) for one in everybody}
    equals = {one: Available(coaches=True, coached=True) for one in everybody}
    for who, people in (("coaches", coaching), ("equals", equals)):
        start = perf_counter()
        task = task_of(Staff(people, Wishes(), fits_of(school).both))
        yield who, task, perf_counter() - start


def _answer(school: RealSchool, who: str, task: Task, answer: Answer, seconds: float) -> str:
    by_hand = task.staff.value(greedy(task))
    bound = _value(answer.bound) if answer.bound else "not known"
    cells = school.name, who, _value(by_hand), _value(answer.value), bound, "yes" if answer.proven else "no"
    return f"| {' | '.join(cells)} | {seconds:.2f} |"


def _value(value: Value) -> str:
    return f"{value.pairs} pairs, {value.score}"


if __name__ == "__main__":
    main(sys.argv[1:])
