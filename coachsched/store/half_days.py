"""Half-days of substitutes, and what partnerships were offered in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import CoverRequest, HalfDay, HalfDayLesson, School, db

__all__ = ["HalfDay", "HalfDayLesson"]


def offered(school: School, first: date) -> list[HalfDay]:
    """The half-days offered from a date on, in order."""
    query = (
        select(HalfDay)
        .where(HalfDay.school_id == school.id, HalfDay.state == "offered", HalfDay.date >= first)
        .options(selectinload(HalfDay.lessons))
        .order_by(HalfDay.date, HalfDay.half.desc(), HalfDay.id)
    )
    return list(db.session.scalars(query))


def get(school: School, number: int) -> HalfDay | None:
    """A half-day of that school, ours until the commit."""
    query = (
        select(HalfDay)
        .where(HalfDay.school_id == school.id, HalfDay.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def to_partnership(partnership_id: int, since: datetime) -> list[HalfDayLesson]:
    """What a partnership is offered that begins later, in order of time."""
    return list(db.session.scalars(_open(since).where(HalfDayLesson.partnership_id == partnership_id)))


def partnerships_asked(school: School, since: datetime) -> set[int]:
    """The partnerships of a school that were offered something that begins later."""
    return {
        one.partnership_id for one in db.session.scalars(_open(since).where(HalfDay.school_id == school.id))
    }


def taken(half_day: HalfDay) -> list[CoverRequest]:
    """What the substitute of a half-day takes, in order of time."""
    query = select(CoverRequest).where(
        CoverRequest.half_day_id == half_day.id, CoverRequest.state == "approved"
    )
    return list(db.session.scalars(query.order_by(CoverRequest.start_at)))


def lesson_for(request: CoverRequest) -> HalfDayLesson | None:
    """The lesson that a substitute was offered for to those who ask for it now."""
    query = _open(request.start_at, inclusive=True).where(
        HalfDayLesson.partnership_id == request.partnership_id,
        HalfDayLesson.person_id == request.person_id,
        HalfDayLesson.start_at == request.start_at,
    )
    return db.session.scalars(query).first()


def _open(since: datetime, *, inclusive: bool = False):  # type: ignore[no-untyped-def]
    later = HalfDayLesson.start_at >= since if inclusive else HalfDayLesson.start_at > since
    return (
        select(HalfDayLesson)
        .join(HalfDay)
        .where(HalfDay.state == "offered", later)
        .options(joinedload(HalfDayLesson.half_day), joinedload(HalfDayLesson.host))
        .order_by(HalfDayLesson.start_at, HalfDayLesson.id)
    )
