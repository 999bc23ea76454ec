"""The people of a school from a file: added and brought up to date, nobody removed."""

from __future__ import annotations

from dataclasses import dataclass

from coachsched.core.errors import InputError, Problem
from coachsched.core.timetable import teacher_key
from coachsched.importers.people import PersonRow, read_people
from coachsched.services import accounts, clock, schools
from coachsched.services.unit import transaction
from coachsched.store import people, session
from coachsched.store import schools as stored
from coachsched.store.people import Membership, Person, School


@dataclass(frozen=True)
class PeopleImported:
    added: int
    changed: int
    unchanged: int


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
            stored.changed(schools.fresh(school))
    return PeopleImported(**counts)


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
