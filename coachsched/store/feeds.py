"""Subscribed calendars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from coachsched.models import Feed, Membership, Person, School, db

__all__ = ["Feed"]


def by_token_hash(token_hash: str) -> tuple[Feed, School] | None:
    """The feed, while its owner may still sign in at that school."""
    query = (
        select(Feed, School)
        .join(School, School.id == Feed.school_id)
        .join(Person, Person.id == Feed.person_id)
        .join(
            Membership,
            (Membership.person_id == Feed.person_id) & (Membership.school_id == Feed.school_id),
        )
        .where(Feed.token_hash == token_hash, Person.active)
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def of_person(school_id: int, person_id: int) -> dict[str, Feed]:
    query = select(Feed).where(Feed.school_id == school_id, Feed.person_id == person_id)
    return {feed.kind: feed for feed in db.session.scalars(query)}


def touch_meetings(school_id: int, people: Sequence[int], now: datetime) -> None:
    """Say that the meetings of these people changed."""
    _touch(now, Feed.school_id == school_id, Feed.kind == "meetings", Feed.person_id.in_(people))


def touch_school(school_id: int, now: datetime) -> None:
    """Say that calendar, names or words of a school changed, which stand in every feed."""
    _touch(now, Feed.school_id == school_id)


def _touch(now: datetime, *conditions: object) -> None:
    statement = update(Feed).where(*conditions)  # type: ignore[arg-type]
    values = {"revision": Feed.revision + 1, "changed_at": now}
    db.session.execute(statement.values(values), execution_options={"synchronize_session": "fetch"})
