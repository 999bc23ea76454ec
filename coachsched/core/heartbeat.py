"""The meetings of a partnership as marks on a line: held so far, and booked ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.history import VISITS, Event
from coachsched.core.replay import replay


@dataclass(frozen=True)
class Mark:
    """A meeting of ``kind`` plan, visit, debrief or informal on a date."""

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


def _kind(kind: str) -> str:
    return "visit" if kind in VISITS else kind
