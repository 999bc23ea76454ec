"""People and their memberships; whoever was erased is nobody here."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from coachsched.core.spelling import by_name
from coachsched.core.timetable import teacher_key
from coachsched.models import Membership, Person, School, db

__all__ = ["Membership", "Person", "School"]


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().casefold()))


def people_by_email(emails: Iterable[str]) -> dict[str, Person]:
    query = select(Person).where(Person.email.in_([email.casefold() for email in emails]))
    return {person.email: person for person in db.session.scalars(query)}


def membership(school: School, person_id: int) -> Membership | None:
    query = _known().where(Membership.school_id == school.id, Membership.person_id == person_id)
    return db.session.scalar(query)


def members(school: School, person_ids: Collection[int]) -> dict[int, Membership]:
    """Those of some people who belong to a school, by the person's number."""
    query = _known().where(Membership.school_id == school.id, Membership.person_id.in_(person_ids))
    found = db.session.scalars(query) if person_ids else ()
    return {member.person_id: member for member in found}


def memberships(school: School) -> list[Membership]:
    """The people of a school by name."""
    query = _known().where(Membership.school_id == school.id).order_by(Membership.id)
    return sorted(db.session.scalars(query), key=lambda member: by_name(member.person.name))


def _known() -> Select[Membership]:
    query = select(Membership).join(Membership.person).where(Person.erased.is_(False))
    return query.options(contains_eager(Membership.person))


def anybody_as(school: School, role: str) -> bool:
    """Whether somebody who may sign in has a role at a school."""
    query = select(Membership.roles).join(Person).where(Membership.school_id == school.id, Person.active)
    return any(role in roles for roles in db.session.scalars(query))


def alarms(school: School, person_ids: Iterable[int]) -> dict[int, int | None]:
    """How many minutes before a meeting each of these people's calendars is to ring."""
    query = select(Membership.person_id, Membership.alarm_minutes).where(
        Membership.school_id == school.id, Membership.person_id.in_(list(person_ids))
    )
    return dict(db.session.execute(query).all())


def to_notice(school: School, notice: str) -> dict[int, Membership]:
    """Who may sign in and has chosen this kind of notice, by the person's number."""
    query = (
        select(Membership)
        .join(Person)
        .where(Membership.school_id == school.id, Membership.notice == notice, Person.active)
        .options(joinedload(Membership.person))
    )
    return {member.person_id: member for member in db.session.scalars(query)}


def hold(person_ids: Iterable[int]) -> None:
    """Keep others from booking these people until the commit.

    Two bookings of a person that meet only at PostgreSQL's constraint each wait for the other, which
    ends in a deadlock; here they take turns, the people being asked for in one order. SQLite has one
    writer anyway.
    """
    query = select(Person.id).where(Person.id.in_(list(person_ids))).order_by(Person.id)
    db.session.execute(query.with_for_update(key_share=True)).all()


def member_by_email(school: School, email: str) -> Membership | None:
    person = person_by_email(email)
    return membership(school, person.id) if person else None


def teachers(school: School) -> dict[str, Membership]:
    """Memberships by the key of the name or code the timetable knows them by."""
    return {teacher_key(member.teacher): member for member in memberships(school) if member.teacher}
