"""Proposals and their options."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from coachsched.models import Option, OptionTime, Partnership, PartnershipMember, Proposal, School, db
from coachsched.store.partnerships import only_theirs

__all__ = ["Option", "OptionTime", "Proposal"]

WITH_OPTIONS = selectinload(Proposal.options).selectinload(Option.times)


def for_member(school: School, proposal_id: int, person_id: int, *, lock: bool = False) -> Proposal | None:
    """The proposal if that person is one of the partners; ``lock`` keeps it ours until the commit."""
    query = select(Proposal).join(Partnership).where(Proposal.id == proposal_id).options(WITH_OPTIONS)
    query = only_theirs(query, school, person_id).execution_options(populate_existing=True)
    # SQLite's writer holds the whole file already and ignores the clause.
    return db.session.scalar(query.with_for_update(of=Proposal) if lock else query)


def get(proposal_id: int) -> Proposal | None:
    return db.session.get(Proposal, proposal_id)


def open_of(partnership_id: int) -> Proposal | None:
    query = select(Proposal).where(Proposal.partnership_id == partnership_id, Proposal.state == "open")
    return db.session.scalar(query.options(WITH_OPTIONS))


def of_partnership(partnership_id: int) -> list[Proposal]:
    query = select(Proposal).where(Proposal.partnership_id == partnership_id)
    return list(db.session.scalars(query.order_by(Proposal.sent_at, Proposal.id)))


def open_of_school(school: School, now: datetime) -> list[Proposal]:
    """A school's open proposals that still have a time ahead which nothing has taken."""
    ahead = (
        select(Option.proposal_id)
        .join(OptionTime)
        .where(Option.taken.is_(False), OptionTime.kind == "visit", OptionTime.start_at > now)
    )
    query = (
        select(Proposal)
        .join(Partnership)
        .where(Partnership.school_id == school.id, Proposal.state == "open", Proposal.id.in_(ahead))
        .options(
            WITH_OPTIONS,
            joinedload(Proposal.proposer),
            joinedload(Proposal.partnership).selectinload(Partnership.members),
        )
    )
    return list(db.session.scalars(query.order_by(Proposal.id)))


def options_overlapping(people: Sequence[int], start: datetime, end: datetime) -> list[Option]:
    """Options still standing in open proposals of these people that need any of that time."""
    query = (
        select(Option)
        .join(OptionTime)
        .join(Proposal)
        .join(PartnershipMember, PartnershipMember.partnership_id == Proposal.partnership_id)
        .where(
            PartnershipMember.person_id.in_(people),
            Proposal.state == "open",
            Option.taken.is_(False),
            OptionTime.start_at < end,
            OptionTime.end_at > start,
        )
        .distinct()
    )
    return list(db.session.scalars(query))


def with_nothing_left(proposal_ids: Collection[int]) -> list[Proposal]:
    """Those of these proposals whose every option is taken."""
    standing = select(Option.proposal_id).where(Option.taken.is_(False))
    query = select(Proposal).where(Proposal.id.in_(proposal_ids), Proposal.id.not_in(standing))
    return list(db.session.scalars(query.order_by(Proposal.id)))


def time_of(option: Option, kind: str) -> OptionTime | None:
    return next((time for time in option.times if time.kind == kind), None)
