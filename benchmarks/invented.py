"""Invented schools of any size: nothing in them is anybody's."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from coachsched.core.calendar import Bell, Calendar, DayException, Period, Rotation, Term
from coachsched.core.timetable import Row

TEACHERS = 60
LABELS = tuple(f"Day_{number}" for number in range(1, 7))
START = date(2027, 1, 4)
SUBJECTS = ("English", "Maths", "Science", "History", "Art", "Music")

BELL = Bell(
    "regular",
    (
        Period("Before", "before", 450, 475, True),
        Period("1", "lesson", 480, 525),
        Period("2", "lesson", 530, 575),
        Period("3", "lesson", 580, 625),
        Period("Break", "break", 625, 645),
        Period("4", "lesson", 645, 690),
        Period("5", "lesson", 695, 740),
        Period("Lunch", "lunch", 740, 780, True),
        Period("6", "lesson", 780, 825),
        Period("7", "lesson", 830, 875),
        Period("After", "after", 880, 940, True),
    ),
)
LESSON_PERIODS = tuple(period.label for period in BELL.periods if period.kind == "lesson")


def calendar() -> Calendar:
    """Six cycle days, half a year in two terms, and a few closed days."""
    holidays = (START + timedelta(days=days) for days in (28, 29, 30, 60))
    return Calendar(
        timezone="Europe/Berlin",
        rotation=Rotation("count", LABELS, START),
        bells=(BELL,),
        terms=(
            Term("Winter term", START, date(2027, 3, 24)),
            Term("Summer term", date(2027, 4, 7), date(2027, 7, 16)),
        ),
        exceptions=tuple(DayException(on, "holiday") for on in holidays),
    )


def code(number: int) -> str:
    return f"T{number:04d}"


def rows(teachers: int) -> tuple[Row, ...]:
    """A timetable in which everybody teaches five of the seven lessons of every cycle day."""
    rng = Random(teachers)
    found = []
    for number in range(teachers):
        for day in LABELS:
            for period in sorted(rng.sample(LESSON_PERIODS, 5)):
                klass = f"{rng.randint(5, 12)}{rng.choice('abcdef')}"
                room = f"R{number % 50}"
                found.append(Row(code(number), day, period, klass, rng.choice(SUBJECTS), room))
    return tuple(found)
