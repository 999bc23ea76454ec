"""The programme in numbers: right, and never about few enough to point at a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.history import Thing
from coachsched.core.report import (
    SMALLEST_GROUP,
    Course,
    Covered,
    Shown,
    Span,
    became_coaches,
    by_span,
    by_years,
    figures,
    published,
    tally,
)

BEGAN = date(2026, 9, 1)
TERMS = (
    Span("Term 1", date(2026, 9, 1), date(2026, 12, 18)),
    Span("Term 2", date(2027, 1, 4), date(2027, 3, 19)),
    Span("Term 3", date(2027, 4, 5), date(2027, 6, 25)),
)
YEAR = Span("year", TERMS[0].first, TERMS[-1].last)
LATER = date(2027, 9, 1)


def course(number: int, *held: tuple[str, date], coach: int | None = None, began: date = BEGAN) -> Course:
    """A pair of its own, across faculties where its number is even."""
    people = frozenset({2 * number, 2 * number + 1})
    faculties = frozenset({"English", "Maths"}) if number % 2 == 0 else frozenset({"Art"})
    return Course(people, coach, faculties, began, tuple(Thing(kind, on) for kind, on in held))


def shown_on(courses: list[Course], day: date = LATER, spans: tuple[Span, ...] = TERMS) -> list[Shown]:
    return by_span(lambda _: courses, spans, day)


@given(st.floats(0, 300), st.integers(0, 300))
def test_a_number_is_to_the_nearest_five_and_small_ones_are_none(number: float, behind: int):
    found = published(number, behind)
    if number < SMALLEST_GROUP or behind < SMALLEST_GROUP:
        assert found is None
    else:
        assert found % 5 == 0
        assert abs(found - number) <= 2.5


@given(st.integers(SMALLEST_GROUP, 20), st.integers(0, 20))
def test_neither_those_across_faculties_nor_the_others_can_be_a_small_group(pairs: int, wanted: int):
    numbers = [2 * one if one < wanted else 2 * one + 1 for one in range(pairs)]
    courses = [course(one, ("visit", date(2026, 10, 1))) for one in numbers]
    (term,) = shown_on(courses, spans=TERMS[:1])
    across = min(wanted, pairs)
    small = any(0 < part < SMALLEST_GROUP for part in (across, pairs - across)) or across == 0
    assert (term.numbers["across"] is None) == small


def test_visits_are_counted_with_the_debriefs_that_followed_them():
    pair = course(
        1,
        ("visit", date(2026, 10, 1)),
        ("debrief", date(2026, 10, 2)),
        ("visit", date(2026, 11, 1)),
        ("informal", date(2026, 11, 5)),
        ("visit_only", date(2026, 11, 9)),
        ("visit", date(2026, 12, 1)),
    )
    found = figures([pair], TERMS[0])
    expected = {"visits": 4, "wanting": 3, "followed": 1, "cycles": 2, "informal": 1, "cover": 0}
    assert found.numbers == expected | {"partnerships": 1, "people": 2, "across": 0}


def test_a_debrief_after_the_span_still_followed_its_visit():
    pair = course(1, ("visit", date(2026, 12, 18)), ("debrief", date(2027, 1, 5)))
    first, second = (figures([pair], term) for term in TERMS[:2])
    assert [first.numbers[name] for name in ("wanting", "followed", "cycles")] == [1, 1, 0]
    assert [second.numbers[name] for name in ("wanting", "cycles")] == [0, 1]


def test_a_person_in_two_partnerships_is_one_person():
    other = Course(frozenset({2, 9}), None, frozenset(), BEGAN, (Thing("visit", BEGAN),))
    assert figures([course(1, ("visit", BEGAN)), other], YEAR).numbers["people"] == 3


def test_cover_is_counted_in_hours_where_five_people_of_five_partnerships_had_it():
    five = [Covered(BEGAN, 90, person, person) for person in range(5)]
    found = figures(
        [], YEAR, [*five, Covered(BEGAN, 60, 1, 1), Covered(YEAR.last + timedelta(days=1), 60, 9, 9)]
    )
    assert (found.numbers["cover"], found.behind["cover"]) == (8.5, 5)
    same_pairs = [Covered(BEGAN, 90, person, person // 2) for person in range(8)]
    assert figures([], YEAR, same_pairs).behind["cover"] == 4


def test_terms_in_which_few_met_are_joined_to_the_next():
    many = [course(number, ("visit", TERMS[2].first)) for number in range(5)]
    few = [course(9, ("visit", TERMS[1].first)), course(8, ("visit", TERMS[0].first))]
    (joined,) = shown_on(many + few)
    assert joined.span.name == "Term 1 and Term 2 and Term 3"
    assert joined.numbers["visits"] == 5


def test_a_small_end_waits_and_is_never_joined_to_what_was_shown():
    many = [course(number, ("visit", TERMS[0].first)) for number in range(5)]
    few = [course(9, ("visit", TERMS[2].first))]
    assert [one.span.name for one in shown_on(many + few)] == ["Term 1"]


def test_a_small_programme_has_no_numbers():
    assert shown_on([course(number, ("visit", BEGAN)) for number in range(4)]) == []


@pytest.mark.parametrize(("days", "there"), [(14, False), (15, True)])
def test_a_term_is_shown_when_two_weeks_have_passed(days: int, there: bool):
    courses = [course(number, ("visit", BEGAN)) for number in range(5)]
    assert bool(shown_on(courses, TERMS[0].last + timedelta(days=days))) == there


def test_what_becomes_known_later_changes_nothing():
    """Six visits, one of which somebody says months later did not happen."""
    asked = []

    def courses_on(on: date) -> list[Course]:
        asked.append(on)
        return [course(number, ("visit", BEGAN)) for number in range(6)]

    by_span(courses_on, TERMS, LATER)
    assert asked[0] == TERMS[0].last + timedelta(days=14)


KINDS = st.sampled_from(["visit", "visit_only", "debrief", "informal"])
HELD = st.lists(st.tuples(KINDS, st.dates(YEAR.first, YEAR.last)), max_size=6)


@given(st.lists(HELD, max_size=14), st.dates(YEAR.first, LATER), st.dates(YEAR.first, LATER))
def test_of_two_days_the_later_tells_what_the_earlier_did_and_of_spans_of_their_own(histories, one, other):
    courses = [course(number, *sorted(held, key=lambda row: row[1])) for number, held in enumerate(histories)]
    earlier, later = (
        by_span(lambda on: [_until(course, on) for course in courses], TERMS, day)
        for day in sorted((one, other))
    )
    assert later[: len(earlier)] == earlier
    assert all(a.span.last < b.span.first for a, b in pairwise(later))
    for row in later:
        for name, number in row.numbers.items():
            parts = [tally(course, row.span) for course in courses]
            if name in parts[0] and number is not None:
                assert sum(part[name] > 0 for part in parts) >= SMALLEST_GROUP


def _until(whole: Course, on: date) -> Course:
    return replace(whole, held=tuple(thing for thing in whole.held if thing.date <= on))


def test_years_are_shown_when_over_and_those_with_few_with_the_next():
    began = [date(2025, 3, 1)] * 2 + [date(2026, 3, 1)] * 4 + [date(2027, 3, 1)] * 12 + [date(2028, 1, 9)]
    assert by_years(began, date(2028, 1, 14)) == [(2025, 2026, 5)]
    assert by_years(began, date(2028, 1, 15)) == [(2025, 2026, 5), (2027, 2027, 10)]


def test_who_learned_with_a_coach_and_coaches_later_is_a_ripple():
    later, latest = date(2027, 1, 4), date(2027, 4, 5)
    courses = [
        course(1, coach=2),
        Course(frozenset({3, 8}), 3, frozenset(), later, ()),
        Course(frozenset({8, 9}), 8, frozenset(), latest, ()),
        course(5, coach=10, began=later),
    ]
    assert became_coaches(courses) == [later, latest]


def test_a_coach_who_is_coached_afterwards_is_none():
    courses = [course(1, coach=2), Course(frozenset({2, 7}), 7, frozenset(), date(2027, 1, 4), ())]
    assert became_coaches(courses) == []
