"""Who of a school's people its timetable knows, and which of its names nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.labels import names, teacher_key
from coachsched.core.phrases import phrase
from coachsched.core.teacher_matching import Candidate, match
from coachsched.importers.timetable_file import FileTeacher
from coachsched.services import access, schools, teacher_names
from coachsched.services.timetables import teachers
from coachsched.services.unit import transaction
from coachsched.store import imports, people
from coachsched.store import schools as stored
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class Nobody:
    """A name in the timetable that is nobody's; ``likely`` is who it is, where there is one answer only."""

    name: str
    likely: Membership | None


@dataclass(frozen=True)
class Roll:
    """Everybody with an open account, by name. Without a timetable, a name is believed as it is.

    ``unknown`` have no name in the timetable, or one it does not hold. ``nobodys`` are the names left over.
    """

    known: tuple[Membership, ...]
    unknown: tuple[Membership, ...]
    nobodys: tuple[Nobody, ...]


def roll(school: School) -> Roll:
    """The people of a school beside its timetables."""
    members = [one for one in people.memberships(school) if one.person.active]
    cells = dict.fromkeys(
        row.teacher for version in stored.school_time(school).timetable.versions for row in version.rows
    )
    held = {teacher_key(name): name for cell in reversed(cells) for name in names(cell)}
    others = imports.aliases(school)
    theirs = {
        teacher_key(name): one
        for one in members
        for name in (one.teacher, *(alias.name for alias in others.get(one.id, ())))
        if name
    }
    known = [one for key, one in theirs.items() if not held or key in held]
    unknown = [one for one in members if one not in known]
    return Roll(
        tuple(one for one in members if one in known),
        tuple(unknown),
        tuple(_nobodys(school, unknown, [name for key, name in held.items() if key not in theirs])),
    )


def _nobodys(school: School, unknown: list[Membership], left: list[str]) -> list[Nobody]:
    free = {one.id: one for one in unknown}
    accounts = [one for one in teachers.accounts(school) if one.id in free]
    found = match([FileTeacher(name) for name in sorted(left)], accounts)
    likely = [one.account.id if one.account else _alone(one.candidates) for one in found]
    # Who two names point at is left for somebody to say.
    return [
        Nobody(one.name, free[number] if number and likely.count(number) == 1 else None)
        for one, number in zip(found, likely, strict=True)
    ]


def _alone(candidates: tuple[Candidate, ...]) -> int | None:
    return candidates[0].account.id if len(candidates) == 1 else None


def name_them(actor: Membership, chosen: Mapping[str, str]) -> int:
    """Say whose each of these names in the timetable is, by e-mail: how many people are known by one now.

    Somebody may have several. Raises ForbiddenError, and InputError where a name or address is not there.
    """
    access.require(actor, "people")
    with transaction():
        school = schools.fresh(actor.school)
        members = {one.person.email: one for one in people.memberships(school)}
        found = roll(school)
        free = {one.name for one in found.nobodys}
        wanted = {name: email.strip().casefold() for name, email in chosen.items() if email.strip()}
        if not wanted:
            raise InputError(
                Problem(
                    phrase("Who is who"),
                    phrase("nobody is chosen yet."),
                    phrase("Choose somebody for a name."),
                )
            )
        _check(wanted, members, free)
        named = {one.id for one in found.known}
        for name, email in wanted.items():
            _name(school, members[email], name, members, more=members[email].id in named)
            named.add(members[email].id)
        schools.changed(school)
    return len(set(wanted.values()))


def _check(wanted: Mapping[str, str], members: Mapping[str, Membership], free: set[str]) -> None:
    problems = [
        Problem(name, phrase("is not one of the names that are left."), phrase("Please look again."))
        for name in wanted
        if name not in free
    ]
    problems += [
        Problem(
            name,
            phrase("nobody here has the address %(email)s.", email=email),
            phrase("Choose somebody of the list."),
        )
        for name, email in wanted.items()
        if email not in members
    ]
    if problems:
        raise InputError(problems)


def _name(
    school: School, member: Membership, name: str, members: Mapping[str, Membership], *, more: bool
) -> None:
    """Their own name where what they had is in no timetable; ``more`` where they have one in it already."""
    try:
        if more or (member.teacher and imports.aliases(school).get(member.id)):
            teacher_names.add(school, member, name, members.values())
        else:
            teacher_names.rename(school, member, name, members.values(), keep=False)
    except ConflictError as error:
        raise InputError(Problem(name, str(error))) from None
