"""The one history of each partnership, as core events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

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
