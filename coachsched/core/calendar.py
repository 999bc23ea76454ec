"""The school calendar: which dates are school days, their cycle day and their bell (design 5)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from coachsched.core.calendar_checks import check_calendar as check_calendar
from coachsched.core.rotation import Cycle

PeriodKind = Literal["lesson", "registration", "break", "lunch", "before", "after"]
ExceptionKind = Literal["holiday", "inset", "closure", "exam", "event", "teaching"]

CLOSED_KINDS = frozenset({"holiday", "inset", "closure"})
SEARCH_DAYS = 400


@dataclass(frozen=True)
class Period:
    """A named time of a kind of day; ``start`` and ``end`` are local minutes after midnight."""

    label: str
    kind: PeriodKind
    start: int
    end: int
    meetings: bool = False


@dataclass(frozen=True)
class Bell:
    """A bell schedule: periods in order of time, none overlapping another."""

    name: str
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class BellRule:
    """Rings ``bell`` on days that meet every condition given; ``weekday`` is 0 for Monday."""

    bell: str
    weekday: int | None = None
    label: str | None = None
    first: date | None = None
    last: date | None = None

    def fits(self, on: date, label: str | None) -> bool:
        """Whether every condition given holds for a date whose cycle day is ``label``."""
        return (
            (self.weekday is None or self.weekday == on.weekday())
            and (self.label is None or self.label == label)
            and (self.first is None or self.first <= on)
            and (self.last is None or on <= self.last)
        )


@dataclass(frozen=True)
class Term:
    """Dates between which school is held, both ends included."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class DayException:
    """What is different about one date."""

    date: date
    kind: ExceptionKind
    label: str | None = None
    reanchor: bool = False
    counts: bool = False
    bell: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Rotation:
    """Which timetable day a date is. ``weekdays`` are 0 (Monday) to 6, in the school's order."""

    mode: Literal["weekday", "week", "count"]
    labels: tuple[str, ...]
    anchor: date
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    weeks: int = 1
    week_count: Literal["school", "calendar"] = "school"
    closure: Literal["hold", "burn"] = "hold"

    def week_start(self, on: date) -> date:
        """The first day of the week a date lies in: the weekday the school names first."""
        return on - timedelta(days=(on.weekday() - self.weekdays[0]) % 7)


@dataclass(frozen=True)
class Day:
    """One date as the calendar sees it.

    ``reason`` is the kind of the exception that makes the date what it is, "weekend" or "out_of_term" where
    there is no school without one, and None on an ordinary school day. ``lessons`` is False on closed, exam
    and event days; an open day without a cycle day has no lessons either, but people may meet on it.
    ``bell`` is None on closed days, and on every day while the school has not said when its bells ring.
    """

    date: date
    open: bool
    cycle_day: str | None
    bell: Bell | None
    reason: str | None
    lessons: bool


@dataclass(frozen=True)
class Calendar:
    """A school's whole calendar; ``bells[0]`` is the usual one. Checked by ``check_calendar``."""

    timezone: str
    rotation: Rotation
    bells: tuple[Bell, ...]
    rules: tuple[BellRule, ...] = ()
    terms: tuple[Term, ...] = ()
    exceptions: tuple[DayException, ...] = ()

    def day(self, on: date) -> Day:
        """What the date is: open or closed and why, its cycle day and its bell."""
        known = self._known_days
        if on not in known:
            known[on] = self._open_day(on) if on in self._open_set else self._closed_day(on)
        return known[on]

    def days(self, first: date, last: date) -> list[Day]:
        """Every date from ``first`` to ``last``, both included."""
        numbers = range(first.toordinal(), last.toordinal() + 1)
        return [self.day(date.fromordinal(number)) for number in numbers]

    def school_days(self, first: date, last: date) -> list[Day]:
        """The open dates from ``first`` to ``last``, both included."""
        dates = self._open_dates
        return [self.day(on) for on in dates[bisect_left(dates, first) : bisect_right(dates, last)]]

    def school_days_between(self, after: date, to: date) -> int:
        """How many school days lie after ``after`` up to and including ``to``; 0 where that is backwards."""
        return max(0, bisect_right(self._open_dates, to) - bisect_right(self._open_dates, after))

    def next_school_days(self, after: date, count: int) -> list[Day]:
        """The next ``count`` school days after a date, fewer where 400 days ahead do not hold as many."""
        at = bisect_right(self._open_dates, after)
        ahead = self._open_dates[at : at + count]
        return [self.day(on) for on in ahead if (on - after).days <= SEARCH_DAYS]

    def add_school_days(self, start: date, count: int) -> date:
        """The ``count``-th school day after ``start`` (0: ``start`` itself).

        Where the calendar ends before that: 400 days after ``start``.
        """
        if count <= 0:
            return start
        at = bisect_right(self._open_dates, start) + count - 1
        return self._open_dates[at] if at < len(self._open_dates) else start + timedelta(days=SEARCH_DAYS)

    def _closed_day(self, on: date) -> Day:
        exception = self._exception_on.get(on)
        if exception and exception.kind in CLOSED_KINDS:
            reason: str = exception.kind
        else:
            reason = "out_of_term" if on.weekday() in self.rotation.weekdays else "weekend"
        return Day(on, open=False, cycle_day=None, bell=None, reason=reason, lessons=False)

    def _open_day(self, on: date) -> Day:
        exception = self._exception_on.get(on)
        label = self.cycle.label(on)
        name = exception.bell if exception and exception.bell else self._ruled_bell(on, label)
        bell = next((bell for bell in self.bells if name in (None, bell.name)), None)
        kind = exception.kind if exception else None
        return Day(on, True, label, bell, reason=kind, lessons=kind not in ("exam", "event"))

    def _ruled_bell(self, on: date, label: str | None) -> str | None:
        fitting = (rule.bell for rule in reversed(self.rules) if rule.fits(on, label))
        return next(fitting, None)

    def _is_open(self, on: date) -> bool:
        exception = self._exception_on.get(on)
        if exception and exception.kind == "teaching":
            return True
        return on in self._ordinary and not (exception and exception.kind in CLOSED_KINDS)

    @cached_property
    def _exception_on(self) -> dict[date, DayException]:
        return {exception.date: exception for exception in self.exceptions}

    @cached_property
    def _ordinary(self) -> frozenset[date]:
        """School weekdays inside terms, before any exception."""
        dates = (
            date.fromordinal(number)
            for term in self.terms
            for number in range(term.start.toordinal(), term.end.toordinal() + 1)
        )
        return frozenset(on for on in dates if on.weekday() in self.rotation.weekdays)

    @cached_property
    def _open_dates(self) -> list[date]:
        return sorted(on for on in self._ordinary.union(self._exception_on) if self._is_open(on))

    @cached_property
    def _open_set(self) -> frozenset[date]:
        return frozenset(self._open_dates)

    @cached_property
    def cycle(self) -> Cycle:
        """The rotation as it runs through this calendar."""
        return Cycle(self.rotation, self._exception_on, self._ordinary, self._open_dates)

    @cached_property
    def _known_days(self) -> dict[date, Day]:
        return {}
