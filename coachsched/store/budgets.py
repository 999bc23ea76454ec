"""What cover has been approved and asked for, as the budget counts it."""

from __future__ import annotations

from sqlalchemy import select

from coachsched.core.budget import Covered, Span
from coachsched.models import CoverRequest, School, db

__all__ = ["CoverRequest", "counted", "covers"]

_COUNTED = ("state", "start_at", "end_at", "fund", "partnership_id")


def covers(school: School, span: Span) -> list[Covered]:
    """What is approved or asked for in a term, in the order it was asked for."""
    columns = [getattr(CoverRequest, name) for name in _COUNTED]
    query = (
        select(*columns)
        .where(
            CoverRequest.school_id == school.id,
            CoverRequest.state.in_(["asked", "approved"]),
            CoverRequest.date.between(span.first, span.last),
        )
        .order_by(CoverRequest.asked_at, CoverRequest.id)
    )
    # Columns, not objects: what the running transaction knew before it had its turn does not count.
    return [_counted(*row) for row in db.session.execute(query)]


def counted(request: CoverRequest) -> Covered:
    """One request as the budget counts it."""
    return _counted(*(getattr(request, name) for name in _COUNTED))


def _counted(state, start_at, end_at, fund, partnership_id) -> Covered:  # type: ignore[no-untyped-def]
    return Covered(state, int((end_at - start_at).total_seconds()) // 60, fund, partnership_id)
