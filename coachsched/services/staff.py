"""The people of a school."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers.people import PersonRow, faults
from coachsched.importers.tables import one_line
from coachsched.services import access, people_files
from coachsched.store import imports, people
from coachsched.store.people import Membership, School


def named(school: School, email: str) -> Membership:
    """Who has an address at a school; raises InputError where nobody has."""
    member = people.member_by_email(school, email)
    if member is None:
        remedy = phrase("Check the spelling, or import the people first.")
        raise InputError(
            Problem(email, phrase("nobody at %(school)s has this address.", school=school.name), remedy)
        )
    return member


def add(
    actor: Membership, name: str, email: str, teacher: str = "", faculty: str = "", roles: Sequence[str] = ()
) -> None:
    """Add one person to the actor's school; raises ForbiddenError, and InputError with what to correct."""
    access.require(actor, "people")
    name, email, teacher, faculty = (one_line(cell.strip()) for cell in (name, email, teacher, faculty))
    row = PersonRow(name, email, teacher, faculty, roles=tuple(roles) or ("teacher",), line=0)
    problems = [Problem(phrase("This person"), what, remedy) for what, remedy in faults(row)]
    if people.member_by_email(actor.school, row.email):
        problems.append(
            Problem(row.email, phrase("is here already."), phrase("People are changed by importing a file."))
        )
    if problems:
        raise InputError(problems)
    people_files.take(actor.school, [row], row.teacher)


def other_names(actor: Membership) -> dict[int, list[str]]:
    """The further names by which the timetable knows people, by membership."""
    access.require(actor, "people")
    found = imports.aliases(actor.school)
    return {number: [alias.name for alias in aliases] for number, aliases in found.items()}


def partners(actor: Membership) -> list[Membership]:
    """Who can be brought together, by name; raises ForbiddenError unless the actor may do that."""
    access.require(actor, "board")
    return [member for member in people.memberships(actor.school) if member.person.active]


def everybody(actor: Membership) -> list[Membership]:
    """Everybody at the actor's school by name; raises ForbiddenError."""
    access.require(actor, "people")
    return people.memberships(actor.school)
