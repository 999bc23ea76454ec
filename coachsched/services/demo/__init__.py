"""The demo school: an invented school, its people, timetable and partnerships, in an empty database."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from coachsched.core.errors import InputError, Problem
from coachsched.services import accounts, clock
from coachsched.services.demo import seekers, stories, week, year
from coachsched.services.demo.people import Colleague, office, teachers
from coachsched.services.demo.stage import Stage
from coachsched.services.unit import transaction
from coachsched.store import schools, session
from coachsched.store.people import Membership
from coachsched.store.schools import School, TimetableVersion

NAME = "Alderwick School"
PASSWORD = "demo"  # noqa: S105 - public: it opens nothing but a demo, which answers this machine alone
SETTINGS = {
    "not_for_visits": list(week.NOT_FOR_VISITS),
    "cover": "when_needed",
    "funds": {"Release days": {"school": 40, "partnership": 4}, "Learning grant": {"school": 12}},
}


def load() -> str:
    """Put the demo school into an empty database, whole or not at all, and return its name.

    Its terms and partnerships lie around today. Its people can sign in only while the demo is
    on. Raises InputError where the database holds a school.
    """
    password_hash = accounts.hash_password(PASSWORD)
    today = clock.today(year.ZONE)
    with transaction():
        _check_empty()
        school = _school(today)
        members = {one.name: _member(school, one, password_hash) for one in (*teachers(), *office())}
        _timetable(school)
        session.flush()
        stage = Stage(school, members, today)
        stories.tell(stage)
        seekers.seek(stage)
    return NAME


def is_here_alone() -> bool:
    """Whether the database holds the demo school and no other."""
    return [school.name for school in schools.all_schools()] == [NAME]


def _check_empty() -> None:
    if schools.all_schools():
        remedy = "Name an empty folder in COACHSCHED_DATA_DIR, and run `flask db upgrade` first."
        raise InputError(Problem("database", "it holds a school already.", remedy))


def _school(today: date) -> School:
    school = School(name=NAME, settings=SETTINGS, created_at=clock.now())
    session.add(school)
    schools.write_calendar(school, year.calendar(today))
    return school


def _member(school: School, colleague: Colleague, password_hash: str) -> Membership:
    person = accounts.new_person(colleague.name, colleague.email, clock.now())
    person.password_hash, person.came_at = password_hash, clock.now()
    member = Membership(
        school=school,
        person=person,
        roles=[colleague.role],
        teacher=colleague.code or None,
        faculty=colleague.faculty,
    )
    session.add(member)
    return member


def _timetable(school: School) -> None:
    rows = week.timetable()
    version = TimetableVersion(
        school_id=school.id,
        valid_from=None,
        source_format="demo",
        sha256=sha256(repr(rows).encode()).hexdigest(),
        imported_at=clock.now(),
    )
    session.add(version)
    session.flush()
    schools.write_rows(version, rows)
