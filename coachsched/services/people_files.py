"""The people of a school from a file: added and brought up to date, nobody removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.timetable import teacher_key
from coachsched.importers.people import PersonRow, read_people
from coachsched.services import accounts, clock, schools, teacher_names
from coachsched.services.unit import transaction
from coachsched.store import feeds, imports, people, session
from coachsched.store.people import Membership, Person, School

# Of somebody new whose roles the file does not tell.
USUAL_ROLES = ("teacher",)
MOVED_ON = phrase("Somebody has changed the people meanwhile. Please look at it again.")


@dataclass(frozen=True)
class PeopleImported:
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class PersonChange:
    """What a row of the file does: ``changes`` are (what, before, after) for somebody known."""

    row: PersonRow
    state: Literal["added", "changed", "unchanged"]
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class PeoplePreview:
    """What a file of people would do; ``token`` is another one when anything of it is different."""

    people: tuple[PersonChange, ...]

    @property
    def counts(self) -> PeopleImported:
        count = Counter(one.state for one in self.people)
        return PeopleImported(count["added"], count["changed"], count["unchanged"])

    @property
    def token(self) -> str:
        return sha256(repr(self.people).encode()).hexdigest()


def preview_people(school: School, data: bytes, file_name: str, encoding: str | None = None) -> PeoplePreview:
    """Who would be added and what would change; raises InputError with every fault."""
    rows = read_people(data, file_name, encoding).people
    return _Taking(school, rows, file_name).preview()


def import_people(
    school: School, data: bytes, file_name: str, encoding: str | None = None, seen: str | None = None
) -> PeopleImported:
    """Add the people of a file and bring the known ones up to date; nobody is removed.

    ``seen`` is the token of the preview somebody agreed to. Raises InputError, and ConflictError where it
    would do something else by now.
    """
    return take(school, read_people(data, file_name, encoding).people, file_name, seen)


def take(school: School, rows: Sequence[PersonRow], where: str, seen: str | None = None) -> PeopleImported:
    """Add and change people as sound rows say; a name in the timetable that changes is kept as an alias."""
    with transaction():
        taking = _Taking(school, rows, where)
        preview = taking.preview()
        if seen is not None and preview.token != seen:
            raise ConflictError(MOVED_ON)
        had_administrator = _has_administrator(school)
        for one in preview.people:
            taking.take(one)
        if had_administrator and not _has_administrator(school):
            what = phrase("would leave nobody at the school who administers it.")
            raise InputError(Problem(where, what, phrase("Give somebody the role admin.")))
        if preview.counts.added or preview.counts.changed:
            schools.changed(schools.fresh(school))
    return preview.counts


def _has_administrator(school: School) -> bool:
    session.flush()
    return any("admin" in member.roles and member.person.active for member in people.memberships(school))


class _Taking:
    """Rows of people beside those a school has."""

    def __init__(self, school: School, rows: Sequence[PersonRow], where: str) -> None:
        self._school = school
        self._rows = rows
        self._known = people.people_by_email([row.email for row in rows])
        self._members = {member.person_id: member for member in people.memberships(school)}
        self._claimed = {teacher_key(row.teacher) for row in rows if row.teacher}
        _check_teachers(rows, self._owners(), where)

    def preview(self) -> PeoplePreview:
        return PeoplePreview(tuple(self._change(row) for row in self._rows))

    def take(self, change: PersonChange) -> None:
        """Write what a row does."""
        row = change.row
        if change.state == "added":
            self._add(row)
        elif change.state == "changed":
            member = self._member(row)
            assert member is not None, "only who is known is changed"
            member.person.name = row.name
            member.faculty, member.roles = row.faculty or member.faculty, list(row.roles or member.roles)
            # The calendar of cover goes with the role.
            feeds.touch_cover(self._school.id, clock.now())
            if (member.teacher or "") != row.teacher:
                self._rename(member, row)

    def _change(self, row: PersonRow) -> PersonChange:
        member = self._member(row)
        if member is None:
            return PersonChange(row, "added")
        before = member.person.name, member.teacher or "", member.faculty, ", ".join(member.roles)
        # What a file does not tell of, it does not take away.
        faculty, roles = row.faculty or member.faculty, ", ".join(row.roles or member.roles)
        after = row.name, row.teacher, faculty, roles
        what = phrase("name"), phrase("in the timetable"), phrase("faculty"), phrase("roles")
        found = tuple(one for one in zip(what, before, after, strict=True) if one[1] != one[2])
        return PersonChange(row, "changed" if found else "unchanged", found)

    def _member(self, row: PersonRow) -> Membership | None:
        person = self._known.get(row.email.casefold())
        return self._members.get(person.id) if person else None

    def _add(self, row: PersonRow) -> None:
        person = self._known.get(row.email.casefold()) or _new_person(row)
        if row.teacher:
            teacher_names.free(self._school, row.teacher, self._others(row))
        member = Membership(
            school_id=self._school.id, person=person, roles=list(row.roles or USUAL_ROLES),
            teacher=row.teacher or None, faculty=row.faculty,
        )  # fmt: skip
        session.add(member)

    def _rename(self, member: Membership, row: PersonRow) -> None:
        # A name that the file gives to somebody else is theirs from now on, in older rows too.
        keep = teacher_key(member.teacher or "") not in self._claimed
        teacher_names.rename(self._school, member, row.teacher or None, self._others(row), keep=keep)

    def _others(self, row: PersonRow) -> list[Membership]:
        """Everybody the file does not speak of: its own people may swap their names."""
        in_file = {one.email.casefold() for one in self._rows}
        return [one for one in self._members.values() if one.person.email not in in_file]

    def _owners(self) -> dict[str, tuple[str, str]]:
        """Who is known by a name in the timetable, as (e-mail, name) by its key; nobody who has left.

        The file says the names of its own people, but for their aliases.
        """
        aliases = imports.aliases(self._school)
        in_file = {row.email.casefold() for row in self._rows}
        owners: dict[str, tuple[str, str]] = {}
        for member in self._members.values():
            person = member.person
            own = [member.teacher] if member.teacher and person.email not in in_file else []
            if person.active:
                known = [*own, *(alias.name for alias in aliases.get(member.id, ()))]
                owners |= {teacher_key(name): (person.email, person.name) for name in known}
        return owners


def _new_person(row: PersonRow) -> Person:
    person = accounts.new_person(row.name, row.email, clock.now())
    session.add(person)
    return person


def _check_teachers(rows: Sequence[PersonRow], owners: dict[str, tuple[str, str]], where: str) -> None:
    """One name in the timetable is one person: a second claim is refused with its line."""
    problems = []
    for row in rows:
        email = row.email.casefold()
        owner = owners.setdefault(teacher_key(row.teacher), (email, row.name)) if row.teacher else (email, "")
        if owner[0] != email:
            what = phrase(
                "%(name)s is %(who)s in the timetable already.", name=repr(row.teacher), who=owner[1]
            )
            place = phrase("%(file)s, line %(line)s", file=where, line=row.line) if row.line else where
            problems.append(Problem(place, what, phrase("Give each person their own code.")))
    if problems:
        raise InputError(problems)
