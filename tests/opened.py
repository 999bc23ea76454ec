"""Plain functions that open lessons of the invented school and let people come. All need an app context."""

from __future__ import annotations

from datetime import date
from typing import Any

from builders import COACH, FRI, PARTNER, member
from sqlalchemy import select

from coachsched.models import OpenLesson, db
from coachsched.services import open_lessons, open_visits, opening
from coachsched.services.picks import visit_key
from coachsched.store.meetings import Meeting


def key(on: date = FRI, period: str = "4", host: str = PARTNER) -> str:
    """What a form sends for a lesson that could be opened."""
    found = opening.mine(member(host)).closed
    return next(visit_key(one) for one in found if (one.date, one.period) == (on, period))


def opened(on: date = FRI, period: str = "4", host: str = PARTNER, **other: Any) -> int:
    """A lesson that is open: its number. Paul's fourth period suits Clara and Tessa."""
    opening.open_some(member(host), [key(on, period, host)], **other)
    wanted = select(OpenLesson.id).where(OpenLesson.date == on, OpenLesson.period == period)
    return db.session.scalars(wanted.where(OpenLesson.host_id == member(host).person_id)).one()


def come(number: int, who: str = COACH) -> Meeting:
    return open_visits.come(member(who), number)


def states(who: str) -> dict[int, str]:
    """What each open lesson is to somebody, by its number."""
    return {one.row.id: one.state for one in open_lessons.board(member(who)).lessons}


def people(meeting: Meeting) -> set[str]:
    return {row.person.email for row in meeting.bookings}
