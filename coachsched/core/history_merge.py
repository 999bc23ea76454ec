"""A log brought in beside what stands in a partnership's history already (design 11.8)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple

from coachsched.core.history import Event


class Merged(NamedTuple):
    """A row of the history to be: its ``place`` in the log, if it is there, and whether it ``stood``."""

    event: Event
    place: int | None
    stood: bool


def merge(log: Sequence[Event], standing: Sequence[Event]) -> list[Merged]:
    """Both in one order; a row of the log that stands already, alike but for its ``ref``, is that row.

    Both are in order and begin with ``began``. On a date of which the log knows everything, its
    order holds; on others its new rows follow what stands. An earlier ``began`` of the log replaces
    the one standing, and so does any where nothing else has happened.
    """
    kept = standing[1:] if _begins_anew(log, standing) else standing
    waiting: dict[Event, deque[int]] = defaultdict(deque)
    for number, event in enumerate(kept):
        waiting[_told(event)].append(number)
    matches = [queue.popleft() if (queue := waiting[event]) else None for event in log]
    places = {number: place for place, number in enumerate(matches) if number is not None}
    rows = [(number, Merged(event, places.get(number), True)) for number, event in enumerate(kept)]
    rows += [
        (len(kept) + place, Merged(event, place, False))
        for place, event in enumerate(log)
        if matches[place] is None
    ]
    return _in_order(rows)


def _begins_anew(log: Sequence[Event], standing: Sequence[Event]) -> bool:
    if not standing or standing[0].what != "began":
        return False
    return log[0].date < standing[0].date or (len(standing) == 1 and log[0].date != standing[0].date)


def _told(event: Event) -> Event:
    """What a log tells of an event: it knows no bookings' ids."""
    return event._replace(ref=None)


def _in_order(rows: Sequence[tuple[int, Merged]]) -> list[Merged]:
    """By date; then as the log has it, or, with a row that it does not know, as recorded."""
    beyond_the_log = {row.event.date for _, row in rows if row.place is None}

    def order(pair: tuple[int, Merged]) -> tuple[object, ...]:
        number, row = pair
        place = number if row.event.date in beyond_the_log else row.place
        return row.event.date, row.event.what != "began", place

    return [row for _, row in sorted(rows, key=order)]
