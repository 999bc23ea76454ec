"""Somebody's own cycle of days, period by period, as the rules understand it (design 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coachsched.core.calendar import SEARCH_DAYS, Bell, Calendar, Day, Period
from coachsched.core.commitments import said_on
from coachsched.core.day_plans import kept_plans
from coachsched.core.labels import label_key
from coachsched.core.meetings import Diary
from coachsched.core.person_day import Entry, Lesson, Rules, State
from coachsched.core.timetable import Timetable


@dataclass(frozen=True)
class OwnPeriod:
    """One period of a cycle day: what its owner does then, and what of it the timetable names."""

    period: Period
    state: State
    lessons: tuple[Lesson, ...]
    subject: str
    room: str
    listed: bool


@dataclass(frozen=True)
class OwnDay:
    """A cycle day as it is on ``on``, the next date that has it; None where none lies ahead."""

    label: str
    on: date | None
    bell: Bell
    periods: tuple[OwnPeriod, ...]


def own_week(calendar: Calendar, timetable: Timetable, rules: Rules, who: Diary, today: date) -> list[OwnDay]:
    """Every cycle day from today on with what somebody regularly does; dated commitments stand elsewhere."""
    regular = [one for one in who.commitments if one.label is not None]
    plans = kept_plans(calendar, timetable, rules)
    nearest = _nearest(calendar, today)
    found = []
    for label in calendar.rotation.labels:
        day = nearest.get(label)
        shown = day or Day(today, True, label, calendar.bells[0], None, True)
        said = said_on(regular, shown.date, label)
        bell = shown.bell or calendar.bells[0]
        entries = plans.entries(who.teacher, shown, bell, said)
        plan = plans.plan(who.teacher, shown, bell, said)
        periods = [
            _period(period, state, plan.lessons, entries)
            for period, state in zip(bell.periods, plan.states, strict=True)
        ]
        found.append(OwnDay(label, day.date if day else None, bell, tuple(periods)))
    return found


def _nearest(calendar: Calendar, today: date) -> dict[str, Day]:
    """The next ordinary day of each label, with lessons and nothing out of the ordinary if there is one."""
    found: dict[str, Day] = {}
    for day in reversed(calendar.school_days(today, today + timedelta(days=SEARCH_DAYS))):
        if day.cycle_day and day.lessons and (day.reason is None or day.cycle_day not in found):
            found[day.cycle_day] = day
    return found


def _period(period: Period, state: State, lessons: Iterable[Lesson], entries: Iterable[Entry]) -> OwnPeriod:
    here = [row for key, row in entries if key in (None, label_key(period.label))]
    named = next((row for row in here if row.kind in ("duty", "meeting", "lesson", "protected")), None)
    return OwnPeriod(
        period=period,
        state=state,
        lessons=tuple(lesson for lesson in lessons if lesson.period == period),
        subject=named.subject if named else "",
        room=named.room if named else "",
        listed=any(row.kind == "release" for row in here),
    )
