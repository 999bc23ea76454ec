"""How much cover was used, for numbers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from coachsched.core.report import Covered
from coachsched.models import CoverRequest, School, db


def used(school: School) -> list[Covered]:
    """Every lesson of a school that somebody else takes or took, with its length."""
    columns = CoverRequest.date, CoverRequest.start_at, CoverRequest.end_at
    query = select(*columns, CoverRequest.person_id, CoverRequest.partnership_id).where(
        CoverRequest.school_id == school.id, CoverRequest.state == "approved"
    )
    return [
        Covered(on, (end - start) // timedelta(minutes=1), person, partnership)
        for on, start, end, person, partnership in db.session.execute(query)
    ]
