from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from invented_school import (
    ABC,
    DAYS,
    FRI,
    JANUARY,
    MON,
    NEXT_MON,
    SAT,
    THU,
    TUE,
    TWO_WEEKS,
    WED,
    cycle,
    school,
)

from coachsched.core.calendar import DayException, Term

BURN = replace(ABC, closure="burn")


def test_count_mode_goes_on_after_a_weekend():
    assert cycle(school(ABC), MON, 12) == "ABCAB..CABCA"


@pytest.mark.parametrize(
    ("rotation", "kind", "expected"),
    [
        (ABC, "closure", "AB.CA..B"),  # held: Thursday gets what Wednesday would have had
        (BURN, "closure", "AB.AB..C"),  # burned: Wednesday took C with it
        (BURN, "holiday", "AB.CA..B"),  # known ahead: never burned
        (BURN, "inset", "AB.CA..B"),
    ],
)
def test_only_an_unplanned_closure_burns_a_label(rotation, kind, expected):
    assert cycle(school(rotation, DayException(WED, kind)), MON, 8) == expected


def test_a_closure_at_the_weekend_burns_nothing():
    assert cycle(school(BURN, DayException(SAT, "closure")), MON, 8) == "ABCAB..C"


def test_a_closure_outside_terms_burns_nothing():
    halves = (Term("1", MON, TUE), Term("2", THU, JANUARY.end))
    assert cycle(school(BURN, DayException(WED, "closure"), terms=halves), MON, 5) == "AB.CA"


@pytest.mark.parametrize("kind", ["exam", "event"])
def test_exam_and_event_days_use_a_label_only_when_they_count(kind):
    assert cycle(school(ABC, DayException(WED, kind)), MON, 5) == "ABoCA"
    assert cycle(school(ABC, DayException(WED, kind, counts=True)), MON, 5) == "ABCAB"


def test_a_label_forced_on_an_exam_day_is_shown_but_uses_no_place():
    assert cycle(school(ABC, DayException(WED, "exam", label="A")), MON, 5) == "ABACA"


def test_an_exam_at_the_weekend_changes_nothing():
    exam = DayException(SAT, "exam", counts=True)
    assert cycle(school(ABC, exam), MON, 8) == "ABCAB..C"


def test_a_forced_label_does_not_shift_the_days_after_it():
    assert cycle(school(ABC, DayException(WED, "teaching", label="A")), MON, 5) == "ABAAB"


def test_an_extra_saturday_takes_the_next_label():
    assert cycle(school(ABC, DayException(SAT, "teaching")), MON, 8) == "ABCABC.A"


def test_an_extra_saturday_with_a_label_still_uses_its_place():
    assert cycle(school(ABC, DayException(SAT, "teaching", label="A")), MON, 8) == "ABCABA.A"


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        (DayException(WED, "teaching", label="B", reanchor=True), "ABBCA"),
        (DayException(WED, "teaching", reanchor=True), "ABABC"),
        (DayException(WED, "exam", label="C", reanchor=True, counts=True), "ABCAB"),
        (DayException(WED, "exam", reanchor=True), "ABoAB"),  # uses no label: Thursday has it
        (DayException(WED, "holiday", label="B", reanchor=True), "AB.BC"),
        (DayException(WED, "closure", reanchor=True), "AB.AB"),
    ],
)
def test_reanchor_starts_the_count_again(exception, expected):
    assert cycle(school(ABC, exception), MON, 5) == expected


def test_a_burned_closure_that_reanchors_takes_its_label_with_it():
    closure = DayException(WED, "closure", label="B", reanchor=True)
    assert cycle(school(BURN, closure), MON, 5) == "AB.CA"


def test_before_the_anchor_the_count_runs_backwards():
    assert cycle(school(replace(ABC, anchor=WED)), MON, 5) == "BCABC"


def test_an_anchor_on_a_closed_day_speaks_of_the_next_counting_day():
    assert cycle(school(replace(ABC, anchor=SAT)), MON, 9) == "BCABC..AB"


def test_reanchor_on_the_anchor_wins_from_there_on_only():
    again = DayException(WED, "teaching", label="B", reanchor=True)
    assert cycle(school(replace(ABC, anchor=WED), again), MON, 5) == "BCBCA"


def test_the_anchor_restarts_what_an_earlier_reanchor_began():
    again = DayException(TUE, "teaching", label="B", reanchor=True)
    # Monday lies before both: two places back from Wednesday's A.
    assert cycle(school(replace(ABC, anchor=WED), again), MON, 5) == "BBABC"


def test_two_weeks_alternate():
    assert cycle(school(TWO_WEEKS), MON, 19) == "ABCDE..VWXYZ..ABCDE"


