"""Nudges that were written: one row a partnership and day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from coachsched.models import Nudge, PartnershipMember, db

__all__ = ["Nudge"]


def last(partnership_ids: Collection[int]) -> dict[int, date]:
    """The date of each partnership's last nudge, where it had one."""
    query = select(Nudge.partnership_id, func.max(Nudge.date)).where(
        Nudge.partnership_id.in_(partnership_ids)
    )
    return dict(db.session.execute(query.group_by(Nudge.partnership_id)).all())


def had(person_ids: Collection[int], first: date, until: date) -> dict[int, int]:
    """How many nudges each person's partnerships, at any school, had from one date to another."""
    query = (
        select(PartnershipMember.person_id, func.count())
        .join(Nudge, Nudge.partnership_id == PartnershipMember.partnership_id)
        .where(PartnershipMember.person_id.in_(person_ids), Nudge.date >= first, Nudge.date <= until)
    )
    return dict(db.session.execute(query.group_by(PartnershipMember.person_id)).all())


def record(partnership_id: int, on: date) -> None:
    """Write a partnership's nudge down now; the database refuses a second one of a day."""
    db.session.add(Nudge(partnership_id=partnership_id, date=on))
    db.session.flush()
