"""The meetings of a partnership as marks on a line: held so far, and booked ahead; and its rests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.history import VISITS, Event
from coachsched.core.replay import replay

# A newer pause replaces the one that runs; finishing leaves nothing to rest from (design 6).
ENDS_A_REST = frozenset(
    {"paused", "resumed", "proposed", "plan_booked", "visit_booked", "visit_only_booked", "debrief_booked",
     "moved", "finished"}
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A meeting of ``kind`` plan, visit, debrief, talk or informal on a date."""

    on: dt.date
    kind: str
    booked: bool


def marks(events: Sequence[Event], on: dt.date) -> list[Mark]:
    """The meetings held by the end of the day before ``on``, or said to be held, then those booked."""
    past = replay(events, on)
    if past is None:
        return []
    held = [Mark(thing.date, _kind(thing.kind), False) for thing in past.held]
    return held + [Mark(one.date, _kind(one.kind), True) for one in past.bookings_in_order()]


def rests(events: Sequence[Event], on: dt.date) -> list[tuple[dt.date, dt.date]]:
    """The pauses up to a day, each from the day it was set to its first day back (not part of it)."""
    found: list[tuple[dt.date, dt.date]] = []
    for event in events:
        if event.date > on:
            break
        if found and event.date < found[-1][1] and event.what in ENDS_A_REST:
            found[-1] = (found[-1][0], event.date)
        if event.what == "paused":
            found.append((event.date, event.until or event.date))
    return [(start, end) for start, end in found if start < end]


def _kind(kind: str) -> str:
    return "visit" if kind in VISITS else kind
