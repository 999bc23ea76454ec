"""What cannot have happened in a partnership, told of the rows of a log (design 11.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coachsched.core.history import VISITS, Event, Past
from coachsched.core.replay import replay


class Fault(NamedTuple):
    """What is wrong with the row at ``place`` (from 0), and the remedy."""

    place: int
    what: str
    remedy: str


def faults(events: Sequence[Event]) -> list[Fault]:
    """Every row that cannot follow what was before it.

    ``events`` are in order of date, then as written. A row found wrong is left out of what the next
    ones follow, so that one mistake is told once. Rows with ``ref`` are the app's own, and only
    their dates can clash with those of a log.
    """
    if not events:
        return []
    if events[0].what != "began":
        what = f'is the first of this partnership, yet says "{events[0].what}".'
        return [Fault(0, what, 'The first in order of date, then of lines, is "began".')]
    found: list[Fault] = []
    sound = [events[0]]
    for place, event in enumerate(events[1:], start=1):
        told = _fault(sound, event)
        if told is None:
            sound.append(event)
        else:
            found.append(Fault(place, *told))
    return found


def _fault(before: Sequence[Event], event: Event) -> tuple[str, str] | None:
    if event.what == "began":
        return f'is a second "began"; the first is of {before[0].date}.', "Keep the earlier one."
    if (end := _end(before)) is not None:
        return f'comes after "finished" of {end.date}.', "Leave out what came after, or finish later."
    check = CHECKS.get(event.what)
    if check is None:
        return None
    past = replay(before, event.date)
    assert past is not None, "events are in order of date"
    return check(past, event)


def _end(before: Sequence[Event]) -> Event | None:
    """Nothing sound follows the end, so that it can only be the last."""
    return before[-1] if before[-1].what == "finished" else None


def _refused(past: Past, event: Event) -> tuple[str, str] | None:
    if past.proposal is not None:
        return None
    return "turns a proposal down, and none is open.", 'Add its "proposed", or take this row out.'


def _called_off(past: Past, event: Event) -> tuple[str, str] | None:
    if past.bookings or event.ref is not None:
        return None
    return "calls off meetings, and none is ahead.", "Add the booking, or take this row out."


def _not_held(past: Past, event: Event) -> tuple[str, str] | None:
    if event.ref is not None or any(booking.date == event.date for booking in past.bookings):
        return None
    what = f"says that a meeting was not held, and none is booked for {event.date}."
    return what, "Add the booking, give the date it was for, or take this row out."


def _booked_twice(past: Past, event: Event) -> tuple[str, str] | None:
    kind, day = event.what.removesuffix("_booked"), event.until or event.date
    for booking in past.bookings:
        ours = event.ref is not None and booking.ref is not None
        same_kind = kind == booking.kind or {kind, booking.kind} <= VISITS
        if same_kind and booking.date == day and not ours:
            return f"books a second {kind} for {day}.", "Call off the first, or take this row out."
    return None


CHECKS: dict[str, Callable[[Past, Event], tuple[str, str] | None]] = {
    "turned_down": _refused,
    "cancelled": _called_off,
    "not_held": _not_held,
    "visit_booked": _booked_twice,
    "debrief_booked": _booked_twice,
}
