"""Visits that are possible once somebody takes a class: whose, and which (design 3 and 4, cover)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coachsched.core.calendar import Bell, Calendar, Day, Period
from coachsched.core.meetings import Diary, Need, Slot, Talk, Visit
from coachsched.core.person_day import Lesson, Rules
from coachsched.core.search import Search
from coachsched.core.slots import with_days_after
from coachsched.core.spans import Span, overlaps
from coachsched.core.timetable import Timetable

# Lessons to be taken by others: whose, by their place among the people, and which.
Freed = frozenset[tuple[int, Lesson]]
MayCover = Callable[[Need], bool]

# Where the first time without cover is as far off, times with cover are offered beside it.
FAR_OFF_DAYS = 14


def find_covered_slots(
    calendar: Calendar,
    timetable: Timetable,
    rules: Rules,
    host: Diary,
    observers: Sequence[Diary],
    first: date,
    last: date,
    may_cover: MayCover,
    *,
    wants_debrief: bool = True,
) -> list[Slot]:
    """The visits from ``first`` to ``last`` that need cover for themselves or for their debrief, in order.

    Each comes once, with the debrief that needs least cover, the soonest of those. A visit that has a debrief
    without any cover is left out, and so is one that has none with it. Where no debrief is wanted, there is
    none. ``may_cover`` says of a lesson whether others may take it at all.
    """
    days = calendar.school_days(first, last)
    ahead = with_days_after(calendar, rules, days)
    search = _CoverSearch(calendar, timetable, rules, (host, *observers), ahead, may_cover)
    return [slot for day in days for slot in search.slots(day, wants_debrief)]


def wants_cover(setting: str, slots: Iterable[Slot], first: date, wants_debrief: bool = True) -> bool:
    """Whether times with cover are offered beside these: ``setting`` is off, when_needed or always.

    They are needed where no visit from ``first`` on has the debrief it wants, or none within two weeks.
    """
    if setting != "when_needed":
        return setting == "always"
    whole = [slot.visit.date for slot in slots if slot.debriefs or not wants_debrief]
    return not whole or (min(whole) - first).days >= FAR_OFF_DAYS


@dataclass(frozen=True)
class _Seen:
    """A lesson of the host that the observers can see once these lessons are taken."""

    lesson: Lesson
    span: Span
    freed: Freed


@dataclass(frozen=True)
class _Spoken:
    """A period at whose start all can talk once these lessons are taken."""

    period: Period
    span: Span
    freed: Freed


class _CoverSearch(Search):
    """The search of ``core.search`` in which a taught period is bookable too, at the price of its cover."""

    def __init__(
        self,
        calendar: Calendar,
        timetable: Timetable,
        rules: Rules,
        people: Sequence[Diary],
        days: Sequence[Day],
        may_cover: MayCover,
    ) -> None:
        super().__init__(calendar, timetable, rules, people, days)
        self._people = people
        self._may_cover = may_cover
        self._known_seen: dict[Hashable, list[_Seen]] = {}
        self._known_spoken: dict[Hashable, list[_Spoken]] = {}

    def slots(self, day: Day, wants_debrief: bool) -> Iterator[Slot]:
        """The visits of a day that need cover, each with the debrief that needs least of it, or without."""
        if day.bell is None or not self._may_visit(day):
            return
        like = self._like(day, day.bell)
        if like not in self._known_seen:
            self._known_seen[like] = list(self._seen(day, day.bell))
        for seen in self._known_seen[like]:
            needs = self._needs(day, seen.freed)
            if self._is_shown(day.date, seen.span) and all(map(self._may_cover, needs)):
                visit = self._visit(day.date, seen.lesson, seen.span)
                alone = Slot(visit, (), tuple(sorted(needs)))
                ways = self._ways(day, visit, seen, needs) if wants_debrief else self._alone(day, alone)
                best = next(ways, None)
                if best and best.needs:
                    yield best

    def _alone(self, day: Day, slot: Slot) -> Iterator[Slot]:
        if self._are_in_time(day, slot):
            yield slot

    def _ways(self, day: Day, visit: Visit, seen: _Seen, needs: Sequence[Need]) -> Iterator[Slot]:
        """The visit with each of its debriefs, those first that need least cover."""
        found = []
        later = self._calendar.next_school_days(day.date, self._rules.debrief_within)
        for number, on in enumerate([day, *later]):
            for talk, more in self._talks_with_cover(on, number, visit, seen):
                found.append(Slot(visit, (talk,), tuple(sorted({*needs, *more}))))
        for slot in sorted(found, key=_price):
            if all(map(self._may_cover, slot.needs)) and self._are_in_time(day, slot):
                yield slot

    def _talks_with_cover(
        self, on: Day, days_later: int, visit: Visit, seen: _Seen
    ) -> Iterator[tuple[Talk, tuple[Need, ...]]]:
        for spoken in self._spoken_on(on):
            too_soon = not days_later and (spoken.span[0] < visit.end or _leaves(seen.lesson, spoken))
            if not too_soon and self._is_shown(on.date, spoken.span):
                talk = self._talk(on.date, spoken.period, spoken.span, days_later)
                yield talk, self._needs(on, spoken.freed)

    def _are_in_time(self, day: Day, slot: Slot) -> bool:
        """Whether people reach both from the rooms in which they still teach; asked only of several sites."""
        if not self._travel:
            return True
        people = [
            replace(who, covered=tuple(need for need in slot.needs if need.person == who.person))
            for who in self._people
        ]
        days = with_days_after(self._calendar, self._rules, [day])
        search = Search(self._calendar, self._timetable, self._rules, people, days)
        return slot.visit in search.visits(day) and set(slot.debriefs) <= set(search.debriefs(slot.visit))

    def _seen(self, day: Day, bell: Bell) -> Iterator[_Seen]:
        observers = range(1, len(self._people))
        for lesson, span in self._lessons_to_see(day, bell):
            freed = self._freed(observers, span, day, bell)
            # Who teaches it together with the host cannot watch it.
            if freed is not None and not any(_are_one(lesson, other) for _, other in freed):
                yield _Seen(lesson, span, freed)

    def _spoken_on(self, day: Day) -> list[_Spoken]:
        if day.bell is None or not day.lessons:
            return []
        like = self._like(day, day.bell)
        if like not in self._known_spoken:
            self._known_spoken[like] = list(self._spoken(day, day.bell))
        return self._known_spoken[like]

    def _spoken(self, day: Day, bell: Bell) -> Iterator[_Spoken]:
        for period in bell.periods:
            span = period.start, period.start + self._rules.debrief_minutes
            freed = self._freed(range(len(self._people)), span, day, bell)
            if freed is not None:
                yield _Spoken(period, span, freed)

    def _freed(self, places: Iterable[int], span: Span, day: Day, bell: Bell) -> Freed | None:
        """The lessons that must be taken for these people to be free; None where that does not help."""
        found: set[tuple[int, Lesson]] = set()
        for place in places:
            lessons = self._freed_of(place, span, day, bell)
            if lessons is None:
                return None
            found.update((place, lesson) for lesson in lessons)
        return frozenset(found)

    def _freed_of(self, place: int, span: Span, day: Day, bell: Bell) -> list[Lesson] | None:
        run = _run(bell.periods, span)
        if not run or any(overlaps(span, taken) for taken in self._taken[place].get(day.date, ())):
            return None
        plan = self._plan(place, day, bell)
        lessons = self._coverable(place, day, bell, plan)
        busy = [at for at in run if plan.states[at] != "free"]
        if any(at not in lessons for at in busy):
            return None
        return [lesson for at in busy for lesson in lessons[at]]

    def _needs(self, day: Day, freed: Freed) -> tuple[Need, ...]:
        return tuple(
            Need(
                date=day.date,
                start=lesson.period.start,
                end=lesson.period.end,
                person=self._people[place].person,
                period=lesson.period.label,
                klass=lesson.klass,
                subject=lesson.subject,
                room=lesson.room,
            )
            for place, lesson in freed
        )


def _price(slot: Slot) -> tuple[object, ...]:
    (talk,) = slot.debriefs
    return len(slot.needs), talk.on_offer, talk.days_later, talk.start


def _are_one(one: Lesson, other: Lesson) -> bool:
    """Whether two people teach one lesson, or somebody one lesson in several periods."""
    return (one.classes, one.subject, one.room) == (other.classes, other.subject, other.room)


def _leaves(seen: Lesson, spoken: _Spoken) -> bool:
    """Whether the host would have to leave the very lesson that was visited."""
    return any(
        place == 0 and _are_one(seen, lesson) and lesson.period.start < seen.until
        for place, lesson in spoken.freed
    )


def _run(periods: Sequence[Period], span: Span) -> range:
    """The places of the periods that hold a span, passing time included; empty where none do."""
    first = next((at for at, period in enumerate(periods) if period.end > span[0]), len(periods))
    last = next((at for at in range(first, len(periods)) if periods[at].end >= span[1]), -1)
    starts_there = first < len(periods) and periods[first].start <= span[0]
    return range(first, last + 1) if starts_there else range(0)
