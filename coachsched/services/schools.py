"""Putting a school in: its calendar and settings. Whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from coachsched import languages
from coachsched.core import options
from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.calendar_checks import check_timezone
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers import public_holidays, zones
from coachsched.importers.people import is_email
from coachsched.importers.school_toml import SchoolFile, read_school
from coachsched.importers.school_toml_writer import write_school
from coachsched.services import accounts, clock
from coachsched.services.recheck import CALENDAR_CHANGED, NOT_POSSIBLE, Broken, recheck
from coachsched.services.unit import transaction
from coachsched.store import feeds, people, schools, session
from coachsched.store.people import Membership, Person, School

LONGEST_NAME = 120
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Applied:
    """What `school apply` did."""

    school: School
    created: bool
    changed: bool
    broken: list[Broken]


def create(name: str, timezone: str, admin: str) -> str:
    """A new school and its first administrator, whose first password is returned."""
    name = name.strip()
    if problems := [one for one in (name_fault(name), zone_fault(timezone), address_fault(admin)) if one]:
        raise InputError(problems)
    password = secrets.token_urlsafe(12)
    with transaction():
        found(name, timezone, people.person_by_email(admin) or _nameless(admin), password)
    return password


def name_fault(name: str) -> Problem | None:
    if not name:
        return Problem("school", phrase("the school has no name yet."), phrase("Write it as people know it."))
    if len(name) > LONGEST_NAME or not name.isprintable():
        what = phrase("its name is longer than a line.")
        return Problem("school", what, phrase("Write it as people know it."))
    return None


def zone_fault(timezone: str) -> Problem | None:
    fault = check_timezone(timezone)
    return Problem("timezone", fault.what, fault.remedy) if fault else None


def address_fault(email: str) -> Problem | None:
    if is_email(email):
        return None
    return Problem(
        "email",
        phrase("%(text)s is no e-mail address.", text=repr(email)),
        phrase("Write it like name@school.org."),
    )


def found(
    name: str, timezone: str, admin: Person, password: str, language: str = languages.ENGLISH
) -> School:
    """A new school with its first administrator, inside the caller's transaction; raises InputError.

    A language other than English is the school's own from the start; English leaves it to each browser.
    """
    if schools.school_named(name):
        raise InputError(
            Problem(name, phrase("there is a school of this name already."), phrase("Choose another."))
        )
    week = public_holidays.school_week(zones.country_of(timezone))
    labels = tuple(WEEKDAYS[day] for day in week)
    calendar = Calendar(timezone, Rotation("weekday", labels, clock.today(timezone), week), ())
    school = _new_school(name, calendar)
    if language != languages.ENGLISH:
        school.settings = {"language": language}
    admin.password_hash = accounts.hash_password(password)
    session.add(Membership(school=school, person=admin, roles=["admin", "coordinator"], teacher=None))
    return school


def _nameless(email: str) -> Person:
    return accounts.new_person(email.partition("@")[0], email, clock.now())


def apply(data: bytes, file_name: str, school: School | None = None) -> Applied:
    """Create the school a file describes, or make the one of its name (or ``school``) as it says."""
    file = read_school(data, file_name)
    with transaction():
        found = session.merge(school) if school else schools.school_named(file.name)
        created = found is None
        found = found or _new_school(file.name, file.calendar)
        broken = put(found, file)
    return Applied(found, created=created, changed=broken is not None, broken=broken or [])


def described(school: School) -> SchoolFile:
    """The school as its file would describe it."""
    return SchoolFile(school.name, schools.read_calendar(school), options.differing(school.settings))


def as_toml(school: School) -> str:
    """The school as its file, from which it could be applied."""
    file = described(school)
    return write_school(file.name, file.calendar, file.settings)


def put(school: School, file: SchoolFile) -> list[Broken] | None:
    """Make the school what a checked description says, inside the caller's transaction.

    This is the one way in, for files and for pages. What booked meetings no longer work; None where
    the school was like that already.
    """
    file = plain(file)
    if described(school) == file:
        return None
    school.name, school.settings = file.name, file.settings
    schools.write_calendar(school, file.calendar)
    return changed(school, CALENDAR_CHANGED)


def plain(file: SchoolFile) -> SchoolFile:
    """The description as a school would keep it: without settings that are usual anyway."""
    return replace(file, settings=options.differing(file.settings))


def _new_school(name: str, calendar: Calendar) -> School:
    school = School(name=name, timezone=calendar.timezone, created_at=clock.now())
    session.add(school)
    schools.write_rotation(school, calendar)
    session.flush()
    return school


def changed(
    school: School,
    reason: str = NOT_POSSIBLE,
    late: Collection[date] = frozenset(),
) -> list[Broken]:
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
