"""What happens to cover in the invented school of builders. All need an app context.

Clara teaches 7B in period 2, when Paul teaches 8A: with cover she can visit him then.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from builders import COVER, THIRD, choose, member, the_school

from coachsched.models import CoverRequest, Meeting, db
from coachsched.services import clock, cover, covering
from coachsched.services.unit import transaction


def offer_cover(when: str = "always", **settings: Any) -> None:
    """Let the school offer times with cover."""
    choose(**{**the_school().settings, "cover": when, **settings})


def requests() -> list[CoverRequest]:
    """Every request for cover, in order of time."""
    query = db.select(CoverRequest).order_by(CoverRequest.start_at, CoverRequest.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def lessons() -> list[tuple[date, str, str, str]]:
    """The requests as (date, period, class, state)."""
    return [(one.date, one.period, one.klass, one.state) for one in requests()]


def settle(state: str, *which: CoverRequest) -> None:
    """Approve, refuse or withdraw requests, all where none is named, as whoever arranges cover does."""
    with transaction():
        found = [db.session.get_one(CoverRequest, one.id) for one in which or requests()]
        for one in found:
            one.state, one.answered_at = state, clock.now()
        covering.settled(found)


def approve(request: CoverRequest, email: str = THIRD) -> Meeting:
    """Let a colleague take the class; their entry. Tessa is free in period 2."""
    found = cover.approve(member(COVER), request.id, member(email).person_id)
    assert found.covering is not None, "somebody takes it"
    return found.covering


def states() -> dict[str, str]:
    """The state of every meeting of a pair, by kind."""
    query = db.select(Meeting).where(Meeting.partnership_id.is_not(None))
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {one.kind: one.state for one in found}
