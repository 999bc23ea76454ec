"""A school's time: calendar, timetable and rules as core values, kept while nothing changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from coachsched.core import calendar as core
from coachsched.core import options
from coachsched.core.quiet import Limits
from coachsched.core.slots import Rules
from coachsched.core.timetable import Row, Timetable, Version, renamed
from coachsched.models import School, TimetableRow, db
from coachsched.models import Timetable as TimetableVersion
from coachsched.models.school import Bell, BellPeriod, BellRule, DayException, Term, new_revision
from coachsched.store import imports

__all__ = ["DayException", "School", "SchoolTime", "TimetableVersion", "school_time"]

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


def with_settings(school: School, calendar: core.Calendar, settings: Mapping[str, object]) -> SchoolTime:
    """The school's time as it would be with another calendar and other settings."""
    return _time(school.name, calendar, school_time(school).timetable, settings)


def _read(school: School) -> SchoolTime:
    return _time(school.name, read_calendar(school), _timetable(school), school.settings)


def _time(
    name: str, calendar: core.Calendar, timetable: Timetable, settings: Mapping[str, object]
) -> SchoolTime:
    return SchoolTime(
        name=name,
        calendar=calendar,
        timetable=timetable,
        rules=options.rules(settings),
        limits=options.limits(settings),
        zone=ZoneInfo(calendar.timezone),
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
        exceptions=tuple(read_exception(row) for row in school.exceptions),
    )


def read_exception(row: DayException) -> core.DayException:
    return core.DayException(
        date=row.date,
        kind=row.kind,  # type: ignore[arg-type]
        label=row.label,
        reanchor=row.reanchor,
        counts=row.counts,
        bell=row.bell,
        note=row.note,
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
    before = {(row.date, row.kind): row.before for row in school.exceptions}
    for rows in (school.bells, school.bell_rules, school.terms):
        rows.clear()
    # Rows that stay as they are keep what else they know: how a day was before it was closed.
    kept = {one.date: one for one in school.exceptions if read_exception(one) in calendar.exceptions}
    school.exceptions[:] = kept.values()
    # The old rows go before the new ones come, for one date has one exception.
    db.session.flush()
    school.bells.extend(_bell_row(number, bell) for number, bell in enumerate(calendar.bells))
    school.bell_rules.extend(
        BellRule(position=number, **vars(rule)) for number, rule in enumerate(calendar.rules)
    )
    school.terms.extend(Term(**vars(term)) for term in calendar.terms)
    school.exceptions.extend(
        # A day closed at short notice can be reopened also after the calendar was written anew.
        DayException(**vars(exception), before=before.get((exception.date, exception.kind)))
        for exception in calendar.exceptions
        if exception.date not in kept
    )


def exception_row(school: School, on: date) -> DayException | None:
    """What is written of one date."""
    return next((row for row in school.exceptions if row.date == on), None)


def write_exception(school: School, exception: core.DayException) -> DayException:
    """Put an exception in the place of what stood on its date, whose memory of earlier days is kept."""
    row = exception_row(school, exception.date)
    if row is None:
        row = DayException(date=exception.date, kind=exception.kind)
        school.exceptions.append(row)
    for name, value in vars(exception).items():
        setattr(row, name, value)
    return row


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
    """What decides whether a school's notices and nudges of today are still to be written."""

    id: int
    timezone: str
    settings: dict[str, Any]
    noticed_on: date | None
    nudged_on: date | None


def rounds() -> list[Round]:
    """Every school's, in one query: there may be a thousand, and the worker asks each minute."""
    columns = [getattr(School, name) for name in Round._fields]
    return [Round._make(row) for row in db.session.execute(select(*columns).order_by(School.id))]


def hold(school_id: int) -> School | None:
    """A school as it is now, nobody else's to write notices for or to approve cover at until the commit."""
    query = select(School).where(School.id == school_id).with_for_update(key_share=True)
    return db.session.scalar(query.execution_options(populate_existing=True))


def get(school_id: int) -> School | None:
    return db.session.get(School, school_id)


def stand_still(school: School) -> None:
    """Keep a school's calendar and timetable as they are until the commit, for this and other bookings.

    Who closes a day meanwhile waits, and then finds what was booked; a booking that comes later sees the day
    closed. SQLite has one writer anyway.
    """
    query = select(School).where(School.id == school.id).with_for_update(read=True)
    db.session.execute(query.execution_options(populate_existing=True)).all()


def locked(school_id: int) -> School | None:
    """The school as the running transaction sees it, kept from other writers until it ends."""
    query = select(School).where(School.id == school_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def versions(school: School) -> list[TimetableVersion]:
    query = select(TimetableVersion).where(TimetableVersion.school_id == school.id)
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda version: (version.valid_from is not None, version.valid_from))


def _timetable(school: School) -> Timetable:
    own = imports.own_names(school)
    return Timetable(
        tuple(
            Version(valid_from=one.valid_from, rows=renamed(rows_of(one.id), own), id=one.id)
            for one in versions(school)
        )
    )


def rows_of(version_id: int) -> tuple[Row, ...]:
    """The rows of a version as their file named the teachers."""
    # Columns, not objects: a timetable has thousands of rows and they are only read.
    columns = [getattr(TimetableRow, name) for name in ROW_FIELDS]
    query = select(*columns).where(TimetableRow.timetable_id == version_id).order_by(TimetableRow.position)
    return tuple(Row(**dict(zip(ROW_FIELDS, row, strict=True))) for row in db.session.execute(query))


ROW_FIELDS = (
    "teacher", "day", "period", "klass", "subject", "room", "week", "end_period", "kind", "line",
)  # fmt: skip


def version_at(school: School, valid_from: date | None) -> TimetableVersion | None:
    query = select(TimetableVersion).where(
        TimetableVersion.school_id == school.id, TimetableVersion.valid_from == valid_from
    )
    return db.session.scalar(query)


def replace_rows(version: TimetableVersion, rows: Sequence[Row]) -> None:
    """Put rows in place of those a version has."""
    db.session.execute(delete(TimetableRow).where(TimetableRow.timetable_id == version.id))
    write_rows(version, rows)


def write_rows(version: TimetableVersion, rows: Sequence[Row]) -> None:
    """Put rows into a version that has none, in one statement: there are thousands."""
    values = [
        {"timetable_id": version.id, "position": number} | {name: getattr(row, name) for name in ROW_FIELDS}
        for number, row in enumerate(rows)
    ]
    if values:
        # The table, not the class: nothing is to be kept of the thousands of rows.
        db.session.execute(insert(TimetableRow.__table__), values)
