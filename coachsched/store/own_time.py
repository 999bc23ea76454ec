"""What people say of their own time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from coachsched.core import commitments as core
from coachsched.models import Commitment, Membership, db

__all__ = ["Commitment"]


def commitments_of(membership_ids: Sequence[int]) -> dict[int, list[core.Commitment]]:
    """By membership, what each says of their own periods; all in one query."""
    query = select(Commitment).where(Commitment.membership_id.in_(membership_ids)).order_by(Commitment.id)
    found: dict[int, list[core.Commitment]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.membership_id].append(said(row))
    return found


def said(row: Commitment) -> core.Commitment:
    """What a row says, as the rules take it."""
    kind: core.CommitmentKind = row.kind  # type: ignore[assignment]
    return core.Commitment(kind, row.label, row.period, row.first, row.last)


def rows_of(member: Membership) -> list[Commitment]:
    """Somebody's commitments as they stand, the dated ones last and in order."""
    query = select(Commitment).where(Commitment.membership_id == member.id)
    rows = db.session.scalars(query.order_by(Commitment.first, Commitment.id))
    return sorted(rows, key=lambda row: row.label is None)


def row_of(member: Membership, commitment_id: int) -> Commitment | None:
    """One of somebody's own commitments; another's is not there."""
    return db.session.scalar(
        select(Commitment).where(Commitment.id == commitment_id, Commitment.membership_id == member.id)
    )


def like(member: Membership, wanted: core.Commitment) -> Commitment | None:
    """The commitment of somebody that says the very same, if they have said it before."""
    same = {name: getattr(wanted, name) for name in ("kind", "label", "period", "first", "last")}
    return db.session.scalar(select(Commitment).filter_by(membership_id=member.id, **same).limit(1))


def count(member: Membership) -> int:
    query = select(func.count()).select_from(Commitment).where(Commitment.membership_id == member.id)
    return db.session.scalar(query) or 0
