"""Nudges: few, alike for both, on school days only; said of any ten weeks of mornings."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_school import DAYS, school

from coachsched.core.calendar import Calendar, DayException, Term
from coachsched.core.nudging import Caps, Quiet, begins_week, due

MONDAY = date(2027, 1, 11)
DATES = [MONDAY + timedelta(days=number) for number in range(70)]


def calendar_without(closed: set[date]) -> Calendar:
    closures = (DayException(on, "closure") for on in sorted(closed))
    return school(DAYS, *closures, terms=(Term("Term", DATES[0], DATES[-1]),))


calendars = st.builds(calendar_without, st.sets(st.sampled_from(DATES), max_size=30))
caps = st.builds(Caps, every=st.integers(1, 12), per_week=st.integers(0, 3))
groups = st.lists(
    st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True).map(tuple), min_size=1, max_size=8
)
# Days on which a partnership is quiet: the others it showed a sign of life.
quiet_days = st.sets(st.sampled_from(range(len(DATES))))


def mornings(calendar: Calendar, people: list[tuple[int, ...]], life: set[int], limits: Caps):
    """What each morning sends, as (date, those quiet, those nudged), from what the mornings before sent."""
    sent: list[tuple[date, int]] = []
    for number, on in enumerate(DATES):
        week = [one for day, one in sent if day.isocalendar()[:2] == on.isocalendar()[:2]]
        had = Counter(person for one in week for person in people[one])
        last = {one: day for day, one in sent}
        quiet = [
            Quiet(one, people[one], (number * 7 + one * 3) % 20, last.get(one))
            for one in range(len(people))
            if (number + one) not in life
        ]
        nudged = due(quiet, on, calendar, had, limits)
        yield on, quiet, nudged, had
        sent += [(on, one.id) for one in nudged]


@given(calendars, groups, quiet_days, caps)
def test_every_cap_holds_on_every_morning(calendar, people, life, limits):
    opens = [on for on in DATES if calendar.day(on).open]
    per_week: Counter[tuple[int, int]] = Counter()
    last: dict[int, date] = {}
    for on, quiet, nudged, _ in mornings(calendar, people, life, limits):
        assert not nudged or on in opens
        assert len({one.id for one in nudged}) == len(nudged)
        assert {one.id for one in nudged} <= {one.id for one in quiet}
        for one in nudged:
            if one.id in last:
                assert len([day for day in opens if last[one.id] < day <= on]) >= limits.every
            last[one.id] = on
            per_week.update((person, on.isocalendar()[1]) for person in one.people)
    assert max(per_week.values(), default=0) <= limits.per_week


@given(calendars, groups, quiet_days, caps)
def test_who_gets_none_gives_way_to_those_quiet_for_longer(calendar, people, life, limits):
    for on, quiet, nudged, had in mornings(calendar, people, life, limits):
        if not calendar.day(on).open:
            continue
        for one in quiet:
            rested = one.nudged is None or calendar.school_days_between(one.nudged, on) >= limits.every
            if one in nudged or not rested:
                continue
            before = [
                other for other in nudged if (-other.school_days, other.id) < (-one.school_days, one.id)
            ]
            full = had + Counter(person for other in before for person in other.people)
            assert any(full[person] >= limits.per_week for person in one.people)


def test_nobody_is_left_to_write_to_where_all_want_none():
    assert due([Quiet(1, (), 12)], MONDAY, calendar_without(set()), {}) == []


@pytest.mark.parametrize(("closed", "first"), [([], 0), ([0], 1), ([0, 1, 2], 3)])
def test_a_week_begins_on_its_first_school_day(closed, first):
    calendar = calendar_without({DATES[number] for number in closed})
    assert [on for on in DATES[:7] if begins_week(on, calendar)] == [DATES[first]]
