"""What new terms and days off change in a calendar, and what they leave alone: EDGE-CASES 67 to 73."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_school import ABC, FRI, JANUARY, MON, NEXT_MON, SAT, SUN, THU, TUE, WED, school

from coachsched.core.calendar import Calendar, DayException, Term
from coachsched.core.date_changes import DateChange, DatePick, compare, with_picks


def holidays(first: date, last: date, note: str = "Break", kind="holiday") -> list[DayException]:
    count = (last - first).days + 1
    return [DayException(first + timedelta(number), kind, note=note) for number in range(count)]


def told(changes: list[DateChange]) -> list[tuple[str, date, date, int]]:
    return [(one.state, one.first, one.last, one.count) for one in changes]


def take(calendar: Calendar, terms=(), days=(), cancelled=(), also_by_hand: bool = False) -> Calendar:
    """The calendar with everything that is offered."""
    changes = compare(calendar, terms, days, cancelled)
    picks = [one.pick for one in changes if one.pick and (also_by_hand or one.state != "by_hand")]
    return with_picks(calendar, picks)


def test_a_holiday_over_a_weekend_is_one_line_and_closes_its_school_days():
    calendar = school()
    days = holidays(THU, NEXT_MON)
    assert told(compare(calendar, (), days)) == [("new", THU, NEXT_MON, 3)]
    later = take(calendar, days=days)
    assert [later.day(on).open for on in (WED, THU, FRI, SAT, NEXT_MON)] == [True, False, False, False, False]
    # The weekend was closed before, and gets no line of its own.
    assert {day.date for day in later.exceptions} == {THU, FRI, NEXT_MON}


def test_twice_the_same_changes_nothing():
    later = take(school(), days=holidays(THU, FRI))
    assert told(compare(later, (), holidays(THU, FRI))) == [("same", THU, FRI, 2)]
    assert take(later, days=holidays(THU, FRI)) == later


def test_a_public_holiday_inside_a_term_closes_that_day_only():
    later = take(school(ABC), days=holidays(TUE, TUE))
    assert [(day.open, day.cycle_day) for day in later.days(MON, WED)] == [
        (True, "A"),
        (False, None),
        (True, "B"),
    ]


def test_dates_without_school_change_nothing_and_say_so():
    days = [*holidays(SAT, SUN, "Weekend"), *holidays(date(2027, 7, 1), date(2027, 7, 2), "Summer")]
    calendar = school()
    assert [one.state for one in compare(calendar, (), days)] == ["outside", "outside"]
    assert take(calendar, days=days) == calendar


def test_a_day_somebody_entered_as_something_else_stays_unless_it_is_asked_for():
    calendar = school(school().rotation, DayException(THU, "exam", label="Mon", note="Mocks"))
    days = holidays(WED, FRI)
    changes = compare(calendar, (), days)
    assert told(changes) == [("new", WED, WED, 1), ("by_hand", THU, THU, 1), ("new", FRI, FRI, 1)]
    assert changes[1].before == calendar.exceptions
    assert take(calendar, days=days).day(THU).reason == "exam"
    replaced = {day.date: day for day in take(calendar, days=days, also_by_hand=True).exceptions}
    assert replaced[THU] == DayException(THU, "holiday", label="Mon", note="Break")


def test_a_day_that_became_something_else_since_the_look_stays():
    """What was a plain day in the preview is by now an exam day: adding does not replace."""
    (pick,) = [one.pick for one in compare(school(), (), holidays(THU, THU))]
    calendar = school(school().rotation, DayException(THU, "exam"))
    assert with_picks(calendar, [pick]) == calendar


def test_a_day_of_the_same_name_and_another_kind_is_the_same_day_changed():
    calendar = school(school().rotation, DayException(THU, "inset", note="Break"))
    assert told(compare(calendar, (), holidays(THU, THU))) == [("changed", THU, THU, 1)]
    assert take(calendar, days=holidays(THU, THU)).day(THU).reason == "holiday"


def test_a_day_off_called_off_again_returns_with_the_label_that_was_waiting():
    """The sports day of a rotating school is cancelled: students return, and it is the next cycle day."""
    sports = DayException(WED, "event", note="Sports day")
    calendar = school(ABC, sports)
    assert [day.cycle_day for day in calendar.days(MON, THU)] == ["A", "B", None, "C"]
    assert told(compare(calendar, (), (), [sports])) == [("gone", WED, WED, 1)]
    later = take(calendar, cancelled=[sports])
    assert [day.cycle_day for day in later.days(MON, THU)] == ["A", "B", "C", "A"]


def test_a_day_of_ones_own_is_not_taken_out_by_a_file():
    calendar = school(ABC, DayException(WED, "event", note="Our fair"))
    cancelled = [DayException(WED, "event", note="Sports day")]
    assert [one.pick for one in compare(calendar, (), (), cancelled)] == [None]


def test_a_new_term_takes_its_holidays_along():
    """Days off are compared as if the file's own terms were there."""
    spring = Term("Spring", date(2027, 4, 12), date(2027, 5, 28))
    days = holidays(date(2027, 5, 3), date(2027, 5, 3))
    assert [one.state for one in compare(school(), [spring], days)] == ["new", "new"]
    later = take(school(), [spring], days)
    assert later.terms == (JANUARY, spring)
    assert not later.day(date(2027, 5, 3)).open
    assert later.day(date(2027, 5, 4)).open


