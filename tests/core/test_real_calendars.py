"""School years as they are: what snow, holidays, the turn of the year and other people's weeks do to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from invented_school import ABC, DAYS, FRI, MON, NEXT_MON, SAT, THU, TUE, TWO_WEEKS, WED, cycle, school

from coachsched.core.calendar import DayException, Rotation, Term, check_calendar

SIX = Rotation("count", ("1", "2", "3", "4", "5", "6"), anchor=MON)


def test_a_six_day_cycle_waits_over_a_holiday():
    assert cycle(school(SIX, DayException(WED, "holiday")), MON, 12) == "12.34..56123"


def test_a_snow_day_relabels_every_later_date_where_labels_wait():
    assert cycle(school(SIX, DayException(WED, "closure")), MON, 12) == "12.34..56123"


def test_a_snow_day_leaves_a_printed_calendar_as_it_was():
    burnt = school(replace(SIX, closure="burn"), DayException(WED, "closure"))
    assert cycle(burnt, MON, 12) == "12.45..61234"


def test_two_snow_days_in_a_row_move_the_cycle_by_two_or_by_none():
    closed = (DayException(WED, "closure"), DayException(THU, "closure"))
    assert cycle(school(SIX, *closed), MON, 8) == "12..3..4"
    assert cycle(school(replace(SIX, closure="burn"), *closed), MON, 8) == "12..5..6"


def test_an_event_called_off_gives_its_day_the_label_it_waited_with():
    """Sports day counts for nothing; when it rains, its date is Day 3 and nothing after it moves back."""
    sports = DayException(WED, "event")
    assert cycle(school(SIX, sports), MON, 5) == "12o34"
    assert cycle(school(SIX), MON, 5) == "12345"


def test_alternate_weeks_do_not_stumble_over_week_53():
    """2026 has a week 53: by odd and even numbers two weeks A would follow each other."""
    term = Term("Winter", date(2026, 12, 14), date(2027, 1, 29))
    calendar = school(replace(TWO_WEEKS, anchor=date(2026, 12, 14), week_count="calendar"), terms=(term,))
    mondays = [date(2026, 12, 14) + timedelta(days=7 * week) for week in range(5)]
    assert [calendar.day(on).cycle_day for on in mondays] == ["A", "V", "A", "V", "A"]


def test_a_holiday_week_in_alternate_weeks_may_count_or_not():
    holidays = [DayException(NEXT_MON + timedelta(days=number), "holiday") for number in range(5)]
    third = NEXT_MON + timedelta(days=7)
    by_school = school(TWO_WEEKS, *holidays)
    by_calendar = school(replace(TWO_WEEKS, week_count="calendar"), *holidays)
    assert (by_school.day(third).cycle_day, by_calendar.day(third).cycle_day) == ("V", "A")


def test_a_make_up_saturday_runs_thursdays_lessons():
    calendar = school(DAYS, DayException(THU, "closure"), DayException(SAT, "teaching", label="Thu"))
    assert (calendar.day(THU).open, calendar.day(SAT).cycle_day) == (False, "Thu")


def test_a_southern_year_goes_on_counting_after_its_summer_break():
    terms = (
        Term("2027", date(2027, 10, 4), date(2027, 12, 8)),
        Term("2028", date(2028, 1, 12), date(2028, 3, 24)),
    )
    calendar = school(replace(SIX, anchor=date(2027, 12, 6)), terms=terms)
    assert cycle(calendar, date(2027, 12, 6), 4) == "123."
    assert cycle(calendar, date(2028, 1, 12), 3) == "456"
    assert calendar.day(date(2028, 1, 3)).reason == "out_of_term"


def test_a_term_that_crosses_new_year_is_one_term():
    term = Term("Autumn", date(2026, 12, 28), date(2027, 1, 8))
    assert (
        cycle(school(replace(ABC, anchor=date(2026, 12, 28)), terms=(term,)), date(2026, 12, 28), 12)
        == "ABCAB..CABCA"
    )


def test_the_29th_of_february_is_a_school_day_like_any_other():
    leap = date(2028, 2, 29)
    terms = (Term("Spring", date(2028, 2, 28), date(2028, 3, 3)),)
    calendar = school(
        replace(ABC, anchor=date(2028, 2, 28)), DayException(leap, "event", counts=True), terms=terms
    )
    assert cycle(calendar, date(2028, 2, 28), 3) == "ABC"
    assert check_calendar(calendar) == []


def test_a_week_from_sunday_to_thursday_begins_on_sunday():
    rotation = replace(TWO_WEEKS, weekdays=(6, 0, 1, 2, 3))
    sunday = date(2027, 1, 10)
    calendar = school(rotation)
    assert [calendar.day(on).reason for on in (FRI, SAT)] == ["weekend", "weekend"]
    # Friday 8 and Saturday 9 January are free; on the 10th the second week begins.
    assert [calendar.day(on).cycle_day for on in (MON, TUE, sunday, NEXT_MON)] == ["B", "C", "V", "W"]


def test_a_school_may_teach_on_saturdays():
    assert cycle(school(replace(SIX, weekdays=(0, 1, 2, 3, 4, 5))), MON, 8) == "123456.1"
