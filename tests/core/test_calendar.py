from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from invented_school import (
    ABC,
    DAYS,
    FRI,
    JANUARY,
    MON,
    NEXT_MON,
    REGULAR,
    SAT,
    SHORT,
    SUN,
    THU,
    TUE,
    TWO_WEEKS,
    WED,
    period,
    school,
)

from coachsched.core.calendar import Bell, BellRule, DayException, Term, check_calendar

LAST = JANUARY.end


@pytest.mark.parametrize(
    ("on", "exception", "reason"),
    [
        (WED, DayException(WED, "holiday"), "holiday"),
        (WED, DayException(WED, "inset", label="Mon"), "inset"),
        (WED, DayException(WED, "closure", bell="short"), "closure"),
        (SAT, DayException(SAT, "holiday"), "holiday"),
        (SAT, DayException(SAT, "exam"), "weekend"),
        (date(2027, 2, 3), DayException(date(2027, 2, 3), "event"), "out_of_term"),
        (SAT, DayException(WED, "holiday"), "weekend"),
        (date(2027, 2, 3), DayException(WED, "holiday"), "out_of_term"),
        (date(2027, 2, 6), DayException(WED, "holiday"), "weekend"),
    ],
)
def test_a_closed_date_has_a_reason_and_nothing_else(on, exception, reason):
    day = school(DAYS, exception).day(on)
    assert (day.open, day.cycle_day, day.bell, day.reason, day.lessons) == (False, None, None, reason, False)


def test_an_ordinary_day_needs_no_reason():
    day = school().day(WED)
    assert (day.open, day.cycle_day, day.bell, day.reason, day.lessons) == (True, "Wed", REGULAR, None, True)


@pytest.mark.parametrize("kind", ["exam", "event"])
def test_exam_and_event_days_are_open_without_lessons(kind):
    day = school(DAYS, DayException(WED, kind)).day(WED)
    assert (day.open, day.cycle_day, day.bell, day.reason, day.lessons) == (True, "Wed", REGULAR, kind, False)


@pytest.mark.parametrize("on", [SAT, date(2027, 2, 3)])
def test_a_teaching_day_opens_any_date(on):
    assert school(DAYS, DayException(on, "teaching")).day(on).open


def test_both_ends_of_a_term_are_school_days():
    days = school().days(MON, date(2027, 2, 28))
    assert (days[0].open, max(day.date for day in days if day.open)) == (True, LAST)


RULES = (
    BellRule("short", weekday=1),
    BellRule("regular", label="B"),
    BellRule("short", label="C", first=NEXT_MON, last=NEXT_MON),
)


def bell_on(on, *exceptions):
    bell = school(ABC, *exceptions, rules=RULES).day(on).bell
    return bell.name if bell else None


def test_the_first_bell_is_the_usual_one():
    assert bell_on(MON) == "regular"


def test_the_last_bell_rule_that_fits_wins():
    # The first Tuesday is B, so the second rule wins; the second Tuesday is A.
    assert (bell_on(TUE), bell_on(date(2027, 1, 12))) == ("regular", "short")


def test_a_bell_rule_rings_between_its_dates_only():
    # Both are C: Wednesday before the rule begins, the next Monday on its only day.
    assert (bell_on(WED), bell_on(NEXT_MON)) == ("regular", "short")


def test_every_condition_of_a_bell_rule_must_hold():
    both = BellRule("short", weekday=0, label="C")
    calendar = school(ABC, rules=(both,))
    # Monday is A, Wednesday is C, the next Monday is C.
    assert [calendar.day(on).bell for on in (MON, WED, NEXT_MON)] == [REGULAR, REGULAR, SHORT]


def test_bell_rules_see_a_forced_label():
    assert bell_on(NEXT_MON, DayException(NEXT_MON, "teaching", label="A")) == "regular"


def test_the_bell_of_an_exception_beats_the_rules():
    assert bell_on(TUE, DayException(TUE, "teaching", bell="short")) == "short"


def test_exam_days_ring_the_bell_of_their_weekday():
    assert bell_on(TUE, DayException(TUE, "exam")) == "short"