def test_a_holiday_of_a_term_that_was_not_ticked_changes_nothing():
    pick = DatePick("add", "holiday", date(2027, 5, 3), date(2027, 5, 3), "May day")
    assert with_picks(school(), [pick]) == school()


def test_a_term_takes_the_place_of_those_it_overlaps():
    longer = Term("Term 1", MON, date(2027, 2, 12))
    (change,) = compare(school(), [longer], ())
    assert (change.state, change.before) == ("changed", (JANUARY,))
    assert take(school(), [longer]).terms == (longer,)
    assert [one.state for one in compare(school(), [JANUARY], ())] == ["same"]


def test_next_years_timetable_of_a_southern_school_leaves_this_year_alone():
    """The year ends in December, the next begins in January: both stand side by side."""
    this_year = replace(school(), terms=(Term("2026", date(2026, 1, 19), date(2026, 12, 9)),))
    next_year = Term("2027", date(2027, 1, 18), date(2027, 12, 8))
    assert take(this_year, [next_year]).terms == (*this_year.terms, next_year)


def test_a_teaching_saturday_opens_it_and_one_on_a_school_day_changes_nothing():
    calendar = school()
    days = [DayException(SAT, "teaching", note="Make-up day"), DayException(NEXT_MON, "teaching", note="x")]
    assert told(compare(calendar, (), days)) == [("new", SAT, SAT, 1), ("outside", NEXT_MON, NEXT_MON, 0)]
    assert take(calendar, days=days).day(SAT).open


def test_a_week_from_sunday_to_thursday_keeps_its_own_weekend():
    rotation = replace(ABC, weekdays=(6, 0, 1, 2, 3))
    (change,) = compare(school(rotation), (), holidays(THU, SUN))
    # Friday and Saturday are no school days there.
    assert (change.state, change.count) == ("new", 2)


def test_the_29th_of_february_is_a_day_like_others():
    calendar = replace(school(), terms=(Term("Spring", date(2028, 2, 1), date(2028, 3, 31)),))
    later = take(calendar, days=holidays(date(2028, 2, 28), date(2028, 3, 1)))
    assert [day.date.isoformat() for day in later.exceptions] == ["2028-02-28", "2028-02-29", "2028-03-01"]


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_taking_everything_leaves_nothing_to_take(rng: Random):
    kinds = ("holiday", "inset", "exam", "event", "closure", "teaching")

    def some(count: int) -> list[DayException]:
        dates = sorted(rng.sample(range(60), count))
        return [
            DayException(MON + timedelta(number), rng.choice(kinds), note=rng.choice("AB"))
            for number in dates
        ]

    calendar = school(ABC, *some(12))
    days = some(25)
    later = take(calendar, days=days, also_by_hand=True)
    again = compare(later, (), days)
    assert [one for one in again if one.pick] == []
    kept = {day.date: day for day in calendar.exceptions if day.date not in {one.date for one in days}}
    assert kept.items() <= {day.date: day for day in later.exceptions}.items()
    for day in days:
        shown = later.day(day.date)
        if day.kind in ("holiday", "inset", "closure"):
            assert not shown.open
