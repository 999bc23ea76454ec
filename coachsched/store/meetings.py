"""Meetings and who is in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import Booking, Meeting, Partnership, School, db
from coachsched.store.partnerships import only_theirs

__all__ = ["Booking", "Meeting"]

WITH_PEOPLE = selectinload(Meeting.bookings).joinedload(Booking.person)


def for_member(school: School, meeting_id: int, person_id: int, *, lock: bool = False) -> Meeting | None:
    """The meeting if that person is one of the partners; ``lock`` keeps it ours until the commit."""
    query = select(Meeting).join(Partnership).where(Meeting.id == meeting_id).options(WITH_PEOPLE)
    query = only_theirs(query, school, person_id).execution_options(populate_existing=True)
    return db.session.scalar(query.with_for_update(of=Meeting) if lock else query)


def of_partnership(partnership_id: int) -> list[Meeting]:
    query = select(Meeting).where(Meeting.partnership_id == partnership_id)
    return list(db.session.scalars(query.options(WITH_PEOPLE).order_by(Meeting.start_at)))


def last_visit(host_id: int, but: Collection[int] = ()) -> date | None:
    """The date of the latest visit to a host, held or booked, but for those about to be moved."""
    query = select(func.max(Meeting.date)).where(
        Meeting.host_id == host_id,
        Meeting.kind == "visit",
        Meeting.state == "booked",
        Meeting.id.not_in(but),
    )
    return db.session.scalar(query)


def of_proposal(proposal_id: int) -> list[Meeting]:
    query = select(Meeting).where(Meeting.proposal_id == proposal_id).order_by(Meeting.start_at)
    return list(db.session.scalars(query))


def linked(visit: Meeting) -> list[Meeting]:
    """The booked plan and debrief that belong to a visit."""
    query = select(Meeting).where(Meeting.visit_id == visit.id, Meeting.state == "booked")
    return list(db.session.scalars(query.options(WITH_PEOPLE).order_by(Meeting.start_at)))


def linked_debrief(visit: Meeting) -> Meeting | None:
    return next((meeting for meeting in linked(visit) if meeting.kind == "debrief"), None)


def ahead_of_person(school: School, person_id: int, now: datetime) -> list[Meeting]:
    query = _of_person(person_id, school.id).where(Meeting.state == "booked", Meeting.end_at > now)
    return list(db.session.scalars(query))


def to_notice(school: School, now: datetime, until: date) -> list[Meeting]:
    """The booked meetings still ahead: those up to a date, and those that need a new time."""
    query = (
        select(Meeting)
        .join(Partnership, Partnership.id == Meeting.partnership_id)
        .where(Partnership.school_id == school.id, Meeting.state == "booked", Meeting.start_at > now)
        .where((Meeting.date <= until) | (Meeting.new_time != ""))
        .options(WITH_PEOPLE, joinedload(Meeting.host))
    )
    return list(db.session.scalars(query.order_by(Meeting.start_at, Meeting.id)))


def booked_after(school: School, now: datetime) -> list[Meeting]:
    """Every booked meeting of a school that starts later than ``now``."""
    query = (
        select(Meeting)
        .join(Partnership, Partnership.id == Meeting.partnership_id)
        .where(Partnership.school_id == school.id, Meeting.state == "booked", Meeting.start_at > now)
        .options(WITH_PEOPLE, joinedload(Meeting.partnership))
    )
    return list(db.session.scalars(query.order_by(Meeting.start_at)))


def _of_person(person_id: int, school_id: int) -> Select[Any]:
    """A person's meetings at a school, in order of time."""
    return (
        select(Meeting)
        .join(Booking)
        .join(Partnership, Partnership.id == Meeting.partnership_id)
        .where(Booking.person_id == person_id, Partnership.school_id == school_id)
        .options(WITH_PEOPLE)
        .order_by(Meeting.start_at, Meeting.id)
    )
