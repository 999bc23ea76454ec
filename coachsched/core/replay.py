"""Replays the history of a partnership up to a day (design 6 and 11.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from coachsched.core.history import (
    CALLED_OFF,
    PROPOSED,
    VISITS,
    Booking,
    Event,
    Past,
    Proposal,
    Thing,
    in_cycle_order,
)


def replay(events: Sequence[Event], on: dt.date) -> Past | None:
    """What is known on ``on`` from ``events`` (in order, ``began`` first); None before the start."""
    if not events or events[0].date > on:
        return None
    past = Past(events[0].date)
    for event in islice(events, 1, None):
        if event.date > on:
            break
        _come_to(past, event.date)
        ACTS[event.what](past, event)
    _come_to(past, on)
    return past


def _come_to(past: Past, day: dt.date) -> None:
    """Ends the dates before ``day``, and a pause whose first day back has come."""
    if past.bookings:
        _hold_what_nobody_spoke_of(past, day)
    if past.paused_until is not None and past.paused_until <= day:
        _end_pause(past, past.paused_until)


def _hold_what_nobody_spoke_of(past: Past, day: dt.date) -> None:
    due = [booking for booking in past.bookings if booking.date < day]
    if not due:
        return
    past.bookings = [booking for booking in past.bookings if booking.date >= day]
    for booking in sorted(due, key=in_cycle_order):
        _hold_silently(past, Thing(booking.kind, booking.date, booking.ref))


def _hold_silently(past: Past, meeting: Thing) -> None:
    """After the rows of its date; but a debrief said to have taken place came after the visit."""
    if meeting.kind in VISITS:
        for place, other in enumerate(past.held):
            if other.kind == "debrief" and other.date == meeting.date:
                past.held.insert(place, meeting)
                return
    _hold(past, meeting)


def _hold(past: Past, meeting: Thing) -> None:
    past.held.append(meeting)
    past.last = meeting


def _end_pause(past: Past, day: dt.date) -> None:
    if past.paused_until is not None:
        past.paused_until = None
        past.back_on = day


def _propose(past: Past, event: Event) -> None:
    _end_pause(past, event.date)
    past.proposal = Proposal(event.date, event.until or event.date)
    past.last = Thing(PROPOSED, event.date)


def _refuse(past: Past, event: Event) -> None:
    past.proposal = None
    _call_off(past, event, ())


def _call_off(past: Past, event: Event, called_off: Iterable[Booking]) -> None:
    past.bookings = [booking for booking in past.bookings if booking not in called_off]
    past.last = Thing(CALLED_OFF, event.date)


def _book(past: Past, event: Event) -> None:
    past.proposal = None
    _book_beside(past, event)


def _book_beside(past: Past, event: Event) -> None:
    """A talk answers no proposal."""
    _end_pause(past, event.date)
    kind = event.what.removesuffix("_booked")
    past.bookings.append(Booking(kind, event.until or event.date, event.ref))


def _move(past: Past, event: Event) -> None:
    _end_pause(past, event.date)
    past.bookings = [
        Booking(booking.kind, event.until or booking.date, booking.ref)
        if booking.ref == event.ref
        else booking
        for booking in past.bookings
    ]


def _cancel(past: Past, event: Event) -> None:
    _call_off(past, event, [b for b in past.bookings if event.ref is None or b.ref == event.ref])


def _not_held(past: Past, event: Event) -> None:
    if event.ref is None:
        _call_off(past, event, [b for b in past.bookings if b.date == event.date])
    else:
        past.held = [meeting for meeting in past.held if meeting.ref != event.ref]
        _cancel(past, event)


def _take_place(past: Past, event: Event) -> None:
    booking = next((b for b in past.bookings if _is_of(event, b)), None)
    if booking is not None:
        past.bookings.remove(booking)
    _hold(past, Thing(event.what, event.date, event.ref))


def _is_of(event: Event, booking: Booking) -> bool:
    """Whether the row tells of this booking: by its id, or by kind (any visit) and date."""
    if event.ref is not None:
        return booking.ref == event.ref
    same_kind = event.what == booking.kind or {event.what, booking.kind} <= VISITS
    return same_kind and booking.date == event.date


def _meet_informally(past: Past, event: Event) -> None:
    _hold(past, Thing("informal", event.date))


def _pause(past: Past, event: Event) -> None:
    past.paused_until = event.until or event.date


def _resume(past: Past, event: Event) -> None:
    _end_pause(past, event.date)


def _finish(past: Past, event: Event) -> None:
    past.finished = True


ACTS: dict[str, Callable[[Past, Event], None]] = {
    "proposed": _propose,
    "turned_down": _refuse,
    "withdrawn": _refuse,
    "plan_booked": _book,
    "talk_booked": _book_beside,
    "visit_booked": _book,
    "visit_only_booked": _book,
    "debrief_booked": _book,
    "moved": _move,
    "cancelled": _cancel,
    "not_held": _not_held,
    "plan": _take_place,
    "talk": _take_place,
    "visit": _take_place,
    "visit_only": _take_place,
    "debrief": _take_place,
    "informal": _meet_informally,
    "paused": _pause,
    "resumed": _resume,
    "finished": _finish,
}
