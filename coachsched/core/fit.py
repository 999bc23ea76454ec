"""How many visits and debriefs the timetables leave room for, of everybody with everybody (design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from coachsched.core.calendar import Calendar, Day
from coachsched.core.meetings import Diary
from coachsched.core.person_day import Rules
from coachsched.core.search import Search, visit_span
from coachsched.core.timetable import Timetable
from coachsched.core.travel import site_of

EXAM_DAYS = 20


class Fit(NamedTuple):
    """Of one observer and one host: the visits there could be, and those that a debrief can follow."""

    visits: int
    debriefed: int


class OwnTimes(NamedTuple):
    """One person's part in it. A bit stands for what starts with one period of one day.

    ``lessons`` can be visited, each set at its site; two lessons at one time are in different sets. ``free``
    says by site when they could visit, ``talks`` when they could talk, at each site of the school in turn.
    """

    lessons: tuple[tuple[str | None, int], ...]
    free: dict[str | None, int]
    talks: tuple[int, ...]


def fit_of_pair(
    calendar: Calendar, timetable: Timetable, rules: Rules, observer: Diary, host: Diary, days: Sequence[Day]
) -> Fit:
    """What ``find_slots`` would count in visits that lie on the days, and debriefs on those or after them."""
    return Fits(calendar, timetable, rules, (observer, host), days).of(observer.person, host.person)


def one_rotation(calendar: Calendar, first: date) -> list[Day]:
    """As many days with lessons, from a date on, as the cycle has; fewer where the calendar ends."""
    length = len(calendar.rotation.labels)
    # Some of them may be days of exams and events.
    ahead = calendar.next_school_days(first - timedelta(days=1), 3 * length + EXAM_DAYS)
    return [day for day in ahead if day.lessons and day.cycle_day][:length]


class Fits:
    """The fit of any two of some people, each asked of the timetable once, when first needed.

    A set of a person's times is one number, so that two people are compared in a few machine steps.
    """

    def __init__(
        self,
        calendar: Calendar,
        timetable: Timetable,
        rules: Rules,
        people: Sequence[Diary],
        days: Sequence[Day],
    ) -> None:
        self._asked = calendar, timetable, rules
        self._rules = rules
        self._people = {who.person: who for who in people}
        self._sites = [name for name, _ in rules.sites] if rules.travel_minutes else []
        self._visit_dates = {day.date for day in days}
        self._days = _with_days_after(calendar, rules, days)
        self._first_bits = _first_bits(self._days)
        self._after = _after(calendar, rules, self._days, self._first_bits)
        self._own: dict[int, OwnTimes] = {}

    def of(self, observer: int, host: int) -> Fit:
        """The fit of an observer and a host, by their numbers in the diaries."""
        return self.both(observer, host)[0]

    def both(self, one: int, other: int) -> tuple[Fit, Fit]:
        """The fits of two people: the first visiting the second, and the other way round."""
        ours, theirs = self._times(one), self._times(other)
        talks = 0
        for here, there in zip(ours.talks, theirs.talks, strict=True):
            talks |= here & there
        return self._fit(ours, theirs, talks), self._fit(theirs, ours, talks)

    def _fit(self, observer: OwnTimes, host: OwnTimes, talks: int) -> Fit:
        visits = debriefed = 0
        for site, lessons in host.lessons:
            found = lessons & observer.free[site]
            visits += found.bit_count()
            while found and talks:
                bit = found.bit_length() - 1
                debriefed += bool(self._after[bit] & talks)
                found ^= 1 << bit
        return Fit(visits, debriefed)

    def _times(self, person: int) -> OwnTimes:
        if person not in self._own:
            self._own[person] = self._own_times(Search(*self._asked, (self._people[person],), self._days))
        return self._own[person]

    def _own_times(self, search: Search) -> OwnTimes:
        minutes = self._rules.visit_minutes, self._rules.debrief_minutes
        sites: list[str | None] = [None, *self._sites]
        free = {site: self._suiting(search, minutes[0], site) for site in sites}
        talks = [self._suiting(search, minutes[1], site) for site in sites[1:] or sites]
        return OwnTimes(self._lessons(search), free, tuple(talks))

    def _suiting(self, search: Search, minutes: int, site: str | None) -> int:
        found = 0
        for day in self._days:
            spans = [visit_span(period, minutes) for period in day.bell.periods] if day.bell else []
            for place, suits in enumerate(search.suit(day, spans, site)):
                found |= suits << (self._first_bits[day.date] + place)
        return found

    def _lessons(self, search: Search) -> tuple[tuple[str | None, int], ...]:
        """The lessons that could be visited, in as few sets as keep every one of them."""
        sets: list[tuple[str | None, int]] = []
        for day in self._days:
            starts = [period.start for period in day.bell.periods] if day.bell else []
            for visit in search.visits(day) if day.date in self._visit_dates else ():
                site = site_of(visit.room, self._rules.sites) if self._sites else None
                _put(sets, site, 1 << (self._first_bits[day.date] + starts.index(visit.start)))
        return tuple(sets)


def _put(sets: list[tuple[str | None, int]], site: str | None, bit: int) -> None:
    for number, (at, lessons) in enumerate(sets):
        if at == site and not lessons & bit:
            sets[number] = site, lessons | bit
            return
    sets.append((site, bit))


def _with_days_after(calendar: Calendar, rules: Rules, days: Sequence[Day]) -> list[Day]:
    after = [later for day in days for later in calendar.next_school_days(day.date, rules.debrief_within)]
    return sorted({day.date: day for day in (*days, *after)}.values(), key=lambda day: day.date)


def _first_bits(days: Sequence[Day]) -> dict[date, int]:
    """The number of the bit of each day's first period."""
    found, bits = {}, 0
    for day in days:
        found[day.date] = bits
        bits += len(day.bell.periods) if day.bell else 0
    return found


def _after(calendar: Calendar, rules: Rules, days: Sequence[Day], first_bits: dict[date, int]) -> list[int]:
    """By the bit of a visit, the talks that would be its debriefs."""
    whole = {day.date: _bits(first_bits[day.date], day) for day in days}
    found = []
    for day in days:
        later = calendar.next_school_days(day.date, rules.debrief_within)
        days_after = sum(whole.get(one.date, 0) for one in later)
        for period in day.bell.periods if day.bell else ():
            end = visit_span(period, rules.visit_minutes)[1]
            found.append(days_after | _bits(first_bits[day.date], day, end))
    return found


def _bits(first_bit: int, day: Day, after: int = 0) -> int:
    """The bits of a day's periods that do not start before a local minute."""
    periods = day.bell.periods if day.bell else ()
    return sum(1 << (first_bit + place) for place, one in enumerate(periods) if one.start >= after)
