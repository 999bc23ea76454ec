"""One change to a calendar as a function from the calendar before to the one after (design 5).

Nothing here is judged: ``check_calendar`` says of the calendar after what does not fit together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachsched.core.calendar import Bell, Calendar, DayException


def in_order(calendar: Calendar) -> Calendar:
    """The calendar with terms and exceptions by date, so that the order of writing them changes nothing."""
    return replace(
        calendar,
        terms=tuple(sorted(calendar.terms, key=lambda term: term.start)),
        exceptions=tuple(sorted(calendar.exceptions, key=lambda exception: exception.date)),
    )


def with_exception(calendar: Calendar, exception: DayException, until: date | None = None) -> Calendar:
    """A date made special, or differently so: one date has one exception.

    ``until`` makes the school weekdays after it alike, that date included; the rotation starts again once.
    """
    dates = _through(calendar, exception.date, until)
    alike = replace(exception, reanchor=False)
    made = [exception, *(replace(alike, date=on) for on in dates[1:])]
    others = (one for one in calendar.exceptions if one.date not in dates)
    return replace(calendar, exceptions=(*others, *made))


def without_exception(calendar: Calendar, on: date, until: date | None = None) -> Calendar:
    """A date made ordinary again, or the school weekdays until another too."""
    dates = _through(calendar, on, until)
    return replace(calendar, exceptions=tuple(one for one in calendar.exceptions if one.date not in dates))


def _through(calendar: Calendar, on: date, until: date | None) -> list[date]:
    """A date, and the school weekdays after it up to another."""
    last = until.toordinal() if until else on.toordinal()
    later = map(date.fromordinal, range(on.toordinal() + 1, last + 1))
    return [on, *(day for day in later if day.weekday() in calendar.rotation.weekdays)]


def with_bell(calendar: Calendar, bell: Bell, was: str | None = None, *, usual: bool = False) -> Calendar:
    """A bell schedule added, or put in place of the one called ``was``; ``usual`` puts it first.

    Bell rules and special days that named it by its former name go on naming it.
    """
    names = [one.name for one in calendar.bells]
    at = names.index(was) if was in names else len(names)
    before, after = calendar.bells[:at], calendar.bells[at + 1 :]
    if was is not None:
        calendar = _renamed(calendar, was, bell.name)
    return replace(calendar, bells=(bell, *before, *after) if usual else (*before, bell, *after))


def without_bell(calendar: Calendar, name: str) -> Calendar:
    """A bell schedule taken away; rules and special days that name it are left to the check."""
    return replace(calendar, bells=tuple(bell for bell in calendar.bells if bell.name != name))


def _renamed(calendar: Calendar, before: str, after: str) -> Calendar:
    return replace(
        calendar,
        rules=tuple(replace(rule, bell=after) if rule.bell == before else rule for rule in calendar.rules),
        exceptions=tuple(
            replace(one, bell=after) if one.bell == before else one for one in calendar.exceptions
        ),
    )
