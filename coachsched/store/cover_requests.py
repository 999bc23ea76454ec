"""Requests for cover as what they make possible sees them: an option, then the meetings made of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from coachsched.core.meetings import Need
from coachsched.core.walltime import wall_spans
from coachsched.models import CoverRequest, Option, Proposal, School, db

__all__ = ["OPEN", "CoverRequest"]

# Not yet answered, or answered with yes.
OPEN = ("asked", "approved")


def of_options(option_ids: Collection[int], *, lock: bool = False) -> list[CoverRequest]:
    """Every request for these options, in one order; ``lock`` keeps them ours until the commit."""
    return _found(CoverRequest.option_id.in_(option_ids), lock=lock) if option_ids else []


def open_of_options(option_ids: Collection[int]) -> list[CoverRequest]:
    """Those of these options' requests that still stand, ours until the commit."""
    found = of_options(option_ids, lock=True)
    return [one for one in found if one.state in OPEN]


def open_of_meetings(meeting_ids: Collection[int]) -> list[CoverRequest]:
    """Those that still stand of the requests that made these meetings possible, ours until the commit."""
    there = CoverRequest.meeting_id.in_(meeting_ids), CoverRequest.state.in_(OPEN)
    return _found(*there, lock=True) if meeting_ids else []


def open_for(meeting_id: int) -> list[CoverRequest]:
    """What is covered for a meeting, or asked for, in order of time."""
    return _found(CoverRequest.meeting_id == meeting_id, CoverRequest.state.in_(OPEN))


def of_proposal(proposal_id: int) -> list[CoverRequest]:
    """The requests for every option of a proposal, in order of time."""
    options = select(Option.id).where(Option.proposal_id == proposal_id)
    return _found(CoverRequest.option_id.in_(options))


def by_partnership(school: School, since: datetime) -> dict[int | None, list[CoverRequest]]:
    """What is covered for each partnership's meetings, or is asked for them, from an instant on."""
    there = (
        CoverRequest.school_id == school.id,
        CoverRequest.meeting_id.is_not(None),
        CoverRequest.state.in_(OPEN),
        CoverRequest.end_at > since,
    )
    found: dict[int | None, list[CoverRequest]] = {}
    for one in _found(*there):
        found.setdefault(one.partnership_id, []).append(one)
    return found


def schools_waiting() -> list[int]:
    """The schools at which something may come too late."""
    query = select(CoverRequest.school_id).join(Option).join(Proposal).where(_undecided())
    return sorted(set(db.session.scalars(query)))


def undecided(school: School) -> list[CoverRequest]:
    """The requests of a school that wait for an answer, or whose option does; ours until the commit."""
    query = select(CoverRequest.id).join(Option).join(Proposal)
    there = query.where(CoverRequest.school_id == school.id, _undecided())
    return _found(CoverRequest.id.in_(there), lock=True)


def _undecided() -> Any:
    unaccepted = (CoverRequest.state == "approved") & (Proposal.state == "open")
    return or_(CoverRequest.state == "asked", unaccepted)


def _found(*conditions: Any, lock: bool = False) -> list[CoverRequest]:
    query = (
        select(CoverRequest)
        .where(*conditions)
        .options(joinedload(CoverRequest.person))
        .order_by(CoverRequest.start_at, CoverRequest.id)
    )
    if lock:
        db.session.flush()
        query = query.with_for_update(of=CoverRequest).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def need(request: CoverRequest, zone: ZoneInfo) -> Need:
    """The lesson as the search for times knows it."""
    (span,) = wall_spans(request.start_at, request.end_at, zone)[request.date]
    lesson = request.period, request.klass, request.subject, request.room
    return Need(request.date, *span, request.person_id, *lesson)
