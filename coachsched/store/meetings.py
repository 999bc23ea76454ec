"""Meetings and who is in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import Booking, Meeting, Membership, Partnership, School, db
from coachsched.models.meeting import STANDING
from coachsched.store.partnerships import only_theirs

__all__ = ["STANDING", "Booking", "Meeting", "Times"]

WITH_PEOPLE = selectinload(Meeting.bookings).joinedload(Booking.person)
# What comes of an open lesson: visits to it, and talks about them.
ALONE = Meeting.partnership_id.is_(None) & Meeting.kind.in_(("visit", "talk"))


def for_member(school: School, meeting_id: int, person_id: int, *, lock: bool = False) -> Meeting | None:
    """The meeting if that person is one of the partners; ``lock`` keeps it ours until the commit."""
    query = select(Meeting).join(Partnership).where(Meeting.id == meeting_id).options(WITH_PEOPLE)
    query = only_theirs(query, school, person_id).execution_options(populate_existing=True)
    return db.session.scalar(query.with_for_update(of=Meeting) if lock else query)


def alone_for(school: School, meeting_id: int, person_id: int, *, lock: bool = False) -> Meeting | None:
    """The visit or talk of no partnership if that person is in it; ``lock`` as above."""
    theirs = select(Booking.id).where(Booking.meeting_id == Meeting.id, Booking.person_id == person_id)
    query = (
        select(Meeting)
        .where(Meeting.id == meeting_id, Meeting.school_id == school.id, ALONE, theirs.exists())
        .options(WITH_PEOPLE)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query.with_for_update(of=Meeting) if lock else query)


def talks_about(visit_id: int, person_id: int) -> list[Meeting]:
    """The talks booked about a visit that somebody is in."""
    query = (
        select(Meeting)
        .join(Booking)
        .where(Meeting.visit_id == visit_id, Meeting.kind == "talk", Meeting.state == "booked")
        .where(ALONE, Booking.person_id == person_id)
        .options(WITH_PEOPLE)
    )
    return list(db.session.scalars(query.order_by(Meeting.start_at)))


def people_of(school: School, meeting_ids: Collection[int]) -> dict[int, list[Membership]]:
    """Who is in each of these meetings, as members of the school."""
    query = (
        select(Booking.meeting_id, Membership)
        .join(Membership, Membership.person_id == Booking.person_id)
        .where(Booking.meeting_id.in_(meeting_ids), Membership.school_id == school.id)
        .options(joinedload(Membership.person))
        .order_by(Booking.id)
    )
    found: dict[int, list[Membership]] = {number: [] for number in meeting_ids}
    for meeting_id, member in db.session.execute(query) if meeting_ids else ():
        found[meeting_id].append(member)
    return found


def of_partnership(partnership_id: int) -> list[Meeting]:
    query = select(Meeting).where(Meeting.partnership_id == partnership_id)
    return list(db.session.scalars(query.options(WITH_PEOPLE).order_by(Meeting.start_at)))


def hosts(partnership_id: int) -> dict[int, int]:
    """Who hosts each visit of a partnership, by the visit's number."""
    query = select(Meeting.id, Meeting.host_id).where(
        Meeting.partnership_id == partnership_id, Meeting.host_id.is_not(None)
    )
    return {number: host for number, host in db.session.execute(query) if host}


def last_visit(host_id: int, but: Collection[int] = ()) -> date | None:
    """The date of the latest visit to a host, held or booked, but for those about to be moved."""
    query = select(func.max(Meeting.date)).where(
        Meeting.host_id == host_id,
        Meeting.kind == "visit",
        Meeting.state.in_(STANDING),
        Meeting.id.not_in(but),
    )
    return db.session.scalar(query)


def of_proposal(proposal_id: int) -> list[Meeting]:
    query = select(Meeting).where(Meeting.proposal_id == proposal_id).order_by(Meeting.start_at)
    return list(db.session.scalars(query))


def linked(visit: Meeting) -> list[Meeting]:
    """The plan and debrief that belong to a visit, booked or held."""
    query = select(Meeting).where(Meeting.visit_id == visit.id, Meeting.state.in_(STANDING))
    return list(db.session.scalars(query.options(WITH_PEOPLE).order_by(Meeting.start_at)))


def standing(ids: Collection[int]) -> list[Meeting]:
    """Those of these meetings that are booked or held, in order of time, ours until the commit."""
    query = (
        select(Meeting)
        .where(Meeting.id.in_(ids), Meeting.state.in_(STANDING))
        .options(WITH_PEOPLE)
        .order_by(Meeting.start_at, Meeting.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query.with_for_update(of=Meeting))) if ids else []


def visit_of(meeting: Meeting) -> Meeting:
    """The visit that a meeting belongs to: itself, where it is one."""
    found = db.session.get(Meeting, meeting.visit_id) if meeting.visit_id else None
    return found or meeting


def any_between(people: Collection[int], start: datetime, end: datetime) -> bool:
    """Whether any of these people is booked in some of that time."""
    query = select(Booking.id).where(
        Booking.person_id.in_(people), Booking.active, Booking.start_at < end, Booking.end_at > start
    )
    return db.session.scalar(query.limit(1)) is not None


