"""A day closed at short notice or rung by other bells, as exceptions of the calendar (design 5).

Whether a closure holds or burns its label is the school's setting. A day that is to do otherwise says so by
restarting the rotation on it: no school is held that day, so the label it names shows only in what
comes after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from coachsched.core.calendar import Calendar, Day, DayException

Rule = Literal["hold", "burn"]


@dataclass(frozen=True)
class Closing:
    """A date closed at short notice: what becomes of its label, and what stood there before."""

    date: date
    rule: Rule
    stood: DayException | None = None
    note: str = ""


def put(calendar: Calendar, on: date, exception: DayException | None) -> Calendar:
    """The calendar with this exception on a date in place of what stood there; None is an ordinary day."""
    others = [one for one in calendar.exceptions if one.date != on]
    found = sorted([*others, *([exception] if exception else [])], key=lambda one: one.date)
    return replace(calendar, exceptions=tuple(found))


def with_bell(calendar: Calendar, on: date, bell: str) -> DayException:
    """The exception that rings another bell on an open date and leaves all else as it is."""
    stood = exception_on(calendar, on)
    return replace(stood, bell=bell) if stood else DayException(on, "teaching", bell=bell)


def with_closings(calendar: Calendar, closings: Iterable[Closing]) -> Calendar:
    """The calendar with these dates closed, each worked out from what comes before it.

    Dates that are closed already are worked out anew, for a label moves with whatever changed before it.
    """
    ordered = sorted(closings, key=lambda one: one.date)
    for one in ordered:
        calendar = put(calendar, one.date, one.stood)
    for one in ordered:
        calendar = put(calendar, one.date, _closure(calendar, one))
    return calendar


def relabelled(before: Calendar, after: Calendar, first: date, last: date) -> list[tuple[Day, Day]]:
    """The dates on which two calendars differ in what is shown of them: as it was, and as it will be."""
    pairs = zip(before.days(first, last), after.days(first, last), strict=True)
    return [(was, will) for was, will in pairs if was != will]


def exception_on(calendar: Calendar, on: date) -> DayException | None:
    return next((one for one in calendar.exceptions if one.date == on), None)


def has_choice(calendar: Calendar, on: date) -> bool:
    """Whether closing a date could hold its label or burn it: where labels are counted on from before it."""
    return calendar.rotation.mode == "count" and on >= calendar.cycle.first_restart


def _closure(calendar: Calendar, closing: Closing) -> DayException:
    on, rotation = closing.date, calendar.rotation
    plain = DayException(on, "closure", note=closing.note)
    stood = exception_on(calendar, on)
    restarts = stood is not None and stood.reanchor
    if not has_choice(calendar, on):
        return replace(plain, reanchor=True, label=stood.label) if stood and restarts else plain
    place = calendar.cycle.place(on)
    wanted = place + (closing.rule == "burn" and calendar.cycle.uses_label(on))
    taken = rotation.closure == "burn" and on in calendar.cycle.ordinary
    if wanted == place + taken and not restarts:
        return plain
    label = rotation.labels[(wanted - taken) % len(rotation.labels)]
    return replace(plain, reanchor=True, label=label)
