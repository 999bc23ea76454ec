"""A partnership with every row that belongs to it, in whichever table, and the mail that tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, ForeignKey, Table, delete, or_, select, update

from coachsched.models import Booking, Meeting, Nudge, OutboxMessage, Partnership, Proposal, Question, db
from coachsched.store.outbox import PARTING

# One letter to a person about several partnerships, or one whose Message-ID does not say which.
SHARED = ("digest", "reminder", "happened", "suggestion", "delegated", "partner_ask")
# SQLite takes no longer conditions.
AT_ONCE = 200
T = TypeVar("T")


def belonging(partnership_id: int) -> dict[Table, ColumnElement[bool]]:
    """Which rows of which tables hang on a partnership, parents first."""
    partnership: Table = Partnership.__table__
    return hanging_on({partnership: partnership.c.id == partnership_id})


def hanging_on(roots: Mapping[Table, ColumnElement[bool]]) -> dict[Table, ColumnElement[bool]]:
    """These rows and all that hang on them, parents first, found by the foreign keys there are.

    So a table that comes later is not forgotten. Rows whose key is only set to nothing stay, as the hours of
    a cover do.
    """
    found: dict[Table, ColumnElement[bool]] = {}
    for table in db.metadata.sorted_tables:
        keys = [key for key in table.foreign_keys if key.column.table in found and _binds(key, table)]
        which: list[ColumnElement[bool]] = [
            key.parent.in_(select(key.column).where(found[key.column.table])) for key in keys
        ]
        which += [roots[table]] if table in roots else []
        if which:
            found[table] = or_(*which)
    return found


def _binds(key: ForeignKey, table: Table) -> bool:
    """Whether a row goes with what its key points at; one that points at its own table goes with others."""
    return key.ondelete != "SET NULL" and key.column.table is not table


def delete_partnership(partnership_id: int) -> None:
    """Every row that belongs to it."""
    delete_rows(belonging(partnership_id))


def delete_rows(rows: Mapping[Table, ColumnElement[bool]]) -> None:
    """Rows of many tables, given parents first; children go first, so that their keys hold at each step."""
    db.session.flush()
    for table, which in reversed(list(rows.items())):
        db.session.execute(delete(table).where(which))
    db.session.expire_all()


def delete_mail(partnership_id: int, now: datetime) -> None:
    """What the outbox holds of a partnership, but for letters that call off what is still ahead.

    These are sent, or given up when the meeting would have begun, and then are gone too. Letters that tell
    of several partnerships are treated alike, for their text tells of this one.
    """
    db.session.flush()
    ahead = {uid: start for uid, start in _meetings(partnership_id) if start > now}
    own = list(_own(partnership_id))
    for letter in own:
        meeting = letter.message_id[1:37]
        if letter.state == "waiting" and "-cancel." in letter.message_id and meeting in ahead:
            _change([letter.id], kind=PARTING, good_until=ahead[meeting])
    shared = select(OutboxMessage.id).where(
        OutboxMessage.person_id.in_({letter.person_id for letter in own} | _people(partnership_id)),
        OutboxMessage.kind.in_(SHARED),
    )
    ids = [*(letter.id for letter in own), *db.session.scalars(shared)]
    _change([*db.session.scalars(shared.where(OutboxMessage.state == "waiting"))], kind=PARTING)
    for some in _some(ids):
        gone = OutboxMessage.id.in_(some), OutboxMessage.kind != PARTING
        db.session.execute(delete(OutboxMessage).where(*gone), execution_options=UNSEEN)


UNSEEN = {"synchronize_session": False}


class Letter(NamedTuple):
    """A message of the outbox, without its text."""

    id: int
    message_id: str
    person_id: int
    state: str


def _own(partnership_id: int) -> Iterator[Letter]:
    """The letters whose Message-ID names something of the partnership."""
    columns = [getattr(OutboxMessage, name) for name in Letter._fields]
    for some in _some(_beginnings(partnership_id)):
        begins = or_(*(OutboxMessage.message_id.startswith(one, autoescape=True) for one in some))
        yield from map(Letter._make, db.session.execute(select(*columns).where(begins)))


def _beginnings(partnership_id: int) -> list[str]:
    """How the Message-IDs begin of all that is told of its meetings, proposals, answers and nudges."""
    proposals = select(Proposal.id).where(Proposal.partnership_id == partnership_id)
    questions = select(Question.id).join(Meeting).where(Meeting.partnership_id == partnership_id)
    nudges = select(Nudge.date).where(Nudge.partnership_id == partnership_id)
    return [
        f"<partners-{partnership_id}.",
        *(f"<{uid}-" for uid, _ in _meetings(partnership_id)),
        *(
            f"<{kind}-{one}."
            for one in db.session.scalars(proposals)
            for kind in ("proposal", "none-left", "not-now")
        ),
        *(f"<was-this-you-{one}-" for one in db.session.scalars(questions)),
        *(f"<nudge-{partnership_id}-{one.isoformat()}." for one in db.session.scalars(nudges)),
    ]


def _meetings(partnership_id: int) -> Iterator[tuple[str, datetime]]:
    """The part of each meeting's UID that stands in Message-IDs, and its start."""
    query = select(Meeting.uid, Meeting.start_at).where(Meeting.partnership_id == partnership_id)
    return ((uid.partition("@")[0], start) for uid, start in db.session.execute(query))


def _people(partnership_id: int) -> set[int]:
    """Everybody who was booked in it, those too who left it."""
    query = select(Booking.person_id).join(Meeting).where(Meeting.partnership_id == partnership_id)
    return set(db.session.scalars(query))


def _some(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _change(ids: Sequence[int], **columns: Any) -> None:
    statement = update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(**columns)
    db.session.execute(statement, execution_options=UNSEEN)
