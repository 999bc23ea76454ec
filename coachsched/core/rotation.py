"""Which cycle day a date is (design 5), counted from the anchor and from every later restart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coachsched.core.calendar import DayException, Rotation


@dataclass(frozen=True)
class Cycle:
    """A rotation laid over the dates of one calendar.

    ``ordinary`` holds the school weekdays inside terms, whatever the exceptions say of them;
    ``open_dates`` the school days, in order.
    """

    rotation: Rotation
    exceptions: Mapping[date, DayException]
    ordinary: frozenset[date]
    open_dates: Sequence[date]

    def label(self, on: date) -> str | None:
        """The cycle day of an open date; None where it has none."""
        exception = self.exceptions.get(on)
        if exception and exception.label:
            return exception.label
        if self.rotation.mode == "count":
            return self.rotation.labels[self.place(on)] if self.uses_label(on) else None
        if on not in self.ordinary:
            return None
        weekdays = self.rotation.weekdays
        return self.rotation.labels[self._week(on) * len(weekdays) + weekdays.index(on.weekday())]

    def place(self, on: date) -> int:
        """Where in ``labels`` the count stands on a date, whether or not the date uses that label up."""
        start, first = self._restart(on)
        used = bisect_left(self._counting_dates, on) - bisect_left(self._counting_dates, start)
        return (first + used) % len(self.rotation.labels)

    def _week(self, on: date) -> int:
        if self.rotation.mode == "weekday":
            return 0
        start, first = self._restart(on)
        first_week = first // len(self.rotation.weekdays)
        return (first_week + self._weeks_between(start, on)) % self.rotation.weeks

    def _weeks_between(self, start: date, on: date) -> int:
        from_week, to_week = self._week_start(start), self._week_start(on)
        if self.rotation.week_count == "calendar":
            return (to_week - from_week) // 7
        return bisect_left(self._counting_weeks, to_week) - bisect_left(self._counting_weeks, from_week)

    def _restart(self, on: date) -> tuple[date, int]:
        """The date the rotation last started again, and the place in ``labels`` it started with."""
        latest = bisect_right(self._restart_dates, on) - 1
        if latest < 0:
            return self.rotation.anchor, 0
        start = self._restart_dates[latest]
        exception = self.exceptions.get(start)
        if exception and exception.reanchor and exception.label:
            return start, self.rotation.labels.index(exception.label)
        return start, 0

    def uses_label(self, on: date) -> bool:
        """Whether a date takes one label of the count."""
        exception = self.exceptions.get(on)
        if exception is None:
            return on in self.ordinary
        if exception.kind == "teaching":
            return True
        if exception.kind == "closure":
            return self.rotation.closure == "burn" and on in self.ordinary
        return exception.kind in ("exam", "event") and exception.counts and on in self.ordinary

    def _week_start(self, on: date) -> int:
        """The first day of the week ``on`` lies in, as an ordinal."""
        return self.rotation.week_start(on).toordinal()

    @property
    def first_restart(self) -> date:
        """The earliest date the rotation is counted from; before it, it is counted backwards."""
        return self._restart_dates[0]

    @cached_property
    def _restart_dates(self) -> list[date]:
        again = {exception.date for exception in self.exceptions.values() if exception.reanchor}
        return sorted(again | {self.rotation.anchor})

    @cached_property
    def _counting_dates(self) -> list[date]:
        return sorted(on for on in self.ordinary.union(self.exceptions) if self.uses_label(on))

    @cached_property
    def _counting_weeks(self) -> list[int]:
        return sorted({self._week_start(on) for on in self.open_dates})
