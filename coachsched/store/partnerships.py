"""Partnerships; ownership is in the query, so what is not yours is not there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import Membership, Partnership, PartnershipMember, School, db

__all__ = ["Partnership", "PartnershipMember"]

WITH_PEOPLE = selectinload(Partnership.members).joinedload(PartnershipMember.person)


def of_person(school: School, person_id: int) -> list[Partnership]:
    query = (
        select(Partnership)
        .join(PartnershipMember)
        .where(Partnership.school_id == school.id, PartnershipMember.person_id == person_id)
        .options(WITH_PEOPLE)
        .order_by(Partnership.id)
    )
    return list(db.session.scalars(query))


def of_school(school: School) -> list[Partnership]:
    query = select(Partnership).where(Partnership.school_id == school.id).options(WITH_PEOPLE)
    return list(db.session.scalars(query.order_by(Partnership.id)))


def for_member(school: School, partnership_id: int, person_id: int) -> Partnership | None:
    """The partnership if that person is in it."""
    query = (
        select(Partnership)
        .join(PartnershipMember)
        .where(
            Partnership.id == partnership_id,
            Partnership.school_id == school.id,
            PartnershipMember.person_id == person_id,
        )
        .options(WITH_PEOPLE)
    )
    return db.session.scalar(query)


def with_people(school: School, person_ids: Sequence[int]) -> Partnership | None:
    """The partnership of exactly these people, in any order."""
    wanted = set(person_ids)
    for partnership in of_person(school, person_ids[0]):
        if {member.person_id for member in partnership.members} == wanted:
            return partnership
    return None


def member_rows(partnership: Partnership) -> list[Membership]:
    """The members' memberships at the partnership's school, in the partnership's order."""
    query = (
        select(Membership)
        .join(PartnershipMember, PartnershipMember.person_id == Membership.person_id)
        .where(
            Membership.school_id == partnership.school_id,
            PartnershipMember.partnership_id == partnership.id,
        )
        .options(joinedload(Membership.person))
        .order_by(PartnershipMember.position)
    )
    return list(db.session.scalars(query))
