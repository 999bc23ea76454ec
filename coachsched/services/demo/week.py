"""The demo school's timetable: lessons, and what else keeps teachers busy. The same on every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import cycle, islice
from random import Random

from coachsched.core.timetable import Row
from coachsched.services.demo.courses import FORMS, YEARS, courses, is_part_time, rooms
from coachsched.services.demo.people import EARLY_CAREER, Colleague, teachers
from coachsched.services.demo.placing import Cycle, time_of
from coachsched.services.demo.year import DAYS, PERIODS

SEED = 1
NOT_FOR_VISITS = ("Assembly", "Registration")
AWAY_DAYS = (2, 5)
HEADS_MEET = (3, 2)
PROTECTED_PERIODS = 2
ON_DUTY = 3


@cache
def timetable() -> tuple[Row, ...]:
    """The rows of the whole cycle by teacher, day and period, numbered like the lines of a file."""
    return tuple(replace(row, line=number) for number, row in enumerate(sorted(_rows(), key=_order), start=2))


def _rows() -> Iterator[Row]:
    staff = teachers()
    tutors = _tutors(staff)
    lessons = Cycle(Random(SEED))  # noqa: S311 - a timetable, not a secret
    _block(lessons, staff, tutors)
    lessons.place(courses(staff, Counter(dict.fromkeys(tutors.values(), 1))))
    for time, course in lessons.lessons:
        yield _row(
            "+".join(course.teachers), time, klass=course.klass, subject=course.subject, room=course.room
        )
    yield from _pastoral(tutors, rooms(staff))
    yield from _meetings(staff)
    yield from _duties(staff)
    yield from _own_time(staff, lessons)


def _tutors(staff: Sequence[Colleague]) -> dict[str, str]:
    """The tutor of each form; heads of faculty and the part-timer have none."""
    able = [one.code for one in staff if one not in _heads(staff) and not is_part_time(one)]
    return dict(zip((f"{year}{form}" for year in YEARS for form in FORMS), able, strict=False))


def _block(lessons: Cycle, staff: Sequence[Colleague], tutors: dict[str, str]) -> None:
    """What stands before any lesson is placed."""
    for day, year in enumerate(YEARS):
        forms = [f"{year}{form}" for form in FORMS]
        lessons.block([*forms, *(tutors[form] for form in forms)], [time_of(day, 0)])
    lessons.block([head.code for head in _heads(staff)], [time_of(*HEADS_MEET)])
    for day in AWAY_DAYS:
        times = [time_of(day, period) for period in range(len(PERIODS))]
        lessons.block([one.code for one in staff if is_part_time(one)], times)


def _pastoral(tutors: dict[str, str], room: dict[str, str]) -> Iterator[Row]:
    """Registration every day, and an assembly of each year once in the cycle."""
    for form, tutor in tutors.items():
        for day in DAYS:
            yield Row(tutor, day, "Registration", form, "Registration", room[tutor])
    for day, year in zip(DAYS, YEARS, strict=False):
        forms = [f"{year}{form}" for form in FORMS]
        together = "+".join(tutors[form] for form in forms)
        yield Row(together, day, PERIODS[0], "+".join(forms), "Assembly", "Hall")


def _meetings(staff: Sequence[Colleague]) -> Iterator[Row]:
    """The heads meet in lesson time, each faculty after school once in the cycle."""
    heads = "+".join(head.code for head in _heads(staff))
    yield _row(heads, time_of(*HEADS_MEET), subject="Heads of faculty", room="Library", kind="meeting")
    for head, day in zip(_heads(staff), cycle(DAYS)):
        members = "+".join(one.code for one in staff if one.faculty == head.faculty)
        yield Row(members, day, "After school", subject=f"{head.faculty} meeting", kind="meeting")


def _duties(staff: Sequence[Colleague]) -> Iterator[Row]:
    """Everybody but the part-timer looks after a break or lunch, in turn."""
    turn = cycle([one.code for one in staff if not is_part_time(one)])
    for day in DAYS:
        for period in ("Break", "Lunch"):
            for code in islice(turn, ON_DUTY):
                yield Row(code, day, period, subject="Duty", room="Yard", kind="duty")


def _own_time(staff: Sequence[Colleague], lessons: Cycle) -> Iterator[Row]:
    """Days the part-timer is away, and periods that belong to those new to teaching."""
    for one in staff:
        if is_part_time(one):
            yield from (Row(one.code, DAYS[day], "", kind="absent") for day in AWAY_DAYS)
        if one.name in EARLY_CAREER:
            own = sorted(lessons.free(one.code))[:: len(DAYS)][:PROTECTED_PERIODS]
            yield from (_row(one.code, time, subject="Planning", kind="protected") for time in own)


def _heads(staff: Sequence[Colleague]) -> list[Colleague]:
    first_of = {one.faculty: one for one in reversed(staff)}
    return [one for one in staff if first_of[one.faculty] is one]


def _row(teacher: str, time: int, **cells: str) -> Row:
    day, period = divmod(time, len(PERIODS))
    return Row(teacher, DAYS[day], PERIODS[period], **cells)  # type: ignore[arg-type]


def _order(row: Row) -> tuple[str, str, str, str]:
    return row.teacher, row.day, row.period, row.klass
