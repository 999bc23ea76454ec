"""Partnerships; ownership is in the query, so what is not yours is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import HistoryEvent, Membership, Partnership, PartnershipMember, Person, School, db

__all__ = ["Partnership", "PartnershipMember"]

Query = TypeVar("Query", bound=Select[Any])


class Partner(NamedTuple):
    """Somebody in a partnership, as lists show them."""

    id: int
    name: str
    email: str
    faculty: str | None
    is_coach: bool | None


WITH_PEOPLE = selectinload(Partnership.members).joinedload(PartnershipMember.person)


def of_person(school: School, person_id: int, begun_by: date | None = None) -> list[Partnership]:
    """Somebody's partnerships at a school; only those begun by a date where one is given."""
    query = select(Partnership).options(WITH_PEOPLE).order_by(Partnership.id)
    if begun_by is not None:
        query = query.where(_begun(begun_by))
    return list(db.session.scalars(only_theirs(query, school, person_id)))


def _begun(on: date) -> ColumnElement[bool]:
    """Whether a partnership had begun by a date: a log that was brought in may name a day to come."""
    began = select(HistoryEvent.id).where(
        HistoryEvent.partnership_id == Partnership.id, HistoryEvent.what == "began", HistoryEvent.date <= on
    )
    return began.exists()


def partners(school: School, partnership_ids: Sequence[int] | None = None) -> dict[int, list[Partner]]:
    """Who is in each partnership of a school, or in some of them, in the partnership's order."""
    query = (
        select(
            PartnershipMember.partnership_id,
            Person.id,
            Person.name,
            Person.email,
            Membership.faculty,
            Person.id == Partnership.coach_id,
        )
        .join(Partnership, Partnership.id == PartnershipMember.partnership_id)
        .join(Person, Person.id == PartnershipMember.person_id)
        .outerjoin(
            Membership,
            (Membership.person_id == Person.id) & (Membership.school_id == Partnership.school_id),
        )
        .where(Partnership.school_id == school.id)
        .order_by(PartnershipMember.partnership_id, PartnershipMember.position)
    )
    if partnership_ids is not None:
        query = query.where(Partnership.id.in_(partnership_ids))
    found: dict[int, list[Partner]] = defaultdict(list)
    for partnership_id, *row in db.session.execute(query):
        found[partnership_id].append(Partner._make(row))
    return found


def is_any(school: School) -> bool:
    """Whether the school has a partnership."""
    return db.session.scalar(select(exists().where(Partnership.school_id == school.id))) or False


def coached_by(school: School, person_id: int) -> list[int]:
    """The numbers of the partnerships somebody coaches."""
    query = select(Partnership.id).where(
        Partnership.school_id == school.id, Partnership.coach_id == person_id
    )
    return list(db.session.scalars(query.order_by(Partnership.id)))


def spoken_on(partnership_ids: Sequence[int]) -> dict[int, date]:
    """When the coordinator last spoke to each of them, where they did."""
    query = select(Partnership.id, Partnership.spoken_on).where(
        Partnership.id.in_(partnership_ids), Partnership.spoken_on.is_not(None)
    )
    return {number: on for number, on in db.session.execute(query) if on}


def at_school(school: School, partnership_id: int, begun_by: date) -> Partnership | None:
    """A partnership of a school that had begun by the date."""
    query = select(Partnership).where(
        Partnership.id == partnership_id, Partnership.school_id == school.id, _begun(begun_by)
    )
    return db.session.scalar(query.options(WITH_PEOPLE))


def for_member(school: School, partnership_id: int, person_id: int, begun_by: date) -> Partnership | None:
    """The partnership if that person is in it, and it had begun by the date."""
    query = select(Partnership).where(Partnership.id == partnership_id, _begun(begun_by))
    return db.session.scalar(only_theirs(query.options(WITH_PEOPLE), school, person_id))


def only_theirs(query: Query, school: School, person_id: int) -> Query:
    """A query over partnerships, narrowed to one person's at one school. Whose is what, is said here."""
    mine = PartnershipMember.partnership_id == Partnership.id
    return query.join(PartnershipMember, mine).where(
        Partnership.school_id == school.id, PartnershipMember.person_id == person_id
    )


def going_on_with(school: School, person_ids: Sequence[int]) -> Partnership | None:
    """The partnership of exactly these people that has not been finished."""
    wanted = set(person_ids)
    query = select(Partnership).options(WITH_PEOPLE).where(_unfinished()).order_by(Partnership.id)
    for partnership in db.session.scalars(only_theirs(query, school, person_ids[0])):
        if {member.person_id for member in partnership.members} == wanted:
            return partnership
    return None


def partners_of(school: School, person_id: int) -> set[int]:
    """With whom somebody is in a partnership of two that has not been finished."""
    query = select(Partnership).options(WITH_PEOPLE).where(_unfinished())
    found = [
        {member.person_id for member in partnership.members}
        for partnership in db.session.scalars(only_theirs(query, school, person_id))
    ]
    return {other for pair in found if len(pair) == 2 for other in pair - {person_id}}


def _unfinished() -> ColumnElement[bool]:
    finished = select(HistoryEvent.id).where(
        HistoryEvent.partnership_id == Partnership.id, HistoryEvent.what == "finished"
    )
    return ~finished.exists()


def members_of(school: School, partnership_ids: Collection[int]) -> dict[int, list[Membership]]:
    """The memberships of each of these partnerships, in its order; two queries however many there are."""
    query = (
        select(PartnershipMember.partnership_id, PartnershipMember.person_id)
        .where(PartnershipMember.partnership_id.in_(partnership_ids))
        .order_by(PartnershipMember.partnership_id, PartnershipMember.position)
    )
    pairs = db.session.execute(query).all()
    people = {person_id for _, person_id in pairs}
    rows = select(Membership).where(Membership.school_id == school.id, Membership.person_id.in_(people))
    known = {member.person_id: member for member in db.session.scalars(rows)}
    found: dict[int, list[Membership]] = defaultdict(list)
    for partnership_id, person_id in pairs:
        if person_id in known:
            found[partnership_id].append(known[person_id])
    return found


def member_rows(partnership: Partnership) -> list[Membership]:
    """The members' memberships at the partnership's school, in the partnership's order."""
    return rows_of([partnership.id])[partnership.id]


def rows_of(partnership_ids: Collection[int]) -> dict[int, list[Membership]]:
    """The same of many partnerships, of whichever schools, in one query."""
    query = (
        select(PartnershipMember.partnership_id, Membership)
        .join(Partnership, Partnership.id == PartnershipMember.partnership_id)
        .join(
            Membership,
            (Membership.person_id == PartnershipMember.person_id)
            & (Membership.school_id == Partnership.school_id),
        )
        .where(PartnershipMember.partnership_id.in_(partnership_ids))
        .options(joinedload(Membership.person))
        .order_by(PartnershipMember.partnership_id, PartnershipMember.position)
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for partnership_id, row in db.session.execute(query):
        found[partnership_id].append(row)
    return found
