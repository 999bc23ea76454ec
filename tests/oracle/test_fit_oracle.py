"""The quick fit of many people against the search for each of them, pair by pair."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import given

from coachsched.core.calendar import Day
from coachsched.core.fit import Fit, Fits, fit_of_pair, one_rotation
from coachsched.core.slots import Diary, Rules, find_slots

from .runs import examples
from .schools import School, invent_school, night_schools, schools


@given(schools())
@examples(60)
def test_everybodys_fit_is_what_a_search_finds(school: School) -> None:
    agree(school)


@given(night_schools())
@examples(20)
def test_everybodys_fit_on_a_night_when_the_clocks_change(school: School) -> None:
    agree(school)


def agree(school: School) -> None:
    facts = school.calendar, school.timetable, school.rules
    days = school.calendar.school_days(school.first, school.last)
    fits = Fits(*facts, school.people, days)
    for observer, host in permutations(school.people, 2):
        slots = find_slots(*facts, host, [observer], school.first, school.last)
        expected = Fit(len(slots), sum(bool(slot.debriefs) for slot in slots))
        assert fits.of(observer.person, host.person) == expected
        assert fit_of_pair(*facts, observer, host, days) == expected


@pytest.mark.parametrize("debrief_within", [0, 2])
def test_the_fit_of_every_pair_of_a_real_school(debrief_within: int) -> None:
    # Skips, saying why, where the real timetables are not.
    from .test_real_school import read_calendar, read_timetable

    calendar, timetable = read_calendar(), read_timetable()
    rules = Rules(debrief_within=debrief_within)
    teachers = sorted({name for row in timetable.versions[0].rows for name in row.teacher.split("+")})
    people = [Diary(number, teacher) for number, teacher in enumerate(teachers)]
    days = one_rotation(calendar, calendar.terms[1].start)
    fits = Fits(calendar, timetable, rules, people, days)
    for observer, host in Random(debrief_within).sample(list(permutations(people, 2)), 300):
        slots = find_slots(calendar, timetable, rules, host, [observer], days[0].date, days[-1].date)
        assert fits.of(observer.person, host.person) == (len(slots), sum(bool(one.debriefs) for one in slots))


def test_one_rotation_has_as_many_days_with_lessons_as_the_cycle() -> None:
    calendar = invent_school(Random(3)).calendar
    first = min(term.start for term in calendar.terms)
    days: list[Day] = one_rotation(calendar, first)
    between = calendar.school_days(first, days[-1].date)
    assert days == [day for day in between if day.lessons and day.cycle_day]
    assert len(days) == len(calendar.rotation.labels)
    assert one_rotation(calendar, max(term.end for term in calendar.terms) + timedelta(days=900)) == []
