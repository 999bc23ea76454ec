"""Answers from calendars: whose address it is, which meeting, what was suggested and what is asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import (
    Booking,
    EmailAlias,
    Meeting,
    Membership,
    Person,
    Question,
    School,
    Suggestion,
    db,
)

__all__ = ["EmailAlias", "Question", "Suggestion"]

WITH_MEETING = joinedload(Question.meeting).selectinload(Meeting.bookings).joinedload(Booking.person)


def person_at(address: str) -> Person | None:
    """Whose address it is, their own or another they have confirmed."""
    query = select(Person).outerjoin(EmailAlias, EmailAlias.person_id == Person.id)
    return db.session.scalar(
        query.where(or_(Person.email == address, EmailAlias.address == address)).limit(1)
    )


def addresses(people: Collection[int]) -> dict[str, int]:
    """Every address of these people, and whose it is."""
    own = db.session.execute(select(Person.email, Person.id).where(Person.id.in_(people)))
    others = select(EmailAlias.address, EmailAlias.person_id).where(EmailAlias.person_id.in_(people))
    return {row[0]: row[1] for row in [*own, *db.session.execute(others)]}


def schools_of(person_id: int) -> list[School]:
    query = select(School).join(Membership, Membership.school_id == School.id)
    return list(db.session.scalars(query.where(Membership.person_id == person_id).order_by(School.id)))


def meeting_by_uid(uid: str) -> Meeting | None:
    """The meeting an answer is about, locked until the commit."""
    query = select(Meeting).where(Meeting.uid == uid).execution_options(populate_existing=True)
    people = selectinload(Meeting.bookings).joinedload(Booking.person)
    return db.session.scalar(query.options(people).with_for_update(of=Meeting))


def meeting_ids(uids: Collection[str], person_id: int) -> list[int]:
    """The meetings of these UIDs that somebody is in."""
    query = select(Meeting.id).join(Booking, Booking.meeting_id == Meeting.id)
    return list(db.session.scalars(query.where(Meeting.uid.in_(uids), Booking.person_id == person_id)))


def suggestion(meeting_id: int, person_id: int) -> Suggestion | None:
    query = select(Suggestion).where(Suggestion.meeting_id == meeting_id, Suggestion.person_id == person_id)
    return db.session.scalar(query)


def suggestions_for(school: School, person_id: int, now: datetime) -> list[Suggestion]:
    """Times still standing for meetings somebody is in, theirs and their partners', oldest first."""
    query = (
        select(Suggestion)
        .join(Meeting, Meeting.id == Suggestion.meeting_id)
        .join(Booking, Booking.meeting_id == Meeting.id)
        .where(
            Booking.person_id == person_id,
            Meeting.school_id == school.id,
            Suggestion.refused.is_(False),
            Suggestion.sequence == Meeting.sequence,
            Suggestion.start_at > now,
            Meeting.state == "booked",
            Meeting.start_at > now,
        )
        .options(joinedload(Suggestion.person), joinedload(Suggestion.meeting).selectinload(Meeting.bookings))
        .order_by(Suggestion.suggested_at, Suggestion.id)
    )
    return list(db.session.scalars(query))


def question(meeting_id: int, person_id: int) -> Question | None:
    query = select(Question).where(Question.meeting_id == meeting_id, Question.person_id == person_id)
    return db.session.scalar(query)


def open_questions(school: School, person_id: int) -> list[Question]:
    query = (
        select(Question)
        .join(Meeting, Meeting.id == Question.meeting_id)
        .where(
            Question.person_id == person_id,
            Question.state == "open",
            Meeting.school_id == school.id,
            Meeting.state == "booked",
        )
        .options(WITH_MEETING)
        .order_by(Question.asked_at, Question.id)
    )
    return list(db.session.scalars(query))


def mailed_since(person_id: int, since: datetime) -> int:
    """How often somebody was asked by mail after an instant."""
    query = select(func.count()).where(Question.person_id == person_id, Question.mailed_at > since)
    return db.session.scalar(query) or 0
