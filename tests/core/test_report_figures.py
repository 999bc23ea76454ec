"""The programme in numbers: right, and never about few enough to point at a person."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.history import Thing
from coachsched.core.report import SMALLEST_GROUP, Course, Span, became_coaches, by_span, figures

BEGAN = date(2026, 9, 1)
TERMS = (
    Span("Term 1", date(2026, 9, 1), date(2026, 12, 18)),
    Span("Term 2", date(2027, 1, 4), date(2027, 3, 19)),
    Span("Term 3", date(2027, 4, 5), date(2027, 6, 25)),
)
YEAR = Span("year", TERMS[0].first, TERMS[-1].last)


def course(number: int, *held: tuple[str, date], coach: int | None = None, began: date = BEGAN) -> Course:
    """A pair of its own, across faculties where its number is even."""
    people = frozenset({2 * number, 2 * number + 1})
    faculties = frozenset({"English", "Maths"}) if number % 2 == 0 else frozenset({"Art"})
    return Course(people, coach, faculties, began, tuple(Thing(kind, on) for kind, on in held))


@given(st.integers(SMALLEST_GROUP, 20), st.integers(0, 20))
def test_neither_those_across_faculties_nor_the_others_can_be_a_small_group(pairs: int, wanted: int):
    numbers = [2 * one if one < wanted else 2 * one + 1 for one in range(pairs)]
    (term,) = by_span([course(one, ("visit", date(2026, 10, 1))) for one in numbers], TERMS[:1])
    across = min(wanted, pairs)
    small = any(0 < part < SMALLEST_GROUP for part in (across, pairs - across))
    assert term.across == (None if small else across)


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
    assert (found.visits, found.wanting, found.followed, found.cycles, found.informal) == (4, 3, 1, 2, 1)
    assert (found.partnerships, found.people, found.across) == (1, 2, 0)


def test_a_debrief_after_the_span_still_followed_its_visit():
    pair = course(1, ("visit", date(2026, 12, 18)), ("debrief", date(2027, 1, 5)))
    first, second = (figures([pair], term) for term in TERMS[:2])
    assert (first.wanting, first.followed, first.cycles) == (1, 1, 0)
    assert (second.wanting, second.cycles) == (0, 1)


def test_a_person_in_two_partnerships_is_one_person():
    other = Course(frozenset({2, 9}), None, frozenset(), BEGAN, (Thing("visit", BEGAN),))
    assert figures([course(1, ("visit", BEGAN)), other], YEAR).people == 3


def test_terms_in_which_few_met_are_joined_to_their_neighbours():
    many = [course(number, ("visit", TERMS[0].first), ("visit", TERMS[2].first)) for number in range(5)]
    few = [course(9, ("visit", TERMS[1].first))]
    assert [one.span.name for one in by_span(many + few, TERMS)] == ["Term 1", "Term 2 and Term 3"]


def test_a_small_end_joins_what_went_before():
    many = [course(number, ("visit", TERMS[0].first)) for number in range(5)]
    few = [course(9, ("visit", TERMS[2].first))]
    (joined,) = by_span(many + few, TERMS)
    assert joined.span.name == "Term 1 and Term 2 and Term 3"
    assert joined.visits == 6


def test_a_small_programme_has_no_numbers():
    assert by_span([course(number, ("visit", BEGAN)) for number in range(4)], TERMS) == []


KINDS = st.sampled_from(["visit", "visit_only", "debrief", "informal"])
HELD = st.lists(st.tuples(KINDS, st.dates(YEAR.first, YEAR.last)), max_size=6)


@given(st.lists(HELD, max_size=14))
def test_no_group_is_small_and_nothing_is_to_be_had_by_subtracting(histories):
    courses = [course(number, *sorted(held, key=lambda row: row[1])) for number, held in enumerate(histories)]
    shown = by_span(courses, TERMS)
    whole = figures(courses, YEAR)
    assert all(one.partnerships >= SMALLEST_GROUP for one in shown)
    held_in_terms = sum(
        thing.kind in ("visit", "visit_only")
        for one in courses
        for thing in one.held
        if any(term.holds(thing.date) for term in TERMS)
    )
    if shown:
        # Nothing is missing that the whole would give away.
        assert (shown[0].span.first, shown[-1].span.last) == (YEAR.first, YEAR.last)
        assert held_in_terms <= sum(one.visits for one in shown) <= whole.visits


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
