"""The names by which a school's timetable knows its people: one of their own, and any number of others."""

from __future__ import annotations

from collections.abc import Iterable

from coachsched.core.errors import ConflictError
from coachsched.core.labels import teacher_key
from coachsched.core.phrases import phrase
from coachsched.services import clock
from coachsched.store import imports, session
from coachsched.store.imports import TeacherAlias
from coachsched.store.people import Membership, School


def add(school: School, member: Membership, name: str, members: Iterable[Membership]) -> None:
    """Let the timetable know somebody by one more name; the first is their own. Raises ConflictError."""
    free(school, name, members)
    if member.teacher:
        _add_alias(school, member, name)
    else:
        member.teacher = name
        session.flush()


def rename(
    school: School, member: Membership, name: str | None, members: Iterable[Membership], *, keep: bool
) -> None:
    """Give somebody another name of their own; ``keep`` the old one, so that older rows stay theirs."""
    old = member.teacher
    if name:
        free(school, name, [one for one in members if one is not member])
    member.teacher = name
    session.flush()
    if name and old and keep and teacher_key(old) != teacher_key(name):
        _add_alias(school, member, old)


def free(school: School, name: str, members: Iterable[Membership]) -> None:
    """Take a name from whoever has left; raises ConflictError where its owner is still here."""
    key = teacher_key(name)
    for member in members:
        if member.teacher and teacher_key(member.teacher) == key:
            if member.person.active:
                raise ConflictError(
                    phrase(
                        '"%(name)s" is %(who)s in the timetable already. '
                        "Give each person their own name there.",
                        name=name,
                        who=member.person.name,
                    )
                )
            member.teacher = None
    alias = imports.alias(school, key)
    if alias is not None:
        session.delete(alias)
    session.flush()


def _add_alias(school: School, member: Membership, name: str) -> None:
    alias = TeacherAlias(school_id=school.id, name=name, key=teacher_key(name), confirmed_at=clock.now())
    alias.membership_id = member.id
    session.add(alias)
    session.flush()
