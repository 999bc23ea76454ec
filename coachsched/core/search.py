"""One search for times: some people, and everything that takes time from them (design 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Bell, Calendar, Day, Period
from coachsched.core.commitments import NOTHING, Said, said_on
from coachsched.core.covered_days import Coverable, coverable, freed_by, with_cover
from coachsched.core.day_plans import kept_plans
from coachsched.core.meetings import Diary, Interval, Talk, Visit
from coachsched.core.person_day import DayPlan, Lesson, Rules
from coachsched.core.spans import Span, common, covers, overlaps, subtract
from coachsched.core.timetable import Timetable
from coachsched.core.travel import Engagement, can_be_at, can_meet, site_of
from coachsched.core.walltime import DAY_MINUTES, exists, meeting_utc, spans_on, to_utc, wall_spans


class Search:
    """Times of some people within ``days``, given in order; the first of them is the host of visits.

    Days with the same cycle day, bell and version are worked out once, unless a date takes somebody's time.
    """

    def __init__(
        self,
        calendar: Calendar,
        timetable: Timetable,
        rules: Rules,
        people: Sequence[Diary],
        days: Sequence[Day],
    ) -> None:
        self._calendar = calendar
        self._timetable = timetable
        self._rules = rules
        self._tz = ZoneInfo(calendar.timezone)
        self._teachers = [who.teacher for who in people]
        self._commitments = [who.commitments for who in people]
        self._anything_said = any(self._commitments)
        self._plans = kept_plans(calendar, timetable, rules)
        ahead = [_within(who, days, self._tz) for who in people]
        self._taken = [spans_on(who.meetings + who.busy, self._tz) for who in ahead]
        self._covered = [who.covered for who in people]
        covered_on = (one.date for covered in self._covered for one in covered)
        self._dates_taken = frozenset(covered_on).union(*self._taken)
        self._held_by_host = spans_on(ahead[0].meetings, self._tz)
        self._offers = [offer for who in ahead for offer in who.offers]
        self._travel = rules.travel_minutes if rules.sites else 0
        self._elsewhere = [self._booked_places(who) for who in ahead] if self._travel else []
        self._full_weeks = _full_weeks(calendar, people[0].visits, rules.visits_per_week)
        self._known_visits: dict[Hashable, list[tuple[Lesson, Span]]] = {}
        self._known_talks: dict[Hashable, list[tuple[Period, Span]]] = {}
        self._known_debriefs: dict[tuple[date, int], list[Talk]] = {}

    def visits(self, day: Day) -> list[Visit]:
        """The visits to the host that everybody else is free for, by start and the file's order.

        Of a host alone: every visit there could be. None in a week in which the host receives as many as
        there may be.
        """
        if day.bell is None or not self._may_visit(day):
            return []
        like = self._like(day, day.bell)
        if like not in self._known_visits:
            self._known_visits[like] = self._visit_times(day, day.bell)
        times = self._known_visits[like]
        return [self._visit(day.date, *time) for time in times if self._is_shown(day.date, time[1])]

    def talks(self, day: Day, minutes: int, days_later: int = 0) -> list[Talk]:
        """The times of a day, each at the start of a period, that suit everybody for so many minutes."""
        if day.bell is None or not day.lessons:
            return []
        like = (self._like(day, day.bell), minutes)
        if like not in self._known_talks:
            self._known_talks[like] = self._talk_times(day, day.bell, minutes)
        times = [time for time in self._known_talks[like] if self._is_shown(day.date, time[1])]
        return [self._talk(day.date, period, span, days_later) for period, span in times]

    def is_free(self, place: int, day: Day, span: Span, room: str = "") -> bool:
        """Whether one of the people has all of a span of a day to spare, and can be in a room for it."""
        return covers(self.spare(place, day), *span) and (
            day.bell is None or self._can_get_to(place, room, span, day, day.bell)
        )

    def spare(self, place: int, day: Day) -> Sequence[Span]:
        """When one of the people can be booked on a day."""
        return self._stretches(place, day, day.bell) if day.bell and day.lessons else ()

    def debriefs(self, visit: Visit) -> tuple[Talk, ...]:
        """The debriefs after a visit, soonest first."""
        later = self._calendar.next_school_days(visit.date, self._rules.debrief_within)
        days = [self._calendar.day(visit.date), *later]
        talks = [talk for number, day in enumerate(days) for talk in self._debriefs_on(day, number)]
        # That everybody comes from the visit's site is said by the host, whose lesson it is.
        return tuple(talk for talk in talks if talk.days_later or talk.start >= visit.end)

    def _may_visit(self, day: Day) -> bool:
        week = self._calendar.rotation.week_start(day.date) if self._full_weeks else None
        return day.lessons and week not in self._full_weeks

    def suit(self, day: Day, spans: Sequence[Span], site: str | None = None) -> list[bool]:
        """Which spans of a day everybody is free for and, where a site is given, can be there in time for."""
        places = range(len(self._teachers))
        if day.bell is None or not day.lessons:
            return [False] * len(spans)
        free = common([self._stretches(place, day, day.bell) for place in places])
        away = [self._engagements(place, day, day.bell) for place in places] if site else []
        return [
            covers(free, *span)
            and self._is_shown(day.date, span)
            and all(can_be_at(site or "", span, one, self._travel) for one in away)
            for span in spans
        ]

    def _debriefs_on(self, day: Day, days_later: int) -> list[Talk]:
        key = day.date, days_later
        if key not in self._known_debriefs:
            self._known_debriefs[key] = self.talks(day, self._rules.debrief_minutes, days_later)
        return self._known_debriefs[key]

    def _like(self, day: Day, bell: Bell) -> Hashable:
        """Equal for days on which these people have the same times."""
        if day.date in self._dates_taken:
            return day.date
        like = day.cycle_day, bell.name, id(self._timetable.on(day.date))
        if not self._anything_said:
            return like
        return like, *(self._said(place, day) for place in range(len(self._teachers)))

    def _visit_times(self, day: Day, bell: Bell) -> list[tuple[Lesson, Span]]:
        free = [self._stretches(place, day, bell) for place in range(1, len(self._teachers))]
        return [
            (lesson, span)
            for lesson, span in self._lessons_to_see(day, bell)
            if all(covers(stretches, *span) for stretches in free)
            and self._can_be_reached(lesson, span, day, bell)
        ]

    def _lessons_to_see(self, day: Day, bell: Bell) -> list[tuple[Lesson, Span]]:
        """The host's lessons that can be visited, whoever is free then, and when."""
        held = self._held_by_host.get(day.date, ())
        lessons = self._plan(0, day, bell).lessons
        minutes = self._rules.visit_minutes
        times = [
            (lesson, visit_span(lesson.period, minutes)) for lesson in lessons if self._can_be_seen(lesson)
        ]
        return [
            (lesson, span)
            for lesson, span in times
            if span[1] <= lesson.until and not any(overlaps(span, meeting) for meeting in held)
        ]

    def _talk_times(self, day: Day, bell: Bell, minutes: int) -> list[tuple[Period, Span]]:
        free = common([self._stretches(place, day, bell) for place in range(len(self._teachers))])
        times = [(period, (period.start, period.start + minutes)) for period in bell.periods]
        return [
            (period, span)
            for period, span in times
            if covers(free, *span) and self._all_can_meet(span, day, bell)
        ]

    def _plan(self, place: int, day: Day, bell: Bell) -> DayPlan:
        plan = self._plans.plan(self._teachers[place], day, bell, self._said(place, day))
        covered = [one for one in self._covered[place] if one.date == day.date]
        if not covered:
            return plan
        return with_cover(bell, plan, freed_by(bell, self._coverable(place, day, bell, plan), covered))

    def _coverable(self, place: int, day: Day, bell: Bell, plan: DayPlan) -> Coverable:
        entries = self._plans.entries(self._teachers[place], day, bell, self._said(place, day))
        return coverable(bell, plan, entries, self._rules)

    def _said(self, place: int, day: Day) -> Said:
        commitments = self._commitments[place]
        return said_on(commitments, day.date, day.cycle_day) if commitments else NOTHING

    def _stretches(self, place: int, day: Day, bell: Bell) -> Sequence[Span]:
        return subtract(self._plan(place, day, bell).stretches, self._taken[place].get(day.date, ()))

    def _can_be_reached(self, lesson: Lesson, span: Span, day: Day, bell: Bell) -> bool:
        """Whether the observers can be at a lesson in time; its own teacher is there anyway."""
        observers = range(1, len(self._teachers))
        return all(self._can_get_to(place, lesson.room, span, day, bell) for place in observers)

    def _can_get_to(self, place: int, room: str, span: Span, day: Day, bell: Bell) -> bool:
        site = site_of(room, self._rules.sites) if self._travel else None
        return site is None or can_be_at(site, span, self._engagements(place, day, bell), self._travel)

    def _all_can_meet(self, span: Span, day: Day, bell: Bell) -> bool:
        """Whether there is a site at which all can be."""
        if not self._travel:
            return True
        everybody = [self._engagements(place, day, bell) for place in range(len(self._teachers))]
        return can_meet(span, everybody, self._rules.sites, self._travel)

    def _engagements(self, place: int, day: Day, bell: Bell) -> list[Engagement]:
        """What somebody does that day in rooms of a known site."""
        lessons = self._plan(place, day, bell).lessons
        taught = [((one.period.start, one.period.end), one.room) for one in lessons]
        rooms = [*taught, *self._elsewhere[place].get(day.date, ())]
        return [(span, site) for span, room in rooms if (site := site_of(room, self._rules.sites))]

    def _booked_places(self, who: Diary) -> dict[date, list[tuple[Span, str]]]:
        """The meetings of a diary that are held in a room, by date."""
        found: dict[date, list[tuple[Span, str]]] = {}
        # What is about to be moved has left the meetings, and so its room counts no longer.
        still_there = [(meeting, room) for meeting, room in who.rooms if meeting in who.meetings]
        for meeting, room in still_there:
            for on, spans in wall_spans(*meeting, self._tz).items():
                found.setdefault(on, []).extend((span, room) for span in spans)
        return found

    def _can_be_seen(self, lesson: Lesson) -> bool:
        return (
            lesson.period.kind == "lesson"
            and lesson.subject not in self._rules.not_for_visits
            and (bool(lesson.classes) or not self._rules.visits_need_class)
        )

    def _visit(self, on: date, lesson: Lesson, span: Span) -> Visit:
        texts = lesson.period.label, lesson.klass, lesson.subject, lesson.room
        return Visit(on, *span, *texts, on_offer=self._is_on_offer(on, span))

    def _talk(self, on: date, period: Period, span: Span, days_later: int) -> Talk:
        return Talk(on, *span, period.label, self._is_on_offer(on, span), days_later)

    def _is_shown(self, on: date, span: Span) -> bool:
        """Whether the wall clock shows all of a span, which it does not where the clock leaps ahead."""
        return exists(on, *span, self._tz)

    def _is_on_offer(self, on: date, span: Span) -> bool:
        if not self._offers:
            return False
        start, end = meeting_utc(on, *span, self._tz)
        return any(first < end and start < last for first, last in self._offers)


