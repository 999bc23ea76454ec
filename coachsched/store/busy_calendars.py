"""Subscribed calendars, whose turn it is to be read, and the times they are busy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, or_, select

from coachsched.core.slots import Interval
from coachsched.models import BusyCalendar, BusySpan, Membership, Person, db

__all__ = ["BusyCalendar"]


def of_member(member: Membership) -> BusyCalendar | None:
    return db.session.scalar(select(BusyCalendar).where(BusyCalendar.membership_id == member.id))


def anything_due(now: datetime) -> bool:
    """Whether there is work, without locking anything."""
    return db.session.scalar(select(_due(now).exists())) or False


def take_due(now: datetime) -> BusyCalendar | None:
    """The next calendar to read, in nobody else's hands, locked until the commit."""
    query = _due(now).order_by(BusyCalendar.due_at, BusyCalendar.id).limit(1)
    return db.session.scalar(query.with_for_update(of=BusyCalendar, skip_locked=True))


def _due(now: datetime) -> Select[BusyCalendar]:
    return (
        select(BusyCalendar)
        .join(Membership, Membership.id == BusyCalendar.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Person.active,
            BusyCalendar.due_at <= now,
            or_(BusyCalendar.leased_until.is_(None), BusyCalendar.leased_until <= now),
        )
    )


def locked(calendar_id: int) -> BusyCalendar | None:
    """One calendar as it is now, locked until the commit."""
    return db.session.get(BusyCalendar, calendar_id, with_for_update=True, populate_existing=True)


def count_spans(calendar: BusyCalendar, since: datetime) -> int:
    """How many busy times of a calendar are still to come."""
    query = select(func.count()).where(BusySpan.calendar_id == calendar.id, BusySpan.end_at > since)
    return db.session.scalar(query.select_from(BusySpan)) or 0


def replace_spans(calendar: BusyCalendar, spans: Iterable[Interval]) -> None:
    """Put these times in the place of those known before."""
    db.session.execute(delete(BusySpan).where(BusySpan.calendar_id == calendar.id))
    values = [{"calendar_id": calendar.id, "start_at": start, "end_at": end} for start, end in spans]
    if values:
        db.session.execute(insert(BusySpan), values)


def forget(calendar: BusyCalendar) -> None:
    replace_spans(calendar, ())
    db.session.expire(calendar)
    db.session.delete(calendar)