def called_off_with(visit: Meeting) -> list[Meeting]:
    """The plan and debrief of a visit that may be held anew with it."""
    query = select(Meeting).where(
        Meeting.visit_id == visit.id, Meeting.state == "cancelled", Meeting.new_time != ""
    )
    return list(db.session.scalars(query.options(WITH_PEOPLE).order_by(Meeting.start_at)))


def linked_debrief(visit: Meeting) -> Meeting | None:
    return next((meeting for meeting in linked(visit) if meeting.kind == "debrief"), None)


def of_person(school: School, person_id: int) -> list[Meeting]:
    """Every meeting somebody is or was booked in at a school, in order of time."""
    return list(db.session.scalars(_of_person(person_id, school.id)))


def ahead_of_person(school: School, person_id: int, now: datetime) -> list[Meeting]:
    query = _of_person(person_id, school.id).where(Meeting.state.in_(STANDING), Meeting.end_at > now)
    return list(db.session.scalars(query))


def between(school: School, person_id: int, first: date, last: date) -> list[Meeting]:
    """What somebody's feed shows of these dates but for what was called off, in order of time."""
    query = _of_person(person_id, school.id).where(Meeting.state.in_(STANDING))
    return list(db.session.scalars(query.where(Meeting.date >= first, Meeting.date <= last)))


def to_notice(school: School, now: datetime, until: date) -> list[Meeting]:
    """The booked meetings still ahead: those up to a date, and those that need a new time."""
    query = (
        select(Meeting)
        .where(Meeting.school_id == school.id, Meeting.state == "booked", Meeting.start_at > now)
        .where((Meeting.date <= until) | (Meeting.new_time != ""))
        .options(WITH_PEOPLE, joinedload(Meeting.host))
    )
    return list(db.session.scalars(query.order_by(Meeting.start_at, Meeting.id)))


def to_ask_about(school: School, first: date, today: date) -> list[Meeting]:
    """The meetings from a date until yesterday whose people were not asked yet whether they happened."""
    asked = Meeting.asked_on.is_not(None) & (Meeting.asked_on > Meeting.date)
    query = (
        select(Meeting)
        .where(Meeting.school_id == school.id, Meeting.state == "booked", ~Meeting.confirmed)
        .where(Meeting.partnership_id.is_not(None))
        .where(Meeting.date >= first, Meeting.date < today, ~asked)
        .options(WITH_PEOPLE, joinedload(Meeting.host))
    )
    return list(db.session.scalars(query.order_by(Meeting.start_at, Meeting.id)))


def held_of_person(school: School, person_id: int, now: datetime) -> list[Meeting]:
    """The meetings of a person that took place, in order of time; classes they took for others are none."""
    query = _of_person(person_id, school.id).where(Meeting.state == "booked", Meeting.end_at <= now)
    query = query.where(Meeting.kind != "cover")
    return list(db.session.scalars(query))


class Times(NamedTuple):
    """A meeting, as far as it matters to whether it can be held: many are read together."""

    id: int
    partnership_id: int | None
    host_id: int | None
    kind: str
    date: date
    period: str
    start_at: datetime
    end_at: datetime
    klass: str
    room: str
    state: str
    new_time: str


def booked_after(school: School, now: datetime) -> list[Times]:
    """Every meeting of a school, booked or held, that starts later than ``now``, in order of time."""
    return _times(school, Meeting.state.in_(STANDING), Meeting.start_at > now)


def booked_on(school: School, dates: Collection[date], until: datetime) -> list[Times]:
    """The booked meetings of some dates that began by ``until``: those that would count as held."""
    began = Meeting.state == "booked", Meeting.date.in_(dates), Meeting.start_at <= until
    return _times(school, *began) if dates else []


def closed_out(school: School, now: datetime, dates: Collection[date] = ()) -> list[Times]:
    """What was called off because its day was closed: what is still ahead, and all of some dates."""
    ahead = (Meeting.start_at > now) | Meeting.date.in_(dates)
    return _times(school, Meeting.state == "cancelled", Meeting.school_closed, ahead)


def _times(school: School, *conditions: Any) -> list[Times]:
    columns = [getattr(Meeting, name) for name in Times._fields]
    query = (
        select(*columns)
        .where(Meeting.school_id == school.id, Meeting.partnership_id.is_not(None) | ALONE, *conditions)
        .order_by(Meeting.start_at, Meeting.id)
    )
    return [Times._make(row) for row in db.session.execute(query)]


def locked(seen: Sequence[Times]) -> list[Meeting]:
    """These meetings with their people, ours until the commit, but for those changed since they were seen."""
    query = (
        select(Meeting)
        .where(Meeting.id.in_([one.id for one in seen]))
        .options(WITH_PEOPLE, joinedload(Meeting.partnership))
        .order_by(Meeting.start_at, Meeting.id)
        .execution_options(populate_existing=True)
        .with_for_update(of=Meeting)
    )
    then = {one.id: (one.state, one.start_at) for one in seen}
    found = db.session.scalars(query) if seen else ()
    return [meeting for meeting in found if (meeting.state, meeting.start_at) == then[meeting.id]]


def _of_person(person_id: int, school_id: int) -> Select[Any]:
    """A person's meetings at a school, in order of time."""
    return (
        select(Meeting)
        .join(Booking)
        .where(Booking.person_id == person_id, Meeting.school_id == school_id)
        .options(WITH_PEOPLE)
        .order_by(Meeting.start_at, Meeting.id)
    )
