"""The one history of a partnership: its rows, and what they amount to by a day (design 6 and 11.8).

Rows are named tuples, since a board makes a hundred thousand of them at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

CALLED_OFF = "called_off"
PROPOSED = "proposed"
VISITS = frozenset({"visit", "visit_only"})
IN_CYCLE_ORDER = {"plan": 0, "visit": 1, "visit_only": 1, "debrief": 2, "talk": 3}
# Signs of life that are no part of a cycle.
OUTSIDE_CYCLES = frozenset({"informal", "talk"})


class Event(NamedTuple):
    """One row of the history; ``what`` is a word of design 11.8.

    Besides those: ``plan_booked`` and ``plan``, ``talk_booked`` and ``talk``, ``visit_only_booked``
    (a visit that wants no debrief), ``moved`` (booking ``ref`` gets the date ``until``), ``withdrawn``
    (the open proposal, by its sender). ``until`` is the date booked, the last option's, or the first
    day back from a pause. With ``ref``, the id of a booking, a row speaks of that booking only. A
    meeting's rows (took place, ``not_held``) are dated on its own date.
    """

    date: dt.date
    what: str
    until: dt.date | None = None
    ref: int | None = None


class Booking(NamedTuple):
    """A meeting ahead; ``kind`` is plan, visit, visit_only, debrief or talk."""

    kind: str
    date: dt.date
    ref: int | None = None


class Thing(NamedTuple):
    """Something that happened: a meeting held (its kind, or informal), a proposal, a calling-off."""

    kind: str
    date: dt.date
    ref: int | None = None


class Proposal(NamedTuple):
    """A proposal nobody has answered, with the date of its last option."""

    sent: dt.date
    last_option: dt.date


@dataclass(slots=True)
class Past:
    """What had happened by a day, and what was then ahead.

    ``paused_until`` is the first day back from the pause that runs, ``back_on`` the last day a pause
    ended; ``held`` lists the meetings held in order, ``last`` is the last thing of any kind.
    """

    began: dt.date
    finished: bool = False
    paused_until: dt.date | None = None
    back_on: dt.date | None = None
    proposal: Proposal | None = None
    bookings: list[Booking] = field(default_factory=list)
    held: list[Thing] = field(default_factory=list)
    last: Thing | None = None

    def next_booking(self) -> Booking | None:
        """The nearest meeting ahead, None without any."""
        return min(self.bookings, key=in_cycle_order, default=None)

    def bookings_in_order(self) -> list[Booking]:
        """The meetings ahead by date, on one date a visit before its debrief."""
        return sorted(self.bookings, key=in_cycle_order)

    def has_option_ahead(self, on: dt.date) -> bool:
        """Whether an open proposal can still be accepted; an option is ahead through its own date."""
        return self.proposal is not None and self.proposal.last_option >= on

    def lacks_debrief(self) -> bool:
        """Whether the last meeting held is a visit that wants a debrief."""
        return bool(self.held) and self.held[-1].kind == "visit"

    def visit_of_log(self) -> Thing | None:
        """That visit, where it was told of by a log and so has no meeting here; None with a debrief ahead."""
        told = self.lacks_debrief() and self.held[-1].ref is None
        return self.held[-1] if told and all(one.kind != "debrief" for one in self.bookings) else None


def in_cycle_order(booking: Booking) -> tuple[dt.date, int]:
    """Sorts bookings by date, on one date a plan before a visit before a debrief."""
    return booking.date, IN_CYCLE_ORDER[booking.kind]
