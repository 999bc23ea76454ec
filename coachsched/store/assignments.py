"""What coordinators say of pairs, and the suggestion a school has."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from coachsched.models import Assignment, PairRule, School, db

__all__ = ["Assignment", "PairRule"]


def rules(school: School) -> list[PairRule]:
    """What is said of pairs at a school, in the order it was said."""
    people = joinedload(PairRule.person), joinedload(PairRule.other)
    query = select(PairRule).where(PairRule.school_id == school.id).options(*people)
    return list(db.session.scalars(query.order_by(PairRule.id)))


def rule(school: School, rule_id: int) -> PairRule | None:
    query = select(PairRule).where(PairRule.school_id == school.id, PairRule.id == rule_id)
    return db.session.scalar(query)


def assignment(school: School, assignment_id: int | None = None, *, lock: bool = False) -> Assignment | None:
    """The suggestion a school has, if it is the one asked for."""
    query = select(Assignment).where(Assignment.school_id == school.id)
    if assignment_id is not None:
        query = query.where(Assignment.id == assignment_id)
    return db.session.scalar(query.with_for_update() if lock else query)


def remove_assignment(school: School) -> None:
    """Make room for another; two who suggest at once take turns."""
    db.session.execute(select(School.id).where(School.id == school.id).with_for_update())
    db.session.execute(delete(Assignment).where(Assignment.school_id == school.id))
