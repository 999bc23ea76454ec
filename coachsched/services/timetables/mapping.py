"""Choices as a command takes them: ``FILE=LABEL`` and ``FILE=EMAIL``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from coachsched.core.errors import InputError, Problem
from coachsched.core.labels import label_key, teacher_key
from coachsched.core.phrases import phrase
from coachsched.core.placing import Told, day_key
from coachsched.core.problem_groups import grouped as grouped
from coachsched.importers.recognise import FORMATS as FORMATS
from coachsched.services import staff
from coachsched.services.timetables.choices import LEFT_OUT, Choices, labels_of
from coachsched.services.timetables.foreign import foreign as foreign
from coachsched.services.timetables.questions import period_labels
from coachsched.store import schools
from coachsched.store.people import School


def choices(
    school: School,
    days: Sequence[str],
    periods: Sequence[str],
    teachers: Sequence[str],
    valid_from: date | None,
    as_proposed: bool,
) -> Choices:
    """The choices of a command; raises InputError for what is not written so, or what the school lacks.

    A day of one of several weeks is written with its week before it: ``Odd Week Monday``.
    """
    calendar = schools.school_time(school).calendar
    labels, known = calendar.rotation.labels, period_labels(calendar)
    return Choices(
        told=Told(
            days={
                key: labels_of(value, labels, name)
                for name, value in _pairs(days, "--map-day")
                for key in _days(name)
            },
            periods={
                label_key(name): labels_of(value, known, name)
                for name, value in _pairs(periods, "--map-period")
            },
        ),
        teachers={teacher_key(name): _member(school, value) for name, value in _pairs(teachers, "--teacher")},
        valid_from=valid_from,
        as_proposed=as_proposed,
    )


def _pairs(texts: Sequence[str], option: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, sign, value = text.rpartition("=")
        if not sign or not value.strip():
            raise InputError(
                Problem(f"{option} {text}", phrase("it does not say what it is."), phrase("Write FILE=WHAT."))
            )
        yield name, value


def _days(name: str) -> Iterator[tuple[str, str]]:
    """Every day that may be meant: week and day may both be of several words."""
    words = name.split()
    return (day_key(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(len(words)))


def _member(school: School, value: str) -> int | None:
    return None if value.strip() == LEFT_OUT else staff.named(school, value).id