def visit_span(period: Period, minutes: int) -> Span:
    """The local minutes of a visit that starts with a period; 0 minutes are all of it."""
    return period.start, (period.start + minutes if minutes else period.end)


def _within(who: Diary, days: Sequence[Day], tz: ZoneInfo) -> Diary:
    """The diary without what lies before the first of the days or after the last."""
    if not days or not (who.meetings or who.busy or who.offers):
        return Diary(who.person, who.teacher)
    window = to_utc(days[0].date, 0, tz), to_utc(days[-1].date, DAY_MINUTES, tz)
    meetings, busy, offers = (_clipped(some, window) for some in (who.meetings, who.busy, who.offers))
    return Diary(who.person, who.teacher, meetings, busy, offers, rooms=who.rooms)


def _clipped(intervals: Iterable[Interval], window: Interval) -> tuple[Interval, ...]:
    shared = ((max(start, window[0]), min(end, window[1])) for start, end in intervals)
    return tuple((start, end) for start, end in shared if start < end)


def _full_weeks(calendar: Calendar, visits: Iterable[date], most: int) -> frozenset[date]:
    """The beginnings of the weeks in which a host has as many visits as may be; none without a limit."""
    weeks = Counter(map(calendar.rotation.week_start, visits if most else ()))
    return frozenset(week for week, count in weeks.items() if count >= most)
