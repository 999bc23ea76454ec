"""Which teacher of the demo school teaches what to whom, and how often in a cycle of six days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from coachsched.services.demo.people import PART_TIMER, Colleague

YEARS = (7, 8, 9, 10, 11)
FORMS = "ABCD"
# What every full-time teacher's cycle comes to, in turn; sixth-form groups make up the difference.
FULL_LOADS = (25, 26, 27)
# The part-timer is counted as if teaching this much already, and so is given less.
PART_TIME_LESS = 10
GROUP_LESSONS = range(2, 6)
TEAM_LESSONS = 3
TEAM_TAUGHT = ("Geography", "Computing", "PE")
ROOMS = {
    "English": "E",
    "Mathematics": "M",
    "Science": "S",
    "Languages": "L",
    "Humanities": "H",
    "Arts and computing": "A",
    "Physical education": "Gym ",
}


@dataclass(frozen=True)
class Subject:
    """What a form of Years 7 to 11 has of a subject in a cycle; each double is two of the lessons."""

    name: str
    lessons: int
    doubles: int = 0
    forms: str = FORMS


CURRICULUM = (
    Subject("English", 6),
    Subject("Mathematics", 6),
    Subject("Science", 7, doubles=2),
    Subject("French", 5, forms="AB"),
    Subject("Spanish", 5, forms="CD"),
    Subject("History", 3),
    Subject("Geography", 3),
    Subject("Art", 2, doubles=1),
    Subject("Music", 2),
    Subject("Computing", 2, doubles=1),
    Subject("PE", 3, doubles=1),
)


@dataclass(frozen=True)
class Course:
    """Lessons of one class in one subject; several teachers teach it together."""

    klass: str
    subject: str
    teachers: tuple[str, ...]
    room: str
    lessons: int
    doubles: int = 0


class Workload:
    """Gives out courses so that every teacher of a subject has about as much to do."""

    def __init__(self, teachers: Sequence[Colleague], already: Counter[str]) -> None:
        self.courses: list[Course] = []
        self._teachers = teachers
        self._rooms = rooms(teachers)
        self._load = already + Counter({one.code: PART_TIME_LESS for one in teachers if is_part_time(one)})

    def teach_forms(self) -> None:
        for subject in CURRICULUM:
            for form in (f"{year}{letter}" for year in YEARS for letter in subject.forms):
                teacher = self._least_busy(subject.name)[0]
                self._give(form, subject.name, [teacher], subject.lessons, subject.doubles)

    def teach_together(self) -> None:
        for subject in TEAM_TAUGHT:
            pair = self._least_busy(subject)[:2]
            self._give(f"13{subject[:2]}", subject, pair, TEAM_LESSONS)

    def fill_up(self) -> None:
        """Sixth-form groups for whoever has too little."""
        for number, teacher in enumerate(self._teachers):
            missing = FULL_LOADS[number % len(FULL_LOADS)] - self._load[teacher.code]
            for year in (12, 13):
                size = min(missing, GROUP_LESSONS[-1])
                if size in GROUP_LESSONS:
                    klass = self._group(year, teacher.subject)
                    self._give(klass, teacher.subject, [teacher], size)
                missing -= size

    def _least_busy(self, subject: str) -> list[Colleague]:
        """Teachers of a subject, those with least to do first."""
        able = (teacher for teacher in self._teachers if teacher.subject == subject)
        return sorted(able, key=lambda teacher: self._load[teacher.code])

    def _group(self, year: int, subject: str) -> str:
        taken = {course.klass for course in self.courses}
        names = (f"{year}{subject[:2]}{number}" for number in count(1))
        return next(name for name in names if name not in taken)

    def _give(
        self, klass: str, subject: str, teachers: Sequence[Colleague], lessons: int, doubles: int = 0
    ) -> None:
        codes = tuple(teacher.code for teacher in teachers)
        self.courses.append(Course(klass, subject, codes, self._rooms[codes[0]], lessons, doubles))
        self._load.update(dict.fromkeys(codes, lessons))


def courses(teachers: Sequence[Colleague], already: Counter[str]) -> list[Course]:
    """Every course of the school; ``already`` is what teachers have to teach besides, by code."""
    workload = Workload(teachers, already)
    workload.teach_forms()
    workload.teach_together()
    workload.fill_up()
    return workload.courses


def rooms(teachers: Sequence[Colleague]) -> dict[str, str]:
    """Everybody's own room, numbered within the faculty."""
    used: Counter[str] = Counter()
    own = {}
    for teacher in teachers:
        used[teacher.faculty] += 1
        own[teacher.code] = f"{ROOMS[teacher.faculty]}{used[teacher.faculty]}"
    return own


def is_part_time(teacher: Colleague) -> bool:
    return teacher.name == PART_TIMER
