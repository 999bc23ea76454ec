"""When people are taken: meetings, what they say of their own time, their calendars, and times on offer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from coachsched.core.slots import Diary, Interval
from coachsched.models import (
    Booking,
    BusyCalendar,
    BusySpan,
    Meeting,
    Membership,
    Option,
    OptionTime,
    PartnershipMember,
    Proposal,
    db,
)
from coachsched.store import own_time

Taken = dict[int, list[Interval]]

# A school week that reaches into the time asked about began at most so long before it.
A_WEEK = timedelta(days=8)


class Booked(NamedTuple):
    """A meeting somebody is in; ``visited`` is whether the visit is to them."""

    start: datetime
    end: datetime
    on: date
    room: str
    visited: bool


def diaries(
    members: Sequence[Membership],
    since: datetime,
    *,
    but_meetings: Collection[int] = (),
    but_partnership: int | None = None,
) -> list[Diary]:
    """A diary for each member, in their order, of what ends after ``since``; four queries for them all.

    ``but_meetings`` are those about to be moved, ``but_partnership`` the one whose own offers
    are no obstacle to itself.
    """
    people = [member.person_id for member in members]
    booked = _booked(people, since - A_WEEK, but_meetings)
    said = own_time.commitments_of([member.id for member in members])
    busy = _busy(people, since)
    offers = _offers(people, since, but_partnership)
    return [
        Diary(
            person=member.person_id,
            teacher=member.teacher,
            meetings=tuple((one.start, one.end) for one in booked[member.person_id] if one.end > since),
            busy=tuple(busy[member.person_id]),
            offers=tuple(offers[member.person_id]),
            commitments=tuple(said[member.id]),
            rooms=tuple(((one.start, one.end), one.room) for one in booked[member.person_id] if one.room),
            visits=tuple(one.on for one in booked[member.person_id] if one.visited),
        )
        for member in members
    ]


def _booked(people: Sequence[int], since: datetime, but: Collection[int]) -> dict[int, list[Booked]]:
    columns = Booking.start_at, Booking.end_at, Meeting.date, Meeting.room, Meeting.host_id
    query = (
        select(Booking.person_id, *columns)
        .join(Meeting)
        .where(Booking.person_id.in_(people), Booking.active, Booking.end_at > since)
        .order_by(Booking.start_at)
    )
    if but:
        query = query.where(Booking.meeting_id.not_in(but))
    found: dict[int, list[Booked]] = defaultdict(list)
    for person_id, start, end, on, room, host_id in db.session.execute(query):
        found[person_id].append(Booked(start, end, on, room, visited=host_id == person_id))
    return found


def _busy(people: Sequence[int], since: datetime) -> Taken:
    """Whatever school it was subscribed at: it is the same person's time."""
    query = (
        select(Membership.person_id, BusySpan.start_at, BusySpan.end_at)
        .join(BusyCalendar, BusyCalendar.membership_id == Membership.id)
        .join(BusySpan, BusySpan.calendar_id == BusyCalendar.id)
        .where(Membership.person_id.in_(people), BusySpan.end_at > since)
        .order_by(BusySpan.start_at)
    )
    taken: Taken = defaultdict(list)
    for person_id, start, end in db.session.execute(query):
        taken[person_id].append((start, end))
    return taken


def _offers(people: Sequence[int], since: datetime, but_partnership: int | None) -> Taken:
    query = (
        select(PartnershipMember.person_id, OptionTime.start_at, OptionTime.end_at)
        .join(Proposal, Proposal.partnership_id == PartnershipMember.partnership_id)
        .join(Option, Option.proposal_id == Proposal.id)
        .join(OptionTime, OptionTime.option_id == Option.id)
        .where(
            PartnershipMember.person_id.in_(people),
            Proposal.state == "open",
            Option.taken.is_(False),
            OptionTime.end_at > since,
        )
    )
    if but_partnership is not None:
        query = query.where(Proposal.partnership_id != but_partnership)
    taken: Taken = defaultdict(list)
    for person_id, start, end in db.session.execute(query.order_by(OptionTime.start_at)):
        taken[person_id].append((start, end))
    return taken
