"""Everybody's days under one calendar and timetable, each worked out once (design 4)."""

from __future__ import annotations

from coachsched.core.calendar import Bell, Calendar, Day
from coachsched.core.commitments import NOTHING, Said, with_own_time
from coachsched.core.person_day import DayPlan, Entry, Rules, plan_day
from coachsched.core.row_reading import RowReader
from coachsched.core.timetable import Row, Timetable, Version


class DayPlans:
    """Everybody's plans under one calendar, timetable and set of rules, each worked out once."""

    def __init__(self, calendar: Calendar, timetable: Timetable, rules: Rules) -> None:
        self.calendar = calendar
        self.rules = rules
        self._timetable = timetable
        self._reader = RowReader(calendar)
        self._known: dict[tuple[str | None, int, str | None, str, Said], DayPlan] = {}

    def plan(self, teacher: str | None, day: Day, bell: Bell, said: Said = NOTHING) -> DayPlan:
        """A teacher's plan for an open day of which they say something themselves.

        Somebody without a timetable has no rows in any.
        """
        version = self._timetable.on(day.date)
        key = teacher, id(version), day.cycle_day, bell.name, said
        if key not in self._known:
            self._known[key] = plan_day(bell, self.entries(teacher, day, bell, said), self.rules)
        return self._known[key]

    def rows_on(self, teacher: str, day: Day) -> list[Row]:
        """A teacher's rows of a day's cycle day, in the order of the file."""
        return self._rows(teacher, self._timetable.on(day.date), day.cycle_day)

    def entries(self, teacher: str | None, day: Day, bell: Bell, said: Said = NOTHING) -> list[Entry]:
        """What the timetable and the person have for them on a day, each with its period's key."""
        entries = self._entries(teacher, self._timetable.on(day.date), day.cycle_day)
        return with_own_time(entries, said, bell) if said else entries

    def _entries(self, teacher: str | None, version: Version | None, label: str | None) -> list[Entry]:
        return [entry for row in self._rows(teacher, version, label) for entry in self._placed(row)]

    def _rows(self, teacher: str | None, version: Version | None, label: str | None) -> list[Row]:
        if not teacher or version is None or label is None:
            return []
        return [row for row in version.rows_of(teacher) if label in self._reader.cycle_days(row)]

    def _placed(self, row: Row) -> list[Entry]:
        if row.kind == "absent" and not row.period.strip():
            return [(None, row)]
        return [(period, row) for period in self._reader.periods(row)]


def kept_plans(calendar: Calendar, timetable: Timetable, rules: Rules) -> DayPlans:
    """The plans of the last search of this timetable, where it had the same calendar and rules for days."""
    for plans in timetable.kept_plans:
        if plans.calendar is calendar and _of_days(plans.rules) == _of_days(rules):
            return plans
    plans = DayPlans(calendar, timetable, rules)
    timetable.kept_plans[:] = [plans]
    return plans


def _of_days(rules: Rules) -> tuple[object, ...]:
    """The rules that make a day what it is; how long meetings are is none of them."""
    return rules.presence, rules.release, rules.visits_need_class
