"""What cannot have happened in a partnership, told of the rows of a log (design 11.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coachsched.core.history import VISITS, Event, Past
from coachsched.core.phrases import phrase
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
        what = phrase('is the first of this partnership, yet says "%(word)s".', word=events[0].what)
        return [Fault(0, what, phrase('The first in order of date, then of lines, is "began".'))]
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
        what = phrase('is a second "began"; the first is of %(date)s.', date=before[0].date.isoformat())
        return what, phrase("Keep the earlier one.")
    if (end := _end(before)) is not None:
        what = phrase('comes after "finished" of %(date)s.', date=end.date.isoformat())
        return what, phrase("Leave out what came after, or finish later.")
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
    what = phrase("turns a proposal down, and none is open.")
    return what, phrase('Add its "proposed", or take this row out.')


def _called_off(past: Past, event: Event) -> tuple[str, str] | None:
    if past.bookings or event.ref is not None:
        return None
    what = phrase("calls off meetings, and none is ahead.")
    return what, phrase("Add the booking, or take this row out.")


def _not_held(past: Past, event: Event) -> tuple[str, str] | None:
    if event.ref is not None or any(booking.date == event.date for booking in past.bookings):
        return None
    what = phrase(
        "says that a meeting was not held, and none is booked for %(date)s.", date=event.date.isoformat()
    )
    return what, phrase("Add the booking, give the date it was for, or take this row out.")


def _booked_twice(past: Past, event: Event) -> tuple[str, str] | None:
    kind, day = event.what.removesuffix("_booked"), event.until or event.date
    for booking in past.bookings:
        ours = event.ref is not None and booking.ref is not None
        same_kind = kind == booking.kind or {kind, booking.kind} <= VISITS
        if same_kind and booking.date == day and not ours:
            what = (
                phrase("books a second debrief for %(date)s.", date=day.isoformat())
                if kind == "debrief"
                else phrase("books a second visit for %(date)s.", date=day.isoformat())
            )
            return what, phrase("Call off the first, or take this row out.")
    return None


CHECKS: dict[str, Callable[[Past, Event], tuple[str, str] | None]] = {
    "turned_down": _refused,
    "cancelled": _called_off,
    "not_held": _not_held,
    "visit_booked": _booked_twice,
    "debrief_booked": _booked_twice,
}
