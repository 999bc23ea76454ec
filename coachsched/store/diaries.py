"""When people are taken: booked meetings, and times on offer in open proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from coachsched.core.slots import Diary, Interval
from coachsched.models import Booking, Membership, Option, OptionTime, PartnershipMember, Proposal, db

Taken = dict[int, list[Interval]]


def diaries(
    members: Sequence[Membership],
    since: datetime,
    *,
    but_meetings: Collection[int] = (),
    but_partnership: int | None = None,
) -> list[Diary]:
    """A diary for each member, in their order, of what ends after ``since``.

    ``but_meetings`` are those about to be moved, ``but_partnership`` the one whose own offers
    are no obstacle to itself.
    """
    people = [member.person_id for member in members]
    meetings = _meetings(people, since, but_meetings)
    offers = _offers(people, since, but_partnership)
    return [
        Diary(
            person=member.person_id,
            teacher=member.teacher,
            meetings=tuple(meetings[member.person_id]),
            offers=tuple(offers[member.person_id]),
        )
        for member in members
    ]


def _meetings(people: Sequence[int], since: datetime, but: Collection[int]) -> Taken:
    query = select(Booking.person_id, Booking.start_at, Booking.end_at).where(
        Booking.person_id.in_(people), Booking.active, Booking.end_at > since
    )
    if but:
        query = query.where(Booking.meeting_id.not_in(but))
    taken: Taken = defaultdict(list)
    for person_id, start, end in db.session.execute(query.order_by(Booking.start_at)):
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
