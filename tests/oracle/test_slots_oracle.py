"""Slots, plans, debriefs and their ranking against the naive twin, on invented schools."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import count, islice, permutations, product
from random import Random

import pytest
from hypothesis import given

from coachsched.core.commitments import Commitment
from coachsched.core.slots import (
    Choice,
    Rules,
    Slot,
    bookable_dates,
    find_debriefs,
    find_plans,
    find_slots,
    rank,
)

from .naive_calendar import ONE_DAY, NaiveCalendar
from .naive_slots import NaiveSchool
from .runs import examples
from .schools import SITES, School, invent_school, night_schools, schools


@given(schools())
@examples(90)
def test_every_slot_is_as_the_rules_say(school: School) -> None:
    agree(school)


@given(night_schools())
@examples(30)
def test_every_slot_of_a_night_when_the_clocks_change(school: School) -> None:
    agree(school)


def agree(school: School) -> None:
    naive = naive_school(school, school.rules)
    host, *observers = school.people
    expected = naive.slots(host, observers, school.first, school.last)
    actual = find_slots(
        school.calendar, school.timetable, school.rules, host, observers, school.first, school.last
    )
    assert list(actual) == expected
    assert [short(choice) for choice in rank(actual)] == ranked(expected)


@given(schools())
@examples(30)
def test_every_plan_and_every_later_debrief_is_as_the_rules_say(school: School) -> None:
    naive = naive_school(school, school.rules)
    host, *observers = people = school.people
    facts = school.calendar, school.timetable, school.rules
    plans = find_plans(*facts, people, school.first, school.last)
    assert list(plans) == naive.plans(people, school.first, school.last)
    for slot in naive.slots(host, observers, school.first, school.last)[:3]:
        assert find_debriefs(*facts, people[:2], slot.visit) == naive.debriefs(people[:2], slot.visit)


@given(schools())
@examples(25)
def test_bookable_dates_are_counted_in_school_days(school: School) -> None:
    naive = NaiveCalendar(school.calendar, school.first, school.first + 400 * ONE_DAY)
    horizon = school.first.toordinal() + school.rules.horizon_days
    first, last = bookable_dates(school.calendar, school.rules, school.first)
    assert first == naive.add_school_days(school.first, school.rules.lead_days)
    assert last.toordinal() == horizon


@pytest.mark.parametrize("number", range(5))
def test_every_pair_under_every_setting_of_one_school(number: int) -> None:
    school = worthwhile_schools()[number]
    dates = school.first, school.last
    settings = product((0, 30), (0, 2), ("day", "own_lessons"), ("free", "listed"), (True, False))
    for visit, within, presence, release, klass in settings:
        rules = Rules(visit, 10, 10, within, 2, 42, presence, release, klass)
        naive = naive_school(school, rules)
        for host, observer in permutations(school.people, 2):
            actual = find_slots(school.calendar, school.timetable, rules, host, [observer], *dates)
            assert list(actual) == naive.slots(host, [observer], *dates)


@pytest.mark.parametrize("number", range(6))
def test_every_pair_of_one_school_between_its_sites(number: int) -> None:
    school = far_flung_schools()[number]
    dates = school.first, school.last
    for sites, travel in product(SITES, (5, 20)):
        rules = Rules(10, 10, 10, 1, sites=sites, travel_minutes=travel)
        naive = naive_school(school, rules)
        for pair in permutations(school.people, 2):
            asked = school.calendar, school.timetable, rules
            assert find_slots(*asked, pair[0], pair[1:], *dates) == naive.slots(pair[0], pair[1:], *dates)
            assert find_plans(*asked, pair, *dates) == naive.plans(pair, *dates)


@cache
def far_flung_schools() -> list[School]:
    """The first six seeded schools whose sites make a difference to the slots of the people asked about."""
    invented = (invent_school(Random(seed)) for seed in count())
    return list(islice(filter(is_far_flung, invented), 6))


def is_far_flung(school: School) -> bool:
    host, *observers = school.people

    def found(rules: Rules) -> list[Slot]:
        return find_slots(
            school.calendar, school.timetable, rules, host, observers, school.first, school.last
        )

    return any(
        found(Rules(10, 10, sites=sites, travel_minutes=10)) != found(Rules(10, 10)) for sites in SITES
    )


@pytest.mark.parametrize("number", range(5))
def test_every_pair_of_one_school_under_what_they_say_themselves(number: int) -> None:
    school = worthwhile_schools()[number]
    dates = school.first, school.last
    host, observer = school.people[:2]
    periods = [None, *(period.label for period in school.calendar.bells[0].periods)]
    kinds = ("absent", "duty", "protected", "opened")
    for first, second, release in product(kinds, kinds, ("free", "listed")):
        rules = Rules(10, 10, 10, 1, presence=school.rules.presence, release=release)
        naive = naive_school(school, rules)
        for place, period in enumerate(periods):
            said = Commitment(first, None, period), Commitment(second, None, periods[place - 1])
            pair = replace(host, commitments=said[1:]), replace(observer, commitments=said)
            actual = find_slots(school.calendar, school.timetable, rules, pair[0], pair[1:], *dates)
            assert list(actual) == naive.slots(pair[0], pair[1:], *dates)


@cache
def worthwhile_schools() -> list[School]:
    """The first five seeded schools that have a dozen slots or more."""
    invented = (invent_school(Random(seed)) for seed in count())
    return list(islice(filter(has_a_dozen_slots, invented), 5))


def has_a_dozen_slots(school: School) -> bool:
    host, *observers = school.people
    return len(naive_school(school, school.rules).slots(host, observers, school.first, school.last)) >= 12


def naive_school(school: School, rules: Rules) -> NaiveSchool:
    return NaiveSchool(school.calendar, school.timetable, rules, school.first, school.last)


def ranked(slots: list[Slot]) -> list[tuple[object, ...]]:
    """Slots in the order of design 4, each with the debrief it is offered with."""
    return [(slot, choose(slot), reasons(slot)) for slot in sorted(slots, key=lambda slot: worse(slot))]


def short(choice: Choice) -> tuple[object, ...]:
    return choice.slot, choice.debrief, set(choice.reasons)


def choose(slot: Slot):
    calm = [talk for talk in slot.debriefs if not talk.on_offer]
    return (calm or list(slot.debriefs) or [None])[0]


def worse(slot: Slot) -> tuple[object, ...]:
    talk = choose(slot)
    on_offer = slot.visit.on_offer or bool(talk and talk.on_offer)
    days_later = talk.days_later if talk else 0
    return talk is None, on_offer, days_later, slot.visit.date, slot.visit.start


def reasons(slot: Slot) -> set[str]:
    talk = choose(slot)
    names = {0: "same_day", 1: "next_day"}
    found = {names.get(talk.days_later, f"days_later:{talk.days_later}") if talk else "no_debrief"}
    if slot.visit.on_offer or (talk and talk.on_offer):
        found.add("on_offer")
    return found
