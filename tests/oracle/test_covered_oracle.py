"""Slots that need cover against the naive twin: with their lessons taken by others they are slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from random import Random

import pytest
from hypothesis import given

from coachsched.core.calendar import Day
from coachsched.core.covered_slots import find_covered_slots
from coachsched.core.slots import Diary, Need, Rules, Slot, Talk, Visit, find_slots

from .naive_slots import NaiveSchool, Taught
from .runs import examples
from .schools import School, invent_school, schools

Taken = tuple[int, date, str]  # whose period of which date is taken, by its label


class Covered(NaiveSchool):
    """The school in which some periods are taught by somebody else."""

    def __init__(self, school: School, rules: Rules, taken: Iterable[Taken] = ()) -> None:
        super().__init__(school.calendar, school.timetable, rules, school.first, school.last)
        self.taken = frozenset(taken)

    def _is_taken(self, person: Diary, day: Day, number: int) -> bool:
        return (person.person, day.date, self._periods(day)[number].label) in self.taken

    def _is_bookable(self, person: Diary, day: Day, number: int) -> bool:
        return self._is_taken(person, day, number) or super()._is_bookable(person, day, number)

    def _taught(self, teacher: Diary, day: Day, number: int) -> list[Taught]:
        return [] if self._is_taken(teacher, day, number) else super()._taught(teacher, day, number)

    def can_be_taken(self, person: Diary, day: Day) -> list[Taken]:
        """The lesson periods of a day in which somebody teaches classes and does nothing else."""
        return [
            (person.person, day.date, period.label)
            for number, period in enumerate(self._periods(day))
            if period.kind == "lesson"
            and "lesson" in self._kinds_in(person, day, number) <= {"lesson", "release"}
            and all(map(self._is_class, self._taught(person, day, number)))
        ]

    def _is_class(self, taught: Taught) -> bool:
        return bool(taught.classes) or not self.rules.visits_need_class

    def lessons_in(self, person: Diary, day: Day, label: str) -> list[Taught]:
        numbers = [number for number, period in enumerate(self._periods(day)) if period.label == label]
        return [one for number in numbers for one in self._taught(person, day, number)]


def find(school: School, rules: Rules, **other) -> list[Slot]:
    host, *observers = school.people
    may = other.get("may_cover", lambda need: True)
    asked = school.calendar, school.timetable, rules, host, observers, school.first, school.last
    return find_covered_slots(*asked, may)


def keys(needs: Iterable[Need]) -> set[Taken]:
    return {(need.person, need.date, need.period) for need in needs}


@given(schools())
@examples(8)
def test_every_school(school: School) -> None:
    agree(school)
    nothing_else(school)


@pytest.mark.parametrize("number", range(8))
def test_schools_where_cover_makes_a_difference(number: int) -> None:
    school = schools_with_cover()[number]
    agree(school)
    nothing_else(school)


@cache
def schools_with_cover() -> list[School]:
    """The first seeded schools in which some slots need cover, and not so many that it takes long."""
    invented = (invent_school(Random(seed)) for seed in count())
    return list(islice((one for one in invented if 0 < len(find(one, one.rules)) < 8), 8))


def agree(school: School) -> None:
    """With its lessons taken every one is a slot, and with one less it is none."""
    host, *observers = school.people
    for slot in find(school, school.rules):
        taken = keys(slot.needs)
        assert taken
        on = [slot.visit.date, slot.visit.date]
        (talk,) = slot.debriefs
        assert is_slot(Covered(school, school.rules, taken), host, observers, slot.visit, talk, on)
        for one in taken:
            less = Covered(school, school.rules, taken - {one})
            assert not is_slot(less, host, observers, slot.visit, talk, on)
        people = [with_covers(who, slot.needs) for who in school.people]
        found = find_slots(school.calendar, school.timetable, school.rules, people[0], people[1:], *on)
        assert any(one.visit == slot.visit and talk in one.debriefs for one in found)


def is_slot(
    naive: NaiveSchool, host: Diary, observers: Sequence[Diary], visit: Visit, talk: Talk, on: Sequence[date]
) -> bool:
    found = naive.slots(host, observers, on[0], on[1])
    return any(slot.visit == visit and talk in slot.debriefs for slot in found)


def with_covers(who: Diary, needs: Iterable[Need]) -> Diary:
    return replace(who, covered=tuple(need for need in needs if need.person == who.person))


def nothing_else(school: School) -> None:
    """Nothing is left out, but what has a debrief without cover.

    Looked at for a week and at one site, where what one person needs does not depend on the others.
    """
    rules = replace(school.rules, sites=())
    week = replace(school, last=school.first + timedelta(days=6))
    found = [(slot.visit, slot.debriefs, keys(slot.needs)) for slot in find(week, rules)]
    assert found == list(by_brute_force(week, rules))


def by_brute_force(school: School, rules: Rules):
    plain = Covered(school, rules)
    host, *observers = people = school.people
    on = school.first
    while on <= school.last:
        day = plain.days.day(on)
        of_observers = {taken for who in observers for taken in plain.can_be_taken(who, day)}
        for visit in Covered(school, rules, of_observers)._visits(host, observers, day):
            best = best_way(school, rules, people, day, visit)
            if best and best[2]:
                yield best
        on += timedelta(days=1)


def best_way(school: School, rules: Rules, people: Sequence[Diary], day: Day, visit: Visit):
    """The visit with the debrief that needs least, and what both need; None where nothing helps."""
    plain = Covered(school, rules)
    host, *observers = people
    mine = {taken for who in observers for taken in plain.can_be_taken(who, day)}
    needs = necessary(school, rules, mine, lambda naive: visit in naive._visits(host, observers, day))
    lesson = next(
        one
        for one in plain.lessons_in(host, day, visit.period)
        if (one.klass, one.subject, one.room) == (visit.klass, visit.subject, visit.room)
    )
    together = [one for person, _, label in needs for one in plain.lessons_in(by(people, person), day, label)]
    if lesson in together:
        return None
    ways = []
    later = plain.days.next_school_days(day.date, rules.debrief_within)
    for number, after in enumerate([day, *later]):
        theirs = {taken for who in people for taken in plain.can_be_taken(who, after)}
        if number == 0:
            theirs -= own_lesson(plain, host, day, visit, lesson)
        for talk in talks(Covered(school, rules, theirs), people, after, number, visit):

            def works(naive: Covered, talk=talk, after=after, number=number) -> bool:
                return talk in talks(naive, people, after, number, visit)

            more = necessary(school, rules, theirs, works)
            ways.append((visit, (talk,), needs | more))
    return min(ways, key=lambda way: price(plain, people, way), default=None)


def price(plain: Covered, people: Sequence[Diary], way) -> tuple[object, ...]:
    _, (talk,), needs = way
    days = plain.days
    lessons = [plain.lessons_in(by(people, person), days.day(on), label) for person, on, label in needs]
    return sum(map(len, lessons)), talk.on_offer, talk.days_later, talk.start


def by(people: Sequence[Diary], person: int) -> Diary:
    return next(who for who in people if who.person == person)


def talks(naive: Covered, people: Sequence[Diary], day: Day, number: int, visit: Visit) -> list[Talk]:
    not_before = visit.end if number == 0 else 0
    return naive._talks(people, day.date, naive.rules.debrief_minutes, not_before, number)


def own_lesson(plain: Covered, host: Diary, day: Day, visit: Visit, lesson: Taught) -> set[Taken]:
    """The periods from the visited one on in which the host goes on with the very lesson."""
    labels = [period.label for period in plain._periods(day)]
    kept = set()
    for number in range(labels.index(visit.period), len(labels)):
        if lesson not in plain._taught(host, day, number):
            break
        kept.add((host.person, day.date, labels[number]))
    return kept


def necessary(school: School, rules: Rules, taken: set[Taken], works) -> set[Taken]:
    """Those of these periods without which it does not work."""
    return {one for one in taken if not works(Covered(school, rules, taken - {one}))}


def test_what_may_not_be_covered_is_not() -> None:
    for school in schools_with_cover():
        refused = find(school, school.rules)[0].needs[0]

        def may_cover(need: Need, refused: Need = refused) -> bool:
            return need != refused

        others = find(school, school.rules, may_cover=may_cover)
        assert refused not in {need for slot in others for need in slot.needs}
