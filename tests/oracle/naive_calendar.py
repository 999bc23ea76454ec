"""The calendar rules (design 5), one date after another, with no thought for speed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from coachsched.core.calendar import Bell, Calendar, Day, DayException

ONE_DAY = timedelta(days=1)
NO_LESSONS = ("exam", "event")
CLOSING = ("holiday", "inset", "closure")


def each_date(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


class NaiveCalendar:
    """Answers for dates from ``first`` to ``last``."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self.calendar, self.first, self.last = calendar, first, last
        self.rotation = calendar.rotation
        self.exceptions = {exception.date: exception for exception in calendar.exceptions}
        self.places = self._places_in_the_count() if self.rotation.mode == "count" else {}
        self._open_weeks: dict[date, bool] = {}
        self._days: dict[date, Day] = {}

    def day(self, on: date) -> Day:
        assert self.first <= on <= self.last, on
        if on not in self._days:
            self._days[on] = self._day(on)
        return self._days[on]

    def days(self, first: date, last: date) -> list[Day]:
        return [self.day(on) for on in each_date(first, last)]

    def school_days_between(self, after: date, to: date) -> int:
        return sum(self.is_open(on) for on in each_date(after + ONE_DAY, to))

    def next_school_days(self, after: date, count: int) -> list[Day]:
        ahead = each_date(after + ONE_DAY, after + 400 * ONE_DAY)
        return list(islice((self.day(on) for on in ahead if self.is_open(on)), count))

    def add_school_days(self, start: date, count: int) -> date:
        if count == 0:
            return start
        found = self.next_school_days(start, count)
        return found[-1].date if len(found) == count else start + 400 * ONE_DAY

    def _day(self, on: date) -> Day:
        exception = self.exceptions.get(on)
        if not self.is_open(on):
            return Day(on, False, None, None, self._reason(on), False)
        cycle_day = exception.label if exception and exception.label else self._ordinary_label(on)
        lessons = exception is None or exception.kind not in NO_LESSONS
        return Day(on, True, cycle_day, self._bell(on, cycle_day, exception), self._reason(on), lessons)

    # --- open or closed

    def is_ordinary(self, on: date) -> bool:
        return self._is_school_weekday(on) and self._is_in_a_term(on)

    def is_open(self, on: date) -> bool:
        exception = self.exceptions.get(on)
        if exception and exception.kind == "teaching":
            return True
        if exception and exception.kind in CLOSING:
            return False
        return self.is_ordinary(on)

    def _is_school_weekday(self, on: date) -> bool:
        return on.weekday() in self.rotation.weekdays

    def _is_in_a_term(self, on: date) -> bool:
        return any(term.start <= on <= term.end for term in self.calendar.terms)

    def _reason(self, on: date) -> str | None:
        exception = self.exceptions.get(on)
        if exception and (exception.kind not in NO_LESSONS or self.is_ordinary(on)):
            return exception.kind
        if not self._is_school_weekday(on):
            return "weekend"
        return None if self._is_in_a_term(on) else "out_of_term"

    # --- the cycle day

    def _ordinary_label(self, on: date) -> str | None:
        labels = self.rotation.labels
        if self.rotation.mode == "count":
            return labels[self.places[on] % len(labels)] if on in self.places else None
        if not self.is_ordinary(on):
            return None
        place = self.rotation.weekdays.index(on.weekday())
        if self.rotation.mode == "week":
            place += self._week_number(on) % self.rotation.weeks * len(self.rotation.weekdays)
        return labels[place]

    def _restarts(self) -> dict[date, int]:
        """Where the rotation starts afresh, and at which label."""
        restarts = {self.rotation.anchor: 0}
        for exception in self.calendar.exceptions:
            if exception.reanchor:
                label = exception.label
                restarts[exception.date] = self.rotation.labels.index(label) if label else 0
        return restarts

    # --- "count"

    def _places_in_the_count(self) -> dict[date, int]:
        """Each date that uses a label up, with how many labels were used before it."""
        restarts = self._restarts()
        places, place, started = {}, 0, False
        for on in each_date(min(self.first, *restarts, self.rotation.anchor), self.last):
            if on in restarts:
                place, started = restarts[on], True
            if started and self._uses_a_label(on):
                places[on] = place
                place += 1
        return self._places_before(min(restarts)) | places

    def _places_before(self, first_restart: date) -> dict[date, int]:
        places, place, on = {}, 0, self.rotation.anchor - ONE_DAY
        while on >= self.first:
            if self._uses_a_label(on):
                place -= 1
                if on < first_restart:
                    places[on] = place
            on -= ONE_DAY
        return places

    def _uses_a_label(self, on: date) -> bool:
        exception = self.exceptions.get(on)
        if exception is None:
            return self.is_ordinary(on)
        if exception.kind == "teaching":
            return True
        if exception.kind in NO_LESSONS:
            return self.is_ordinary(on) and exception.counts
        burned = exception.kind == "closure" and self.rotation.closure == "burn"
        return burned and self.is_ordinary(on)

    # --- "week"

    def _week_number(self, on: date) -> int:
        restarts = self._restarts()
        before = [restart for restart in restarts if restart <= on]
        if not before:
            return -self._counting_weeks(on, self.rotation.anchor)
        week = restarts[max(before)] // len(self.rotation.weekdays)
        return week + self._counting_weeks(max(before), on)

    def _counting_weeks(self, start: date, end: date) -> int:
        """How many weeks count, from the week of ``start`` up to the one before that of ``end``."""
        count, week = 0, self._week_start(start)
        while week < self._week_start(end):
            count += self._week_counts(week)
            week += 7 * ONE_DAY
        return count

    def _week_counts(self, week: date) -> bool:
        if self.rotation.week_count == "calendar":
            return True
        if week not in self._open_weeks:
            self._open_weeks[week] = any(map(self.is_open, each_date(week, week + 6 * ONE_DAY)))
        return self._open_weeks[week]

    def _week_start(self, on: date) -> date:
        while on.weekday() != self.rotation.weekdays[0]:
            on -= ONE_DAY
        return on

    # --- the bell

    def _bell(self, on: date, cycle_day: str | None, exception: DayException | None) -> Bell:
        name = self.calendar.bells[0].name
        for rule in self.calendar.rules:
            right_weekday = rule.weekday is None or rule.weekday == on.weekday()
            right_label = rule.label is None or rule.label == cycle_day
            begun = rule.first is None or rule.first <= on
            not_over = rule.last is None or on <= rule.last
            if right_weekday and right_label and begun and not_over:
                name = rule.bell
        if exception and exception.bell:
            name = exception.bell
        return next(bell for bell in self.calendar.bells if bell.name == name)
