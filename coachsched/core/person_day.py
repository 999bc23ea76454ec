"""What one person does in each period of a school day, and when they can be booked (design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from coachsched.core.calendar import Bell, Period
from coachsched.core.labels import label_key, names
from coachsched.core.spans import Span
from coachsched.core.timetable import Row
from coachsched.core.travel import Sites

State = Literal["teaching", "duty", "meeting", "absent", "protected", "free", "closed_time", "booked"]
Entry = tuple[str | None, Row]  # the key of a period's label, None for the whole day; and what is there
Taught = dict[tuple[str, str], tuple[str, ...]]  # by subject and room, the classes in the file's order

BUSY_KINDS = frozenset({"lesson", "duty", "meeting"})


@dataclass(frozen=True)
class Rules:
    """A school's settings for slots. Lengths in minutes, ``visit_minutes`` 0 for the whole period;
    ``debrief_within`` and ``lead_days`` in school days, ``horizon_days`` in days. ``travel_minutes`` lie
    between rooms of different ``sites``; a host receives at most ``visits_per_week``, 0 being any number.
    A plan lies at most ``plan_within`` before its visit, and a round's visits lie apart; 0 is no limit.
    """

    visit_minutes: int = 30
    debrief_minutes: int = 20
    plan_minutes: int = 15
    talk_minutes: int = 20
    debrief_within: int = 2
    lead_days: int = 2
    horizon_days: int = 42
    presence: Literal["day", "own_lessons"] = "day"
    release: Literal["free", "listed"] = "free"
    visits_need_class: bool = True
    not_for_visits: frozenset[str] = frozenset()
    sites: Sites = ()
    travel_minutes: int = 0
    visits_per_week: int = 0
    plan_within: int = 0
    visits_apart_least: int = 0
    visits_apart_most: int = 0


@dataclass(frozen=True)
class Lesson:
    """What a teacher teaches in one period.

    ``until`` is the local minute at which the run of periods ends that the lesson goes on for.
    """

    period: Period
    until: int
    classes: frozenset[str]
    klass: str
    subject: str
    room: str


@dataclass(frozen=True)
class DayPlan:
    """One person's day by the timetable alone: a state a period, lessons in order of time and file."""

    states: tuple[State, ...]
    stretches: tuple[Span, ...]
    lessons: tuple[Lesson, ...]


def plan_day(bell: Bell, entries: Sequence[Entry], rules: Rules) -> DayPlan:
    """What one teacher's rows of a cycle day make of a day with this bell."""
    rows = [rows_in(period, entries) for period in bell.periods]
    present = _present(rows, rules)
    states = tuple(
        _state(period, in_period, at_school, rules)
        for period, in_period, at_school in zip(bell.periods, rows, present, strict=True)
    )
    return DayPlan(states, stretches(bell, states), tuple(_lessons(bell, rows)))


def rows_in(period: Period, entries: Sequence[Entry]) -> list[Row]:
    """The rows of a day that fall into a period."""
    key = label_key(period.label)
    return [row for label, row in entries if label is None or label == key]


def _present(rows: Sequence[list[Row]], rules: Rules) -> list[bool]:
    """Whether the person is at school in each period, absences aside."""
    if rules.presence == "day":
        return [True] * len(rows)
    at_work = [place for place, in_period in enumerate(rows) if _at_work(in_period)]
    return [bool(at_work) and at_work[0] <= place <= at_work[-1] for place in range(len(rows))]


def _at_work(rows: list[Row]) -> bool:
    kinds = {row.kind for row in rows}
    return "absent" not in kinds and not kinds.isdisjoint(BUSY_KINDS)


def _state(period: Period, rows: list[Row], at_school: bool, rules: Rules) -> State:
    kinds = {row.kind for row in rows}
    if "absent" in kinds:
        return "absent"
    if not kinds.isdisjoint(BUSY_KINDS):
        return _busy_state(rows, rules)
    if "protected" in kinds:
        return "protected"
    released = rules.release == "free" or "release" in kinds
    return "free" if at_school and _is_open(period, released) else "closed_time"


def _busy_state(rows: list[Row], rules: Rules) -> State:
    lessons = [row for row in rows if row.kind == "lesson"]
    if lessons and (not rules.visits_need_class or any(names(row.klass) for row in lessons)):
        return "teaching"
    return "meeting" if lessons or any(row.kind == "meeting" for row in rows) else "duty"


def _is_open(period: Period, released: bool) -> bool:
    if period.kind == "lesson":
        return released
    return period.kind != "registration" and period.meetings


def stretches(bell: Bell, states: Sequence[State]) -> tuple[Span, ...]:
    """The free periods that follow each other, passing time included."""
    runs = groupby(zip(bell.periods, states, strict=True), key=lambda pair: pair[1] == "free")
    free = [[period for period, _ in run] for is_free, run in runs if is_free]
    return tuple((periods[0].start, periods[-1].end) for periods in free)


def _lessons(bell: Bell, rows: Sequence[list[Row]]) -> list[Lesson]:
    taught = [_taught(in_period) for in_period in rows]
    return [
        Lesson(period, _until(bell, taught, place, lesson), frozenset(classes), "+".join(classes), *lesson)
        for place, period in enumerate(bell.periods)
        for lesson, classes in taught[place].items()
    ]


def _taught(rows: list[Row]) -> Taught:
    if any(row.kind == "absent" for row in rows):
        return {}
    cells: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.kind == "lesson":
            cells.setdefault((row.subject, row.room), []).append(row.klass)
    return {lesson: names("+".join(klass)) for lesson, klass in cells.items()}


def _until(bell: Bell, taught: Sequence[Taught], place: int, lesson: tuple[str, str]) -> int:
    """The end of the last period of the run that a lesson in one period belongs to."""
    classes = set(taught[place][lesson])
    last = place
    while last + 1 < len(taught) and lesson in taught[last + 1] and set(taught[last + 1][lesson]) == classes:
        last += 1
    return bell.periods[last].end
