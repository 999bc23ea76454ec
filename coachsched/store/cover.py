"""Requests for cover, and what colleagues have covered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.core.cover import Wanted
from coachsched.models import Booking, CoverRequest, Meeting, Person, School, db

__all__ = ["CoverRequest"]

WITH_COLLEAGUE = (
    joinedload(CoverRequest.person),
    joinedload(CoverRequest.covering).selectinload(Meeting.bookings).joinedload(Booking.person),
)


def of_school(school: School, first: date, last: date | None = None) -> list[CoverRequest]:
    """The requests from a date on, or up to another, in an order that says not what belongs together."""
    query = (
        select(CoverRequest)
        .join(Person, Person.id == CoverRequest.person_id)
        .where(CoverRequest.school_id == school.id, CoverRequest.date >= first)
        .options(*WITH_COLLEAGUE)
        .order_by(CoverRequest.start_at, Person.name, CoverRequest.klass, CoverRequest.id)
    )
    return list(db.session.scalars(query.where(CoverRequest.date <= last) if last else query))


def get(school: School, request_id: int, *, lock: bool = False) -> CoverRequest | None:
    """A request of that school; ``lock`` keeps it ours until the commit."""
    query = (
        select(CoverRequest)
        .where(CoverRequest.school_id == school.id, CoverRequest.id == request_id)
        .options(*WITH_COLLEAGUE)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query.with_for_update(of=CoverRequest) if lock else query)


def covered_by(meeting_id: int) -> CoverRequest | None:
    """The request that a colleague's entry is the answer to."""
    query = select(CoverRequest).where(CoverRequest.covering_id == meeting_id)
    return db.session.scalar(query.options(*WITH_COLLEAGUE))


def taken_by(school: School, person_id: int, now: datetime) -> list[CoverRequest]:
    """What somebody takes for others, as far as it is still ahead."""
    query = (
        select(CoverRequest)
        .join(Meeting, Meeting.id == CoverRequest.covering_id)
        .join(Booking, Booking.meeting_id == Meeting.id)
        .where(CoverRequest.school_id == school.id, CoverRequest.state == "approved")
        .where(Meeting.state == "booked", Meeting.start_at > now, Booking.person_id == person_id)
        .options(*WITH_COLLEAGUE)
        .order_by(CoverRequest.start_at, CoverRequest.id)
    )
    return list(db.session.scalars(query))


def entry_of(school: School, meeting_id: int, person_id: int, *, lock: bool = False) -> Meeting | None:
    """A class that this person takes; ``lock`` keeps it ours until the commit."""
    query = (
        select(Meeting)
        .join(Booking)
        .where(Meeting.id == meeting_id, Meeting.school_id == school.id, Meeting.kind == "cover")
        .where(Booking.person_id == person_id)
        .options(selectinload(Meeting.bookings).joinedload(Booking.person))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query.with_for_update(of=Meeting) if lock else query)


def by_outsiders(school_id: int, start: datetime, end: datetime) -> list[CoverRequest]:
    """What somebody without an account takes at a time."""
    query = select(CoverRequest).where(
        CoverRequest.school_id == school_id,
        CoverRequest.state == "approved",
        CoverRequest.covered_by != "",
        CoverRequest.start_at < end,
        CoverRequest.end_at > start,
    )
    return list(db.session.scalars(query))


def wanted(request: CoverRequest) -> Wanted:
    """A request as the rules see it."""
    lesson = request.start_at, request.end_at, request.klass, request.room
    return Wanted(request.person_id, request.date, *lesson)


def declined(school: School, since: date) -> set[tuple[int | None, datetime, int]]:
    """Who said of which class that they cannot take it: its teacher, its start, and that person."""
    query = (
        select(Meeting.host_id, Meeting.start_at, Booking.person_id)
        .join(Booking)
        .where(Meeting.school_id == school.id, Meeting.kind == "cover", Meeting.date >= since)
        .where(Booking.partstat.in_(("DECLINED", "DELEGATED")))
    )
    return {(host_id, start, person_id) for host_id, start, person_id in db.session.execute(query)}


def given(school: School, first: date, last: date) -> dict[int, int]:
    """The minutes each person covers between two dates, what is still ahead included."""
    query = (
        select(Booking.person_id, Booking.start_at, Booking.end_at)
        .join(Meeting)
        .where(Meeting.school_id == school.id, Meeting.kind == "cover", Meeting.state == "booked")
        .where(Meeting.date >= first, Meeting.date <= last)
    )
    minutes: dict[int, int] = {}
    for person_id, start, end in db.session.execute(query):
        minutes[person_id] = minutes.get(person_id, 0) + int((end - start).total_seconds()) // 60
    return minutes
