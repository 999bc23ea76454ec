"""Putting a timetable in force, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from coachsched.core.errors import Problem
from coachsched.core.timetable import Row, check_rows, teacher_key, warnings
from coachsched.importers.recognise import read_timetable
from coachsched.importers.tables import refusal
from coachsched.services import clock, schools
from coachsched.services.recheck import Broken
from coachsched.services.unit import transaction
from coachsched.store import people, session
from coachsched.store import schools as stored
from coachsched.store.people import School
from coachsched.store.schools import TimetableVersion


@dataclass(frozen=True)
class TimetableImported:
    """What a timetable file holds; ``unmatched`` are teachers without an account, sorted."""

    format: str
    lines_read: int
    rows: int
    matched: tuple[str, ...]
    unmatched: tuple[str, ...]
    left_out: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    changed: bool
    broken: list[Broken]


def import_timetable(
    school: School,
    data: bytes,
    file_name: str,
    *,
    format: str | None = None,
    encoding: str | None = None,
    valid_from: date | None = None,
    dry_run: bool = False,
) -> TimetableImported:
    """Put a timetable in force from a date, or in place of the one in force; raises InputError.

    A dry run does everything but keep it.
    """
    file = read_timetable(data, file_name, format, encoding)
    school_time = stored.school_time(school)
    problems = check_rows(file.rows, school_time.calendar)
    if problems:
        faults = [Problem(f"{file_name}, {one.where}", one.what, one.remedy) for one in problems]
        raise refusal(faults, file_name)
    known = people.teachers(school)
    named = {teacher_key(name): name for row in file.rows for name in _names(row)}
    digest = sha256(repr(file.rows).encode()).hexdigest()
    try:
        with transaction():
            changed = _put_in_force(schools.fresh(school), file.rows, digest, file.format, valid_from)
            broken = schools.changed(schools.fresh(school)) if changed else []
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        pass
    return TimetableImported(
        format=file.format,
        lines_read=file.lines_read,
        rows=len(file.rows),
        matched=tuple(sorted(named[key] for key in named if key in known)),
        unmatched=tuple(sorted(named[key] for key in named if key not in known)),
        left_out=file.left_out,
        warnings=tuple(warnings(file.rows, school_time.calendar)),
        changed=changed,
        broken=broken,
    )


class _DryRunError(Exception):
    """Leaves a transaction so that nothing of it stays."""


def _names(row: Row) -> list[str]:
    return [name.strip() for name in row.teacher.split("+") if name.strip()]


def _put_in_force(
    school: School, rows: tuple[Row, ...], digest: str, format: str, valid_from: date | None
) -> bool:
    """Write the rows as the version from that date; False when they are what stands there already."""
    version = stored.version_at(school, valid_from) if valid_from else _in_force(school)
    if version is not None and version.sha256 == digest:
        return False
    if version is None:
        version = TimetableVersion(school_id=school.id, valid_from=valid_from)
        session.add(version)
    version.rows.clear()
    version.source_format, version.sha256, version.imported_at = format, digest, clock.now()
    session.flush()
    stored.write_rows(version, rows)
    return True


def _in_force(school: School) -> TimetableVersion | None:
    """The version in force today: the one an import without a date replaces."""
    today = clock.today(school.timezone)
    past = [one for one in stored.versions(school) if one.valid_from is None or one.valid_from <= today]
    return past[-1] if past else None
