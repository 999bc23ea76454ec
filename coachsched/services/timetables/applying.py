"""Putting a timetable in force, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coachsched.core.errors import ConflictError, Problem
from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase
from coachsched.core.placing import day_key
from coachsched.importers.recognise import read_timetable
from coachsched.importers.tables import refusal
from coachsched.services import clock, schools
from coachsched.services.recheck import Broken, look_at
from coachsched.services.timetables import planning, teachers
from coachsched.services.timetables.choices import Choices, remembered_name
from coachsched.services.timetables.planning import Plan, plan
from coachsched.services.timetables.thinking import thought_of
from coachsched.services.unit import transaction
from coachsched.store import imports, session
from coachsched.store import schools as stored
from coachsched.store.imports import LabelAlias
from coachsched.store.people import School
from coachsched.store.schools import TimetableVersion

MOVED_ON = phrase("Something at the school has changed since this was worked out. Please look at it again.")


@dataclass(frozen=True)
class Applied:
    """What became of a plan."""

    plan: Plan
    broken: list[Broken]

    @property
    def format(self) -> str:
        return self.plan.file.format

    @property
    def lines_read(self) -> int:
        return self.plan.file.lines_read

    @property
    def rows(self) -> int:
        return len(self.plan.rows)

    @property
    def matched(self) -> tuple[str, ...]:
        return self.plan.matched

    @property
    def unmatched(self) -> tuple[str, ...]:
        return self.plan.unmatched

    @property
    def left_out(self) -> tuple[Problem, ...]:
        return self.plan.left_out

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return self.plan.warnings

    @property
    def changed(self) -> bool:
        return self.plan.changed


def import_timetable(
    school: School,
    data: bytes,
    file_name: str,
    *,
    format: str | None = None,
    encoding: str | None = None,
    valid_from: date | None = None,
    choices: Choices | None = None,
    dry_run: bool = False,
) -> Applied:
    """Read a timetable and put it in force from a date, or in place of the one in force; raises InputError.

    A dry run does everything but keep it.
    """
    calendar = stored.school_time(school).calendar
    file = read_timetable(data, file_name, format, encoding, calendar)
    planned = plan(school, file, choices or Choices(valid_from=valid_from))
    check(planned, file_name)
    return Applied(planned, rehearse(school, planned)) if dry_run else apply(school, planned)


def check(planned: Plan, file_name: str) -> None:
    """Raises InputError with everything that stands in the way."""
    if planned.problems:
        raise refusal(planning.located(planned.problems, file_name), file_name)


def apply(school: School, planned: Plan) -> Applied:
    """Do what a plan without problems says; raises ConflictError where the school has moved on meanwhile."""
    with transaction():
        fresh = schools.fresh(school)
        if fresh.revision != planned.revision:
            raise ConflictError(MOVED_ON)
        broken = write(fresh, planned)
    return Applied(planned, broken)


def rehearse(school: School, planned: Plan) -> list[Broken]:
    """The booked meetings that a plan would break; nothing is written."""
    if planned.problems or not planned.changed:
        return []
    time, known_as = thought_of(school, planned)
    return look_at(school, time, known_as=known_as).breaking


def write(school: School, planned: Plan) -> list[Broken]:
    """Write what a plan says, inside the caller's transaction; the booked meetings that it breaks."""
    _remember_labels(school, planned)
    if not planned.changed:
        return []
    teachers.remember(school, planned.new_names)
    if planned.rows_change:
        _write_rows(school, planned)
    return schools.changed(school)


def _write_rows(school: School, planned: Plan) -> None:
    version = session.get(TimetableVersion, planned.replaced) if planned.replaced else None
    if version is None:
        version = TimetableVersion(school_id=school.id, valid_from=planned.valid_from)
        session.add(version)
    version.source_format = planned.file.format
    version.sha256, version.imported_at = planning.digest_of(planned.written), clock.now()
    session.flush()
    stored.replace_rows(version, planned.written)


def _remember_labels(school: School, planned: Plan) -> None:
    """Keep what was chosen for the days and periods of this file, so that the next one is not asked about."""
    known = {(one.kind, one.name.casefold()): one for one in imports.labels(school)}
    for kind, name, labels in _confirmed(planned):
        row = known.get((kind, name.casefold()))
        if row is None:
            session.add(LabelAlias(school_id=school.id, kind=kind, name=name, labels=list(labels)))
        elif tuple(row.labels) != labels:
            row.labels = list(labels)


def _confirmed(planned: Plan) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, name and labels of every day and period that somebody said."""
    told, file = planned.choices.told, planned.file
    days = {
        day_key(day.week, day.name): remembered_name(day.week.strip(), day.name.strip()) for day in file.days
    }
    periods = {label_key(period.name): period.name.strip() for period in file.periods}
    found = [("day", days[key], labels) for key, labels in told.days.items() if key in days]
    return found + [
        ("period", periods[key], labels) for key, labels in told.periods.items() if key in periods
    ]
