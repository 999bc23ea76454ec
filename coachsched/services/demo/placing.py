"""Puts courses into the cycle's periods so that no teacher and no class is in two at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from coachsched.services.demo.courses import Course
from coachsched.services.demo.year import DAYS, PERIODS

# A time is a period of the cycle: 0 is the first of Day_1, 7 the first of Day_2.
PER_DAY = len(PERIODS)
TIMES = range(len(DAYS) * PER_DAY)
# The periods a double lesson can start in: it does not run across break or lunch.
DOUBLE_STARTS = frozenset({0, 2, 4, 5})


def time_of(day: int, period: int) -> int:
    """The time of a period (from 0) of a cycle day (from 0)."""
    return day * PER_DAY + period


class Cycle:
    """Who and which class is taken when, and the lessons placed so far."""

    def __init__(self, random: Random) -> None:
        self.lessons: list[tuple[int, Course]] = []
        self._random = random
        self._free: dict[str, set[int]] = {}
        self._days: dict[Course, list[int]] = {}

    def block(self, names: Iterable[str], times: Iterable[int]) -> None:
        """Take times from teachers or classes."""
        for name in names:
            self.free(name).difference_update(times)

    def free(self, name: str) -> set[int]:
        """The times left to a teacher or class."""
        return self._free.setdefault(name, set(TIMES))

    def place(self, courses: Sequence[Course]) -> None:
        """Doubles first, then always the course with the least room to move."""
        for course in courses:
            for _ in range(course.doubles):
                self._put(course, list(self._double_starts(course)), length=2)
        left = {course: course.lessons - 2 * course.doubles for course in courses}
        while left := {course: count for course, count in left.items() if count}:
            tightest = min(left, key=lambda course: len(self._common(course)) - left[course])
            self._put(tightest, sorted(self._common(tightest)), length=1)
            left[tightest] -= 1

    def _put(self, course: Course, times: Sequence[int], length: int) -> None:
        if not times:
            raise RuntimeError(f"no time is left for {course}")
        start = min(times, key=lambda time: self._crowding(course, time))
        taken = range(start, start + length)
        self.lessons.extend((time, course) for time in taken)
        self._days.setdefault(course, []).append(start // PER_DAY)
        self.block((course.klass, *course.teachers), taken)

    def _common(self, course: Course) -> set[int]:
        """The times at which the class and all its teachers are free."""
        return self.free(course.klass).intersection(*map(self.free, course.teachers))

    def _double_starts(self, course: Course) -> Iterator[int]:
        common = self._common(course)
        return (t for t in sorted(common) if t % PER_DAY in DOUBLE_STARTS and t + 1 in common)

    def _crowding(self, course: Course, time: int) -> tuple[int, int, float]:
        """Least where the class has had least of the course, and its teachers of lessons, that day."""
        day = time // PER_DAY
        whole_day = range(day * PER_DAY, (day + 1) * PER_DAY)
        left = sum(len(self.free(teacher).intersection(whole_day)) for teacher in course.teachers)
        return self._days.get(course, []).count(day), -left, self._random.random()
