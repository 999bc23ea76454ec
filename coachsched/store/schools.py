"""A school's time: calendar, timetable and rules as core values, kept while nothing changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from coachsched.core import calendar as core
from coachsched.core import options
from coachsched.core.quiet import Limits
from coachsched.core.slots import Rules
from coachsched.core.timetable import Row, Timetable, Version
from coachsched.models import School, TimetableRow, db
from coachsched.models import Timetable as TimetableVersion
from coachsched.models.school import Bell, BellPeriod, BellRule, DayException, Term, new_revision

__all__ = ["School", "SchoolTime", "TimetableVersion", "school_time"]

KEPT_SCHOOLS = 64
_kept: OrderedDict[str, SchoolTime] = OrderedDict()


@dataclass(frozen=True)
class SchoolTime:
    """What the rules need to know of a school."""

    name: str
    calendar: core.Calendar
    timetable: Timetable
    rules: Rules
    limits: Limits
    zone: ZoneInfo


def school_time(school: School) -> SchoolTime:
    """The school's time; built once per revision and process, since building it reads every row."""
    kept = _kept.get(school.revision)
    if kept is None:
        kept = _kept[school.revision] = _read(school)
        while len(_kept) > KEPT_SCHOOLS:
            _kept.popitem(last=False)
    return kept


def _read(school: School) -> SchoolTime:
    return SchoolTime(
        name=school.name,
        calendar=read_calendar(school),
        timetable=Timetable(tuple(_version(version) for version in versions(school))),
        rules=options.rules(school.settings),
        limits=options.limits(school.settings),
        zone=ZoneInfo(school.timezone),
    )


def read_calendar(school: School) -> core.Calendar:
    return core.Calendar(
        timezone=school.timezone,
        rotation=core.Rotation(
            mode=school.rotation_mode,  # type: ignore[arg-type]
            labels=tuple(school.labels),
            anchor=school.anchor,
            weekdays=tuple(school.weekdays),
            weeks=school.weeks,
            week_count=school.week_count,  # type: ignore[arg-type]
            closure=school.closure,  # type: ignore[arg-type]
        ),
        bells=tuple(_bell(bell) for bell in school.bells),
        rules=tuple(
            core.BellRule(rule.bell, rule.weekday, rule.label, rule.first, rule.last)
            for rule in school.bell_rules
        ),
        terms=tuple(core.Term(term.name, term.start, term.end) for term in school.terms),
        exceptions=tuple(
            core.DayException(
                date=row.date,
                kind=row.kind,  # type: ignore[arg-type]
                label=row.label,
                reanchor=row.reanchor,
                counts=row.counts,
                bell=row.bell,
                note=row.note,
            )
            for row in school.exceptions
        ),
    )


def _bell(bell: Bell) -> core.Bell:
    periods = tuple(
        core.Period(row.label, row.kind, row.start, row.end, row.meetings)  # type: ignore[arg-type]
        for row in bell.periods
    )
    return core.Bell(bell.name, periods)


def write_calendar(school: School, calendar: core.Calendar) -> None:
    """Put the whole calendar in place of what the school had."""
    write_rotation(school, calendar)
    for rows in (school.bells, school.bell_rules, school.terms, school.exceptions):
        rows.clear()
    # The old rows go before the new ones come, for one date has one exception.
    db.session.flush()
    school.bells.extend(_bell_row(number, bell) for number, bell in enumerate(calendar.bells))
    school.bell_rules.extend(
        BellRule(position=number, **vars(rule)) for number, rule in enumerate(calendar.rules)
    )
    school.terms.extend(Term(**vars(term)) for term in calendar.terms)
    school.exceptions.extend(DayException(**vars(exception)) for exception in calendar.exceptions)


def write_rotation(school: School, calendar: core.Calendar) -> None:
    rotation = calendar.rotation
    school.timezone = calendar.timezone
    school.rotation_mode = rotation.mode
    school.labels = list(rotation.labels)
    school.anchor = rotation.anchor
    school.weekdays = list(rotation.weekdays)
    school.weeks = rotation.weeks
    school.week_count = rotation.week_count
    school.closure = rotation.closure


def _bell_row(position: int, bell: core.Bell) -> Bell:
    periods = [BellPeriod(position=number, **vars(period)) for number, period in enumerate(bell.periods)]
    return Bell(position=position, name=bell.name, periods=periods)


def changed(school: School) -> None:
    """Say that calendar, timetable or settings changed: what is kept of them is built anew."""
    school.revision = new_revision()


def school_named(name: str) -> School | None:
    return db.session.scalar(select(School).where(School.name == name))


def all_schools() -> list[School]:
    return list(db.session.scalars(select(School).order_by(School.name)))


class Round(NamedTuple):
    """What decides whether a school's notices of today are still to be written."""

    id: int
    timezone: str
    settings: dict[str, Any]
    noticed_on: date | None


def rounds() -> list[Round]:
    """Every school's, in one query: there may be a thousand, and the worker asks each minute."""
    query = select(School.id, School.timezone, School.settings, School.noticed_on).order_by(School.id)
    return [Round._make(row) for row in db.session.execute(query)]


def hold(school_id: int) -> School | None:
    """A school as it is now, nobody else's to write notices for until the commit."""
    query = select(School).where(School.id == school_id).with_for_update(key_share=True)
    return db.session.scalar(query.execution_options(populate_existing=True))


def get(school_id: int) -> School | None:
    return db.session.get(School, school_id)


def versions(school: School) -> list[TimetableVersion]:
    query = select(TimetableVersion).where(TimetableVersion.school_id == school.id)
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda version: (version.valid_from is not None, version.valid_from))


def _version(version: TimetableVersion) -> Version:
    # Columns, not objects: a timetable has thousands of rows and they are only read.
    columns = [getattr(TimetableRow, name) for name in ROW_FIELDS]
    query = select(*columns).where(TimetableRow.timetable_id == version.id).order_by(TimetableRow.position)
    rows = tuple(Row(**dict(zip(ROW_FIELDS, row, strict=True))) for row in db.session.execute(query))
    return Version(valid_from=version.valid_from, rows=rows, id=version.id)


ROW_FIELDS = (
    "teacher", "day", "period", "klass", "subject", "room", "week", "end_period", "kind", "line",
)  # fmt: skip


def version_at(school: School, valid_from: date | None) -> TimetableVersion | None:
    query = select(TimetableVersion).where(
        TimetableVersion.school_id == school.id, TimetableVersion.valid_from == valid_from
    )
    return db.session.scalar(query)


def write_rows(version: TimetableVersion, rows: Sequence[Row]) -> None:
    """Put rows into a version that has none, in one statement: there are thousands."""
    values = [
        {"timetable_id": version.id, "position": number} | {name: getattr(row, name) for name in ROW_FIELDS}
        for number, row in enumerate(rows)
    ]
    if values:
        db.session.execute(insert(TimetableRow), values)
