"""Days closed at short notice in invented schools, beside the plain calendar rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.calendar import Calendar
from coachsched.core.closing import Closing, exception_on, has_choice, with_closings

from .calendars import invent_calendar
from .naive_calendar import NaiveCalendar
from .runs import examples

SPAN = timedelta(days=60)


def counting(calendar: Calendar) -> Calendar:
    """The calendar from its anchor on, without later restarts: they would hide what a closure does."""
    plain = tuple(replace(one, reanchor=False) for one in calendar.exceptions)
    return replace(calendar, exceptions=plain)


@examples(150)
@given(st.randoms(use_true_random=False))
def test_only_what_comes_after_moves_and_by_one_place_at_most(rng):
    calendar = counting(invent_calendar(rng, spread=30, at_night=False))
    first = max(calendar.rotation.anchor, min(term.start for term in calendar.terms))
    open_days = [day.date for day in calendar.school_days(first, first + SPAN)]
    if calendar.rotation.mode != "count" or len(open_days) < 4:
        return
    on = rng.choice(open_days[: len(open_days) // 2])
    rule = rng.choice(("hold", "burn"))
    assert has_choice(calendar, on)
    before = NaiveCalendar(calendar, first, first + SPAN)
    closed = with_closings(calendar, [Closing(on, rule, exception_on(calendar, on))])
    after = NaiveCalendar(closed, first, first + SPAN)
    assert list(closed.days(first, first + SPAN)) == after.days(first, first + SPAN)
    assert not after.day(on).open
    labels = calendar.rotation.labels
    shift = 1 if rule == "hold" and on in before.places else 0
    for later in (day for day in open_days if day != on and day in after.places):
        moved = (before.places[later] - (shift if later > on else 0)) % len(labels)
        assert after.places[later] % len(labels) == moved, later
