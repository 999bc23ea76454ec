"""Lessons open to visitors."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from coachsched.models import Booking, Meeting, OpenLesson, Person, School, db
from coachsched.store.meetings import WITH_PEOPLE

__all__ = ["OpenLesson"]


def ahead(school: School, today: date, host_id: int | None = None) -> list[OpenLesson]:
    """The lessons open from today on, of the whole school or one host, with who comes to them."""
    query = _from(school, today)
    return list(db.session.scalars(query if host_id is None else query.where(OpenLesson.host_id == host_id)))


def any_ahead(school: School, today: date) -> bool:
    """Whether any lesson of the school is open from today on."""
    query = select(OpenLesson.id).where(OpenLesson.school_id == school.id, OpenLesson.date >= today)
    return db.session.scalar(query.limit(1)) is not None


def get(school: School, lesson_id: int, *, lock: bool = False) -> OpenLesson | None:
    """One open lesson; ``lock`` keeps others from coming to it, or changing it, until the commit."""
    query = select(OpenLesson).where(OpenLesson.id == lesson_id, OpenLesson.school_id == school.id)
    query = query.execution_options(populate_existing=True)
    return db.session.scalar(query.with_for_update() if lock else query)


def of_visit(meeting_id: int) -> OpenLesson | None:
    """The open lesson that a visit is to, while it is open."""
    return db.session.scalar(select(OpenLesson).where(OpenLesson.visit_id == meeting_id))


def visit(lesson: OpenLesson) -> Meeting | None:
    """The visit of those who come, ours until the commit, called off or not."""
    query = select(Meeting).where(Meeting.id == lesson.visit_id).options(WITH_PEOPLE)
    return db.session.scalar(query.execution_options(populate_existing=True).with_for_update(of=Meeting))


def _from(school: School, today: date) -> Select[tuple[OpenLesson]]:
    return (
        select(OpenLesson)
        .join(Person, Person.id == OpenLesson.host_id)
        .where(OpenLesson.school_id == school.id, OpenLesson.date >= today, Person.active)
        .options(
            joinedload(OpenLesson.host),
            joinedload(OpenLesson.visit).selectinload(Meeting.bookings).joinedload(Booking.person),
        )
        .order_by(OpenLesson.date, OpenLesson.id)
    )