def test_school_days_are_counted_from_the_day_after():
    # Wednesday is a holiday, Thursday an exam, Saturday taught: Tue, Thu, Fri and Sat.
    exceptions = DayException(WED, "holiday"), DayException(THU, "exam"), DayException(SAT, "teaching")
    calendar = school(DAYS, *exceptions)
    assert calendar.school_days_between(MON, SUN) == 4
    assert calendar.school_days_between(SAT, SUN) == 0
    assert calendar.school_days_between(SUN, MON) == 0


def test_next_school_days_leap_over_closed_dates():
    assert [day.date for day in school().next_school_days(FRI, 2)] == [NEXT_MON, date(2027, 1, 12)]


def test_next_school_days_end_with_the_calendar():
    assert school().next_school_days(LAST, 3) == []


def test_next_school_days_are_not_sought_beyond_400_days():
    far = Term("Far", LAST + timedelta(days=400), LAST + timedelta(days=406))
    found = school(terms=(JANUARY, far)).next_school_days(LAST, 9)
    # 29 January 2027 is a Friday, so 400 days later is a Saturday and the Monday after is too far.
    assert found == []


def test_adding_school_days():
    calendar = school()
    assert calendar.add_school_days(SAT, 0) == SAT
    assert calendar.add_school_days(FRI, 2) == date(2027, 1, 12)
    assert calendar.add_school_days(LAST, 1) == LAST + timedelta(days=400)


def test_open_dates_of_a_range():
    assert [day.date for day in school().school_days(FRI, NEXT_MON)] == [FRI, NEXT_MON]


def test_equal_calendars_are_equal_after_use():
    used = school()
    used.days(MON, LAST)
    assert used == school()


def test_a_good_calendar_has_no_problems():
    good = school(
        TWO_WEEKS, DayException(WED, "teaching", label="A", bell="short"), rules=(BellRule("short"),)
    )
    assert check_calendar(good) == []


def bells(*periods):
    return {"bells": (Bell("odd", periods),)}


@pytest.mark.parametrize(
    ("calendar", "where"),
    [
        (school(timezone="Mars/Olympus"), "school"),
        (school(timezone="Europe"), "school"),
        (school(timezone=""), "school"),
        (school(replace(ABC, labels=("A", " a"))), "rotation"),
        (school(replace(ABC, labels=("A", " "))), "rotation"),
        (school(replace(ABC, labels=())), "rotation"),
        (school(replace(ABC, weekdays=(0, 0))), "rotation"),
        (school(replace(DAYS, labels=("Mon",))), "rotation"),
        (school(replace(TWO_WEEKS, weeks=3)), "rotation"),
        (school(bells=()), "bell"),
        (school(bells=(REGULAR, REGULAR)), 'bell "regular"'),
        (school(**bells()), 'bell "odd"'),
        (school(**bells(period("1", "lesson", "9:00-9:00"))), 'bell "odd", period "1"'),
        (
            school(**bells(period("1", "lesson", "9:00-9:40"), period("2", "lesson", "9:30-10:00"))),
            'bell "odd", period "2"',
        ),
        (
            school(**bells(period("1", "lesson", "9:00-9:40"), period("1", "lesson", "9:40-10:00"))),
            'bell "odd", period "1"',
        ),
        (school(rules=(BellRule("late"),)), 'bell rule 1 ("late")'),
        (school(rules=(BellRule("short", label="Sun"),)), 'bell rule 1 ("short")'),
        (school(rules=(BellRule("short", first=TUE, last=MON),)), 'bell rule 1 ("short")'),
        (school(terms=(Term("Spring", TUE, MON),)), "term 1 (Spring)"),
        (school(terms=(Term("Endless", MON, date(9999, 1, 1)),)), "term 1 (Endless)"),
        (school(terms=(JANUARY, Term("Late", LAST, LAST))), "term 2 (Late)"),
        (school(DAYS, DayException(WED, "exam"), DayException(WED, "event")), "exception 2027-01-06"),
        (school(DAYS, DayException(WED, "teaching", label="Sun")), "exception 2027-01-06"),
        (school(DAYS, DayException(WED, "teaching", bell="late")), "exception 2027-01-06"),
    ],
)
def test_a_fault_is_named_with_its_place(calendar, where):
    problems = check_calendar(calendar)
    assert [problem.where for problem in problems][:1] == [where]
    assert problems[0].remedy
