"""Putting a school in: its calendar and settings, its people, its timetable. Whole or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.calendar_checks import check_timezone
from coachsched.core.errors import InputError, Problem
from coachsched.core.timetable import Row, check_rows, teacher_key, warnings
from coachsched.importers.people import PersonRow, is_email, read_people
from coachsched.importers.recognise import read_timetable
from coachsched.importers.school_toml import read_school
from coachsched.importers.tables import refusal
from coachsched.services import accounts, clock
from coachsched.services.recheck import Broken, recheck
from coachsched.services.unit import transaction
from coachsched.store import feeds, people, schools, session
from coachsched.store.people import Membership, Person, School
from coachsched.store.schools import TimetableVersion


@dataclass(frozen=True)
class Applied:
    """What `school apply` did."""

    school: School
    created: bool
    changed: bool
    broken: list[Broken]


@dataclass(frozen=True)
class PeopleImported:
    added: int
    changed: int
    unchanged: int


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


def create(name: str, timezone: str, admin: str) -> str:
    """A new school and its first administrator, whose first password is returned."""
    problems = [problem for problem in [check_timezone(timezone)] if problem]
    if not is_email(admin):
        problems.append(Problem(admin, "this is no e-mail address.", "Write it like name@school.org."))
    if problems:
        raise InputError(problems)
    password = secrets.token_urlsafe(12)
    with transaction():
        if schools.school_named(name):
            raise InputError(Problem(name, "there is a school of this name already.", "Choose another."))
        calendar = Calendar(
            timezone, Rotation("weekday", ("Mon", "Tue", "Wed", "Thu", "Fri"), clock.today(timezone)), ()
        )
        school = _new_school(name, calendar)
        person = people.person_by_email(admin) or accounts.new_person(
            admin.partition("@")[0], admin, clock.now()
        )
        person.password_hash = accounts.hash_password(password)
        session.add(Membership(school=school, person=person, roles=["admin", "coordinator"], teacher=None))
    return password


def apply(data: bytes, file_name: str, school: School | None = None) -> Applied:
    """Create the school a file describes, or make the one of its name (or ``school``) as it says."""
    file = read_school(data, file_name)
    with transaction():
        found = session.merge(school) if school else schools.school_named(file.name)
        created = found is None
        found = found or _new_school(file.name, file.calendar)
        same = not created and (
            found.name == file.name
            and schools.read_calendar(found) == file.calendar
            and found.settings == file.settings
        )
        if same:
            return Applied(found, created=False, changed=False, broken=[])
        found.name, found.settings = file.name, file.settings
        schools.write_calendar(found, file.calendar)
        broken = _changed(found)
    return Applied(found, created=created, changed=True, broken=broken)


def import_people(school: School, data: bytes, file_name: str, encoding: str | None = None) -> PeopleImported:
    """Add the people of a file and bring the known ones up to date; nobody is removed."""
    file = read_people(data, file_name, encoding)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    with transaction():
        known = people.people_by_email([row.email for row in file.people])
        members = {member.person_id: member for member in people.memberships(school)}
        _check_teachers(file.people, members, known, file_name)
        for row in file.people:
            counts[_import_person(school, row, known, members)] += 1
        if counts["added"] or counts["changed"]:
            schools.changed(_fresh(school))
    return PeopleImported(**counts)


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
    school_time = schools.school_time(school)
    problems = check_rows(file.rows, school_time.calendar)
    if problems:
        faults = [Problem(f"{file_name}, {one.where}", one.what, one.remedy) for one in problems]
        raise refusal(faults, file_name)
    known = people.teachers(school)
    named = {teacher_key(name): name for row in file.rows for name in _names(row)}
    digest = sha256(repr(file.rows).encode()).hexdigest()
    try:
        with transaction():
            changed = _put_in_force(_fresh(school), file.rows, digest, file.format, valid_from)
            broken = _changed(_fresh(school)) if changed else []
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


def _new_school(name: str, calendar: Calendar) -> School:
    school = School(name=name, timezone=calendar.timezone, created_at=clock.now())
    session.add(school)
    schools.write_rotation(school, calendar)
    session.flush()
    return school


def _changed(school: School) -> list[Broken]:
    """What follows from a new calendar or timetable, in the same transaction."""
    schools.changed(school)
    session.flush()
    session.expire(school)
    feeds.touch_school(school.id, clock.now())
    return recheck(school)


def _fresh(school: School) -> School:
    """The school as the running transaction sees it."""
    found = schools.get(school.id)
    assert found is not None
    return found


def _import_person(
    school: School, row: PersonRow, known: dict[str, Person], members: dict[int, Membership]
) -> str:
    person = known.get(row.email.casefold())
    if person is None:
        person = accounts.new_person(row.name, row.email, clock.now())
        session.add(person)
    member = members.get(person.id) if person.id else None
    if member is None:
        session.add(
            Membership(
                school_id=school.id, person=person, roles=list(row.roles),
                teacher=row.teacher or None, faculty=row.faculty,
            )
        )  # fmt: skip
        return "added"
    wanted = (row.name, row.teacher or None, row.faculty, list(row.roles))
    if (person.name, member.teacher, member.faculty, list(member.roles)) == wanted:
        return "unchanged"
    person.name, member.teacher, member.faculty, member.roles = wanted
    return "changed"


def _check_teachers(
    rows: tuple[PersonRow, ...], members: dict[int, Membership], known: dict[str, Person], file_name: str
) -> None:
    """One name in the timetable is one person: a second claim is refused with its line."""
    in_file = {row.email.casefold() for row in rows}
    taken = {
        teacher_key(member.teacher): member.person.name
        for member in members.values()
        if member.teacher and member.person.email not in in_file
    }
    problems = []
    for row in rows:
        key = teacher_key(row.teacher) if row.teacher else ""
        if key in taken:
            what = f"{row.teacher!r} is {taken[key]} in the timetable already."
            problems.append(
                Problem(f"{file_name}, line {row.line}", what, "Give each person their own code.")
            )
        elif key:
            taken[key] = row.name
    if problems:
        raise InputError(problems)


def _names(row: Row) -> list[str]:
    return [name.strip() for name in row.teacher.split("+") if name.strip()]


def _put_in_force(
    school: School, rows: tuple[Row, ...], digest: str, format: str, valid_from: date | None
) -> bool:
    """Write the rows as the version from that date; False when they are what stands there already."""
    version = schools.version_at(school, valid_from) if valid_from else _in_force(school)
    if version is not None and version.sha256 == digest:
        return False
    if version is None:
        version = TimetableVersion(school_id=school.id, valid_from=valid_from)
        session.add(version)
    version.rows.clear()
    version.source_format, version.sha256, version.imported_at = format, digest, clock.now()
    session.flush()
    schools.write_rows(version, rows)
    return True


def _in_force(school: School) -> TimetableVersion | None:
    """The version in force today: the one an import without a date replaces."""
    today = clock.today(school.timezone)
    past = [one for one in schools.versions(school) if one.valid_from is None or one.valid_from <= today]
    return past[-1] if past else None
