"""Where a cycle stands: its stages and the next step, for the partners' own page (design 3 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachsched.core.history import OUTSIDE_CYCLES, VISITS, Booking, Event, Past, Thing
from coachsched.core.quiet import CLOSING, Standing
from coachsched.core.replay import replay

Code = Literal["answer", "wait", "meeting", "debrief", "visit", "again", "resume", "finished"]
State = Literal["to_do", "booked", "done"]

CLOSERS = frozenset({"debrief", "visit_only"})
Meeting = Thing | Booking


@dataclass(frozen=True)
class Step:
    """What comes next: ``on`` is the date of a "meeting" (its ``kind`` too) or to "resume" on."""

    code: Code
    on: date | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Stage:
    """One part of a cycle: ``kind`` is plan, visit or debrief; ``on`` is None while it is to do."""

    kind: str
    state: State
    on: date | None = None


def next_step(
    events: Sequence[Event],
    on: date,
    standing: Standing,
    waiting_for: Literal["me", "them"] | None = None,
) -> Step:
    """What one partner can do next; ``waiting_for`` says whose answer the open proposal needs.

    A proposal whose options have all passed asks for nobody's answer, but for fresh times.
    ``standing`` is that of the same ``events`` and day. ValueError before the partnership began.
    """
    past = _past(events, on)
    if standing.state == "finished":
        return Step("finished")
    if standing.state == "paused":
        return Step("resume", standing.next_on)
    asked = waiting_for if past.has_option_ahead(on) else None
    if asked == "me":
        return Step("answer")
    booking = past.next_booking()
    if booking is not None:
        return Step("meeting", booking.date, booking.kind)
    return Step("wait" if asked == "them" else _times_to_find(past))


def stages(events: Sequence[Event], on: date) -> tuple[Stage, ...]:
    """The stages of the current cycle in order.

    A cycle ends with a debrief or a visit that wants none, and stays the current one until a
    meeting of the next is booked or held. A plan is a stage only where there is one, a debrief only
    where it is wanted. ValueError before the partnership began.
    """
    meetings = _current_cycle(_past(events, on))
    plans = [meeting for meeting in meetings if meeting.kind == "plan"]
    visits = [meeting for meeting in meetings if meeting.kind in VISITS]
    debriefs = [meeting for meeting in meetings if meeting.kind == "debrief"]
    found = [_stage("plan", plans)] if plans else []
    found.append(_stage("visit", visits))
    if all(visit.kind != "visit_only" for visit in visits):
        found.append(_stage("debrief", debriefs))
    return tuple(found)


def _past(events: Sequence[Event], on: date) -> Past:
    past = replay(events, on)
    if past is None:
        raise ValueError(f"the partnership had not begun on {on}")
    return past


def _times_to_find(past: Past) -> Code:
    if past.lacks_debrief():
        return "debrief"
    return "again" if past.last is not None and past.last.kind in CLOSING - {"plan"} else "visit"


def _current_cycle(past: Past) -> list[Meeting]:
    """The meetings after the last cycle that ended, up to the one that ends or will end this one."""
    current: list[Meeting] = []
    timeline: list[Meeting] = [*past.held, *past.bookings_in_order()]
    for meeting in timeline:
        if meeting.kind in OUTSIDE_CYCLES:
            continue
        if current and current[-1].kind in CLOSERS:
            if isinstance(current[-1], Booking):
                break
            current = []
        current.append(meeting)
    return current


def _stage(kind: str, meetings: Sequence[Meeting]) -> Stage:
    """Done only when no meeting of the kind is still ahead."""
    booked = [meeting.date for meeting in meetings if isinstance(meeting, Booking)]
    if booked:
        return Stage(kind, "booked", booked[0])
    return Stage(kind, "done", meetings[-1].date) if meetings else Stage(kind, "to_do")
