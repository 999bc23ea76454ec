"""A day on which somebody else takes one of a teacher's lessons (design 4: cover makes a period bookable)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from coachsched.core.calendar import Bell, Calendar
from coachsched.core.day_plans import kept_plans
from coachsched.core.labels import label_key, names
from coachsched.core.meetings import Need
from coachsched.core.person_day import DayPlan, Entry, Lesson, Rules, State, rows_in, stretches
from coachsched.core.timetable import Timetable

Coverable = Mapping[int, tuple[Lesson, ...]]


def coverable(bell: Bell, plan: DayPlan, entries: Sequence[Entry], rules: Rules) -> Coverable:
    """What cover would free, by the place of the period in the bell: the lessons taught in it.

    Only lesson periods in which the person teaches a class and has nothing else: no meeting, no duty, and no
    time they protect.
    """
    found: dict[int, tuple[Lesson, ...]] = {}
    for place, period in enumerate(bell.periods):
        taught = tuple(one for one in plan.lessons if one.period == period)
        kinds = {row.kind for row in rows_in(period, entries)}
        is_class = all(one.classes or not rules.visits_need_class for one in taught)
        if period.kind == "lesson" and taught and is_class and kinds <= {"lesson", "release"}:
            found[place] = taught
    return found


def with_cover(bell: Bell, plan: DayPlan, freed: Collection[int]) -> DayPlan:
    """The day as it is once the lessons in these periods are taken by others."""
    states: tuple[State, ...] = tuple(
        "free" if place in freed else state for place, state in enumerate(plan.states)
    )
    gone = [bell.periods[place] for place in freed]
    kept = tuple(lesson for lesson in plan.lessons if lesson.period not in gone)
    return replace(plan, states=states, stretches=stretches(bell, states), lessons=kept)


def freed_by(bell: Bell, lessons: Coverable, covered: Sequence[Need]) -> list[int]:
    """The places of the periods whose every lesson is one of those covered that day; room aside."""
    taken = {(label_key(one.period), frozenset(names(one.klass)), one.subject) for one in covered}
    return [
        place
        for place, taught in lessons.items()
        if taken.issuperset(
            (label_key(bell.periods[place].label), one.classes, one.subject) for one in taught
        )
    ]


def lesson_of(
    calendar: Calendar, timetable: Timetable, rules: Rules, teacher: str | None, need: Need
) -> Lesson | None:
    """The lesson that is to be covered as the timetable has it now; None where its teacher has it not."""
    day = calendar.day(need.date)
    if day.bell is None or not day.lessons:
        return None
    plan = kept_plans(calendar, timetable, rules).plan(teacher, day, day.bell)
    wanted = frozenset(names(need.klass)), need.subject
    return next(
        (
            lesson
            for lesson in plan.lessons
            if label_key(lesson.period.label) == label_key(need.period)
            and (lesson.classes, lesson.subject) == wanted
        ),
        None,
    )