def test_a_weekday_lost_to_inset_shifts_nothing_in_week_mode():
    assert cycle(school(TWO_WEEKS, DayException(MON, "inset")), MON, 8) == ".BCDE..V"


HALVES = (Term("1", MON, FRI), Term("2", date(2027, 1, 18), date(2027, 1, 29)))


@pytest.mark.parametrize(("week_count", "expected"), [("school", "VWXYZ"), ("calendar", "ABCDE")])
def test_a_week_without_school_counts_only_in_calendar_weeks(week_count, expected):
    calendar = school(replace(TWO_WEEKS, week_count=week_count), terms=HALVES)
    assert cycle(calendar, date(2027, 1, 18), 5) == expected


def test_a_week_closed_day_by_day_does_not_count_even_where_closures_burn():
    closed = [DayException(date(2027, 1, number), "closure") for number in range(11, 16)]
    calendar = school(replace(TWO_WEEKS, closure="burn"), *closed)
    assert cycle(calendar, NEXT_MON, 12) == ".......VWXYZ"


def test_a_teaching_saturday_makes_its_week_count():
    saturday = DayException(date(2027, 1, 16), "teaching")
    assert cycle(school(TWO_WEEKS, saturday, terms=HALVES), NEXT_MON, 12) == ".....o.ABCDE"


def test_a_week_of_exams_counts_and_keeps_its_labels():
    exams = [DayException(date(2027, 1, number), "exam") for number in range(11, 16)]
    assert cycle(school(TWO_WEEKS, *exams), NEXT_MON, 8) == "VWXYZ..A"


def test_the_whole_week_of_the_anchor_is_the_first():
    assert cycle(school(replace(TWO_WEEKS, anchor=date(2027, 1, 13))), MON, 12) == "VWXYZ..ABCDE"


def test_an_anchor_in_a_week_without_school_speaks_of_the_next_one():
    calendar = school(replace(TWO_WEEKS, anchor=date(2027, 1, 13)), terms=HALVES)
    assert cycle(calendar, MON, 15) == "VWXYZ.........A"


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        (DayException(WED, "teaching", label="X", reanchor=True), "ABXYZ..ABCDE"),
        (DayException(WED, "holiday", label="V", reanchor=True), "AB.YZ..ABCDE"),
        (DayException(SAT, "holiday", reanchor=True), "ABCDE..VWXYZ"),  # the week after the first
        (DayException(SAT, "holiday", label="Z", reanchor=True), "ABCDE..ABCDE"),
    ],
)
def test_reanchor_sets_the_week_from_its_date_on(exception, expected):
    assert cycle(school(TWO_WEEKS, exception), MON, 12) == expected


def test_reanchor_without_a_label_means_the_first_week():
    again = DayException(date(2027, 1, 13), "teaching", reanchor=True)
    assert cycle(school(TWO_WEEKS, again), NEXT_MON, 8) == "VWCDE..V"


def test_reanchor_in_a_week_without_school_speaks_of_the_next_one():
    again = DayException(date(2027, 1, 13), "holiday", label="A", reanchor=True)
    assert cycle(school(TWO_WEEKS, again, terms=HALVES), date(2027, 1, 18), 5) == "ABCDE"


def test_a_forced_label_in_week_mode_is_for_its_date_only():
    assert cycle(school(TWO_WEEKS, DayException(WED, "teaching", label="Z")), MON, 8) == "ABZDE..V"


def test_a_week_starts_on_the_first_weekday_named():
    sunday_first = replace(TWO_WEEKS, weekdays=(6, 0, 1, 2, 3), anchor=WED)
    term = Term("1", date(2027, 1, 3), date(2027, 1, 31))
    assert cycle(school(sunday_first, terms=(term,)), date(2027, 1, 3), 12) == "ABCDE..VWXYZ"


def test_weekday_labels_follow_the_weekdays_as_written():
    sunday_first = replace(DAYS, labels=tuple("STUVW"), weekdays=(6, 0, 1, 2, 3))
    assert cycle(school(sunday_first), MON, 7) == "TUVW..S"


@pytest.mark.parametrize("rotation", [DAYS, TWO_WEEKS])
def test_an_extra_day_has_no_label_of_its_own_outside_count_mode(rotation):
    extra = [DayException(SAT, "teaching"), DayException(date(2027, 2, 3), "teaching")]
    calendar = school(rotation, *extra)
    assert [calendar.day(exception.date).cycle_day for exception in extra] == [None, None]


def test_an_extra_saturday_can_run_another_days_timetable():
    saturday = DayException(SAT, "teaching", label="Thu")
    assert school(DAYS, saturday).day(SAT).cycle_day == "Thu"
