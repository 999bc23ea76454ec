"""The one history of each partnership, as core events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, func, insert, select

from coachsched.core.quiet import Event
from coachsched.models import HistoryEvent, Partnership, db


def record(
    partnership_id: int, on: date, what: str, until: date | None = None, ref: int | None = None
) -> None:
    """Write down what happened on a local date; see core/history for the words."""
    db.session.add(HistoryEvent(partnership_id=partnership_id, date=on, what=what, until=until, ref=ref))


def events(partnership_id: int) -> list[Event]:
    return events_of([partnership_id]).get(partnership_id, [])


def events_of(partnership_ids: Sequence[int]) -> dict[int, list[Event]]:
    return _grouped(HistoryEvent.partnership_id.in_(partnership_ids))


def events_of_school(school_id: int) -> dict[int, list[Event]]:
    ids = select(Partnership.id).where(Partnership.school_id == school_id)
    return _grouped(HistoryEvent.partnership_id.in_(ids))


def numbered(partnership_id: int) -> list[tuple[int, Event]]:
    """The rows with their ids, in order."""
    query = select(HistoryEvent).where(HistoryEvent.partnership_id == partnership_id)
    rows = db.session.scalars(query.order_by(HistoryEvent.date, HistoryEvent.id))
    return [(row.id, Event(row.date, row.what, row.until, row.ref)) for row in rows]


def record_all(rows: Iterable[tuple[int, Event]]) -> None:
    """Write down many rows, each with its partnership's id, in the order given."""
    values = [{"partnership_id": number, **event._asdict()} for number, event in rows]
    if values:
        db.session.execute(insert(HistoryEvent), values)


def forget(ids: Sequence[int]) -> None:
    """Take rows out, so that they can be written again in another order."""
    db.session.execute(delete(HistoryEvent).where(HistoryEvent.id.in_(ids)))


def take_back(partnership_id: int, ref: int, words: Sequence[str]) -> None:
    """Take out the last row of a booking that is one of these words: what it told of was undone."""
    query = select(func.max(HistoryEvent.id)).where(
        HistoryEvent.partnership_id == partnership_id, HistoryEvent.ref == ref, HistoryEvent.what.in_(words)
    )
    last = db.session.scalar(query)
    if last is not None:
        forget([last])


def _grouped(condition: object) -> dict[int, list[Event]]:
    query = (
        select(
            HistoryEvent.partnership_id,
            HistoryEvent.date,
            HistoryEvent.what,
            HistoryEvent.until,
            HistoryEvent.ref,
        )
        .where(condition)  # type: ignore[arg-type]
        .order_by(HistoryEvent.date, HistoryEvent.id)
    )
    grouped: dict[int, list[Event]] = defaultdict(list)
    for partnership_id, *row in db.session.execute(query):
        grouped[partnership_id].append(Event._make(row))
    return dict(grouped)
