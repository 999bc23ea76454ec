"""Subscribed calendars."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Engine, Select, bindparam, select, update
from sqlalchemy.orm import aliased

from coachsched.models import Booking, Feed, Meeting, Membership, Person, School, db
from coachsched.models.meeting import STANDING
from coachsched.store import quick_line

__all__ = ["Feed"]


class State(NamedTuple):
    """What tells whether a feed has changed since it was last fetched."""

    id: int
    revision: int
    nonce: str
    school_revision: str
    timezone: str


class Entry(NamedTuple):
    """A meeting as a feed shows it."""

    id: int
    uid: str
    sequence: int
    changed: datetime
    start: datetime
    end: datetime
    kind: str
    state: str
    klass: str
    subject: str
    room: str
    host: str | None
    names: tuple[str, ...]


def state(token_hash: str) -> State | None:
    """A feed's state, while its owner may still sign in at that school.

    Every calendar program asks this every quarter of an hour. So the statement, written once, goes
    straight to the driver: what SQLAlchemy does around it takes ten times as long as the answer.
    Raises the driver's own errors.
    """
    statement, positional = _statement(db.engine.dialect)
    values = (token_hash,) if positional else {"token_hash": token_hash}
    asked = quick_line.ask if db.engine.dialect.name == "postgresql" else _ask
    row = asked(db.engine, statement, values)
    return State._make(row) if row else None


def _ask(engine: Engine, statement: str, values: Any) -> Any:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement, values)
        row = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    return row


def by_token_hash(token_hash: str) -> tuple[Feed, School] | None:
    """The feed, while its owner may still sign in at that school."""
    found = db.session.execute(_of_owner(Feed, School), {"token_hash": token_hash}).one_or_none()
    return (found[0], found[1]) if found else None


def _statement(dialect: Dialect) -> tuple[str, bool]:
    """The query for a State as a database's driver takes it, and whether its values go by position."""
    if dialect.name not in _written:
        columns = Feed.id, Feed.revision, Feed.nonce, School.revision, School.timezone
        compiled = _of_owner(*columns).compile(dialect=dialect)
        _written[dialect.name] = str(compiled), bool(compiled.positional)
    return _written[dialect.name]


_written: dict[str, tuple[str, bool]] = {}


def _of_owner(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Feed)
        .join(School, School.id == Feed.school_id)
        .join(Person, Person.id == Feed.person_id)
        .join(
            Membership,
            (Membership.person_id == Feed.person_id) & (Membership.school_id == Feed.school_id),
        )
        .where(Feed.token_hash == bindparam("token_hash"), Person.active)
    )


def of_person(school_id: int, person_id: int) -> dict[str, Feed]:
    query = select(Feed).where(Feed.school_id == school_id, Feed.person_id == person_id)
    return {feed.kind: feed for feed in db.session.scalars(query)}


def entries(person_id: int, school_id: int, cancelled_since: datetime) -> list[Entry]:
    """A person's meetings at a school: not the ones called off before that instant.

    Columns, not objects: a feed has hundreds of them, and they are only read.
    """
    shown = Meeting.state.in_(STANDING) | (Meeting.changed_at >= cancelled_since)
    theirs = (
        select(Meeting.id)
        .join(Booking)
        .where(Booking.person_id == person_id, Meeting.school_id == school_id, shown)
    )
    host = aliased(Person)
    meetings = (
        select(
            Meeting.id, Meeting.uid, Meeting.sequence, Meeting.changed_at, Meeting.start_at, Meeting.end_at,
            Meeting.kind, Meeting.state, Meeting.klass, Meeting.subject, Meeting.room, host.name,
        )
        .outerjoin(host, host.id == Meeting.host_id)
        .where(Meeting.id.in_(theirs))
    )  # fmt: skip
    names = _names(theirs)
    return [Entry._make((*row, tuple(names[row[0]]))) for row in db.session.execute(meetings)]


def _names(meeting_ids: Select[Any]) -> dict[int, list[str]]:
    """The names of the people in each of these meetings, in one order."""
    query = (
        select(Booking.meeting_id, Person.name)
        .join(Person, Person.id == Booking.person_id)
        .where(Booking.meeting_id.in_(meeting_ids))
        .order_by(Booking.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for meeting_id, name in db.session.execute(query):
        found[meeting_id].append(name)
    return found


def touch_meetings(school_id: int, people: Sequence[int], now: datetime) -> None:
    """Say that the meetings of these people changed."""
    _touch(now, Feed.school_id == school_id, Feed.kind == "meetings", Feed.person_id.in_(people))


def touch_person(person_id: int, now: datetime) -> None:
    """Say that a person reads another language, at all their schools."""
    _touch(now, Feed.person_id == person_id)


def touch_cover(school_id: int, now: datetime) -> None:
    """Say that what is covered at a school changed."""
    _touch(now, Feed.school_id == school_id, Feed.kind == "cover")


def touch_school(school_id: int, now: datetime) -> None:
    """Say that calendar, names or words of a school changed, which stand in every feed."""
    _touch(now, Feed.school_id == school_id)


def _touch(now: datetime, *conditions: object) -> None:
    statement = update(Feed).where(*conditions)  # type: ignore[arg-type]
    values = {"revision": Feed.revision + 1, "changed_at": now}
    db.session.execute(statement.values(values), execution_options={"synchronize_session": "fetch"})
