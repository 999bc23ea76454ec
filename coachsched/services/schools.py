"""Putting a school in: its calendar and settings. Whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.calendar_checks import check_timezone
from coachsched.core.errors import InputError, Problem
from coachsched.importers.people import is_email
from coachsched.importers.school_toml import read_school
from coachsched.services import accounts, clock
from coachsched.services.recheck import CALENDAR_CHANGED, NOT_POSSIBLE, Broken, recheck
from coachsched.services.unit import transaction
from coachsched.store import feeds, people, schools, session
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class Applied:
    """What `school apply` did."""

    school: School
    created: bool
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
        broken = changed(found, CALENDAR_CHANGED)
    return Applied(found, created=created, changed=True, broken=broken)


def _new_school(name: str, calendar: Calendar) -> School:
    school = School(name=name, timezone=calendar.timezone, created_at=clock.now())
    session.add(school)
    schools.write_rotation(school, calendar)
    session.flush()
    return school


def changed(school: School, reason: str = NOT_POSSIBLE, late: Collection[date] = frozenset()) -> list[Broken]:
    """What follows from a new calendar or timetable, in the same transaction; see ``recheck``."""
    schools.changed(school)
    session.flush()
    session.expire(school)
    feeds.touch_school(school.id, clock.now())
    return recheck(school, reason, late)


def fresh(school: School) -> School:
    """The school as the running transaction sees it."""
    found = schools.get(school.id)
    assert found is not None
    return found
