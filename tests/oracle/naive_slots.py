"""The slot rules (design 4), minute by minute, with no thought for speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar, Day, Period
from coachsched.core.slots import Diary, Interval, Rules, Slot, Talk, Visit
from coachsched.core.timetable import Row, Timetable

from .naive_calendar import NO_LESSONS, ONE_DAY, NaiveCalendar, each_date
from .naive_own_time import holds, kinds_with_own_word, one_site, week_of
from .naive_rows import cycle_days_of, is_called, periods_of, same

AROUND_LESSONS = ("before", "break", "lunch", "after")
BUSY_KINDS = ("lesson", "meeting", "duty")


@dataclass(frozen=True)
class Taught:
    """What a teacher does with some classes in one period."""

    classes: frozenset[str]
    subject: str
    room: str
    klass: str = field(compare=False)


class NaiveSchool:
    """Answers about dates from ``first`` to 400 days after ``last``."""

    def __init__(
        self, calendar: Calendar, timetable: Timetable, rules: Rules, first: date, last: date
    ) -> None:
        self.calendar, self.timetable, self.rules = calendar, timetable, rules
        self.zone = ZoneInfo(calendar.timezone)
        self.days = NaiveCalendar(calendar, first, last + 400 * ONE_DAY)
        self.rows_of = cache(self._rows_of)
        self.rows_in = cache(self._rows_in)
        self.free_minutes = cache(self._free_minutes)
        self.instant = cache(self._instant)
        self.exists = cache(self._exists)

    # --- what is asked

    def slots(self, host: Diary, observers: Sequence[Diary], first: date, last: date) -> list[Slot]:
        found = []
        for on in each_date(first, last):
            for visit in self._visits(host, observers, self.days.day(on)):
                found.append(Slot(visit, self.debriefs([host, *observers], visit)))
        return found

    def plans(self, people: Sequence[Diary], first: date, last: date) -> list[Talk]:
        minutes = self.rules.plan_minutes
        return [talk for on in each_date(first, last) for talk in self._talks(people, on, minutes, 0, 0)]

    def debriefs(self, people: Sequence[Diary], after: Visit) -> tuple[Talk, ...]:
        minutes = self.rules.debrief_minutes
        talks = self._talks(people, after.date, minutes, after.end, 0, after)
        later = self.days.next_school_days(after.date, self.rules.debrief_within)
        for number, day in enumerate(later, start=1):
            talks += self._talks(people, day.date, minutes, 0, number)
        return tuple(talks)

    # --- meetings that could be held

    def _visits(self, host: Diary, observers: Sequence[Diary], day: Day) -> list[Visit]:
        found = []
        for number, period in enumerate(self._periods(day)):
            length = self.rules.visit_minutes or period.end - period.start
            wanted = range(period.start, period.start + length)
            possible = period.kind == "lesson" and not self._week_is_full(host, day.date)
            for taught in self._taught(host, day, number) if possible else ():
                lasts = wanted.stop <= self._end_of_lesson(host, day, number, taught)
                seen = self._can_be_seen(taught) and self._in_time(observers, day.date, wanted, taught.room)
                if lasts and seen and self._suits(host, observers, day.date, wanted):
                    on_offer = self._on_offer([host, *observers], day.date, wanted)
                    what = period.label, taught.klass, taught.subject, taught.room
                    found.append(Visit(day.date, wanted.start, wanted.stop, *what, on_offer))
        return found

    def _suits(self, host: Diary, observers: Sequence[Diary], on: date, wanted: range) -> bool:
        """Whether these minutes exist, the host is in no meeting and the observers are free."""
        return (
            all(self.exists(on, minute) for minute in wanted)
            and not any(self._lies_in(on, minute, host.meetings) for minute in wanted)
            and all(set(wanted) <= self.free_minutes(observer, on) for observer in observers)
        )

    def _talks(
        self,
        people: Sequence[Diary],
        on: date,
        minutes: int,
        not_before: int,
        days_later: int,
        visit: Visit | None = None,
    ) -> list[Talk]:
        found = []
        for period in self._periods(self.days.day(on)):
            wanted = range(period.start, period.start + minutes)
            everybody_free = all(set(wanted) <= self.free_minutes(person, on) for person in people)
            if period.start >= not_before and everybody_free and self._somewhere(people, on, wanted, visit):
                on_offer = self._on_offer(people, on, wanted)
                found.append(Talk(on, wanted.start, wanted.stop, period.label, on_offer, days_later))
        return found

    def _week_is_full(self, host: Diary, on: date) -> bool:
        most = self.rules.visits_per_week
        first = self.calendar.rotation.weekdays[0]
        same_week = [visit for visit in host.visits if week_of(visit, first) == week_of(on, first)]
        return most > 0 and len(same_week) >= most

    # --- several sites

    def _in_time(self, people: Sequence[Diary], on: date, wanted: range, room: str) -> bool:
        """Whether none of these people is at another site too shortly before or after."""
        site = one_site(room, self.rules.sites)
        return site is None or all(self._is_near(person, on, wanted, site, None) for person in people)

    def _somewhere(self, people: Sequence[Diary], on: date, wanted: range, visit: Visit | None) -> bool:
        """Whether at one site at least all can be in time, coming from the visit where there was one."""
        if not self.rules.sites or not self.rules.travel_minutes:
            return True
        return any(
            all(self._is_near(person, on, wanted, site, visit) for person in people)
            for site, _ in self.rules.sites
        )

    def _is_near(self, person: Diary, on: date, wanted: range, site: str, visit: Visit | None) -> bool:
        travel = self.rules.travel_minutes
        around = range(wanted.start - travel, wanted.stop + travel) if travel else ()
        return not any(self._sites_at(person, on, minute, visit) - {site} for minute in around)

    def _sites_at(self, person: Diary, on: date, minute: int, visit: Visit | None) -> set[str]:
        """The sites at which somebody is in a minute of a date, as far as they are known."""
        rooms = [visit.room] if visit and visit.start <= minute < visit.end else []
        rooms += [
            taught.room
            for number, period in enumerate(self._periods(self.days.day(on)))
            if period.start <= minute < period.end
            for taught in self._taught(person, self.days.day(on), number)
        ]
        if 0 <= minute < 24 * 60:
            rooms += [
                room
                for meeting, room in person.rooms
                if meeting in person.meetings and self._lies_in(on, minute, [meeting])
            ]
        return {site for room in rooms if (site := one_site(room, self.rules.sites))}

    def _on_offer(self, people: Sequence[Diary], on: date, wanted: range) -> bool:
        """Whether the meeting, as long as it really is, would meet with an option held open."""
        begin = self.instant(on, wanted.start)
        end = begin + timedelta(minutes=len(wanted))
        return any(start < end and begin < stop for person in people for start, stop in person.offers)

    def _periods(self, day: Day) -> tuple[Period, ...]:
        """The periods in which anything can be booked at all."""
        if day.bell is None or day.reason in NO_LESSONS:
            return ()
        return day.bell.periods

    # --- lessons

    def _taught(self, teacher: Diary, day: Day, number: int) -> list[Taught]:
        """What ``teacher`` teaches in a period, in file order; usually one thing or none."""
        here = self.rows_in(teacher.teacher, day.date, number)
        if "absent" in self._kinds_in(teacher, day, number):
            return []
        merged: dict[tuple[str, str], list[str]] = {}
        for row in here:
            if row.kind == "lesson":
                classes = merged.setdefault((row.subject, row.room), [])
                for klass in row.klass.split("+"):
                    if klass.strip() and klass.strip() not in classes:
                        classes.append(klass.strip())
        return [
            Taught(frozenset(classes), subject, room, "+".join(classes))
            for (subject, room), classes in merged.items()
        ]

    def _end_of_lesson(self, teacher: Diary, day: Day, number: int, taught: Taught) -> int:
        periods = self._periods(day)
        while number + 1 < len(periods) and taught in self._taught(teacher, day, number + 1):
            number += 1
        return periods[number].end

    def _can_be_seen(self, taught: Taught) -> bool:
        if taught.subject in self.rules.not_for_visits:
            return False
        return bool(taught.classes) or not self.rules.visits_need_class

    # --- free time

    def _free_minutes(self, person: Diary, on: date) -> set[int]:
        """The minutes of a date in which ``person`` can be booked."""
        day = self.days.day(on)
        periods = self._periods(day)
        minutes: set[int] = set()
        for number, period in enumerate(periods):
            if self._is_bookable(person, day, number):
                minutes |= set(range(period.start, period.end))
                if number + 1 < len(periods) and self._is_bookable(person, day, number + 1):
                    minutes |= set(range(period.end, periods[number + 1].start))
        taken = person.meetings + person.busy
        return {m for m in minutes if self.exists(on, m) and not self._lies_in(on, m, taken)}

    def _is_bookable(self, person: Diary, day: Day, number: int) -> bool:
        period = self._periods(day)[number]
        kinds = self._kinds_in(person, day, number)
        if kinds & {*BUSY_KINDS, "absent", "protected"} or not self._is_at_school(person, day, period):
            return False
        if period.kind == "lesson":
            return self.rules.release == "free" or "release" in kinds
        return period.kind in AROUND_LESSONS and period.meetings

    def _is_at_school(self, person: Diary, day: Day, period: Period) -> bool:
        """Whether presence allows it; ``absent`` rows are looked at elsewhere."""
        if self.rules.presence == "day":
            return True
        at_work = [p for number, p in enumerate(self._periods(day)) if self._is_at_work(person, day, number)]
        return bool(at_work) and at_work[0].start <= period.start and period.end <= at_work[-1].end

    def _is_at_work(self, person: Diary, day: Day, number: int) -> bool:
        kinds = self._kinds_in(person, day, number)
        return bool(kinds & set(BUSY_KINDS)) and "absent" not in kinds

    # --- rows

    def _kinds_in(self, person: Diary, day: Day, number: int) -> set[str]:
        """What a period is to a person by the timetable and by their own word."""
        label = self._periods(day)[number].label
        own = {one.kind for one in person.commitments if holds(one, day, label)}
        rows = self.rows_in(person.teacher, day.date, number)
        return kinds_with_own_word({row.kind for row in rows}, own)

    def _rows_in(self, teacher: str | None, on: date, number: int) -> list[Row]:
        """The rows of ``teacher`` that fall into one period of a date, in file order."""
        day = self.days.day(on)
        if teacher is None or day.cycle_day is None:
            return []
        label = self._periods(day)[number].label
        rows = self.rows_of(teacher, on, day.cycle_day)
        return [row for row, labels in rows if labels is None or any(same(label, name) for name in labels)]

    def _rows_of(self, teacher: str, on: date, cycle_day: str) -> list[tuple[Row, list[str] | None]]:
        """A teacher's rows on a cycle day with their periods; None is the whole day."""
        version = None
        for candidate in self.timetable.versions:
            begun = candidate.valid_from is None or candidate.valid_from <= on
            newer = version is None or (candidate.valid_from or date.min) > (version.valid_from or date.min)
            if begun and newer:
                version = candidate
        rows = version.rows if version else ()
        return [
            (row, periods_of(row, self.calendar))
            for row in rows
            if is_called(row, teacher) and cycle_day in cycle_days_of(row, self.calendar.rotation)
        ]

    # --- minutes

    def _instant(self, on: date, minute: int) -> datetime:
        wall = datetime.combine(on, time(minute // 60, minute % 60), tzinfo=self.zone)
        return wall.replace(fold=0).astimezone(UTC)

    def _exists(self, on: date, minute: int) -> bool:
        back = self.instant(on, minute).astimezone(self.zone)
        return (back.date(), back.hour * 60 + back.minute) == (on, minute)

    def _lies_in(self, on: date, minute: int, intervals: Sequence[Interval]) -> bool:
        if not intervals:
            return False
        begin = self.instant(on, minute)
        end = begin + timedelta(minutes=1)
        return self.exists(on, minute) and any(start < end and begin < stop for start, stop in intervals)
