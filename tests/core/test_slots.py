from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

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
    THU,
    TUE,
    WED,
    at,
    clock,
    diary,
    period,
    row,
    school,
    timetable,
)

from coachsched.core.calendar import Bell, DayException, Term
from coachsched.core.slots import Rules, Visit, bookable_dates, find_debriefs, find_plans, find_slots
from coachsched.core.timetable import Timetable, Version

HOST, OBSERVER = diary(1, "Ann"), diary(2, "Bob")
RULES = Rules()
SAME_DAY = Rules(debrief_within=0)


def slots(*rows, rules=RULES, calendar=None, host=HOST, observers=(OBSERVER,), first=MON, last=MON):
    return find_slots(calendar or school(), timetable(*rows), rules, host, observers, first, last)


def visits(*rows, **given):
    return [(slot.visit.period, clock((slot.visit.start, slot.visit.end))) for slot in slots(*rows, **given)]


def debriefs(*rows, **given):
    """The debriefs of the only slot."""
    (slot,) = slots(*rows, **given)
    return [(talk.date, talk.period, clock((talk.start, talk.end))) for talk in slot.debriefs]


def test_a_visit_needs_a_lesson_and_a_free_observer():
    assert visits(row("Ann", "Mon", "3")) == [("3", "10:50-11:20")]
    assert visits() == []
    assert visits(row("Ann", "Mon", "3"), row("Bob", "Mon", "3")) == []


def test_a_slot_tells_the_lesson_as_the_file_does():
    (slot,) = slots(
        row("Ann", "Mon", "3", "9B+9A", "Art", room="R1"), row("Ann", "Mon", "3", "9C", "Art", room="R1")
    )
    visit = slot.visit
    assert (visit.date, visit.klass, visit.subject, visit.room) == (MON, "9B+9A+9C", "Art", "R1")


def test_the_text_is_that_of_the_period_the_visit_starts_in():
    double = row("Ann", "Mon", "1", "9A+9B"), row("Ann", "Mon", "2", "9B+9A")
    assert [slot.visit.klass for slot in slots(*double)] == ["9A+9B", "9B+9A"]


def test_every_observer_must_be_free():
    three = diary(3, "Cy")
    rows = row("Ann", "Mon", "3"), row("Ann", "Mon", "4"), row("Cy", "Mon", "3")
    assert visits(*rows, observers=(OBSERVER, three)) == [("4", "11:45-12:15")]


@pytest.mark.parametrize("observers", [(), (HOST,), (OBSERVER, HOST)])
def test_a_visit_needs_observers_other_than_the_host(observers):
    with pytest.raises(ValueError, match="observers"):
        slots(row("Ann", "Mon", "3"), observers=observers)


def test_a_co_teacher_cannot_observe_but_a_third_person_can_visit_either():
    shared = row("Ann+Bob", "Mon", "3")
    assert visits(shared) == []
    outsider = (diary(3, "Cy"),)
    assert visits(shared, observers=outsider) == [("3", "10:50-11:20")]
    assert visits(shared, host=OBSERVER, observers=outsider) == [("3", "10:50-11:20")]


def test_a_co_teacher_of_one_half_may_observe_the_other():
    rows = row("Ann", "Mon", "1"), row("Ann", "Mon", "2"), row("Bob", "Mon", "1")
    assert visits(*rows) == [("2", "9:40-10:10")]


def test_a_long_visit_runs_on_in_a_double_lesson():
    rows = row("Ann", "Mon", "3"), row("Ann", "Mon", "4")
    # Eighty minutes from period 3 end in period 4, the five minutes between included; from 4 they do not fit.
    assert visits(*rows, rules=Rules(visit_minutes=80)) == [("3", "10:50-12:10")]


def test_a_visit_may_last_to_the_very_end_of_its_lesson():
    rows = row("Ann", "Mon", "3"), row("Ann", "Mon", "4")
    assert visits(*rows, rules=Rules(visit_minutes=105)) == [("3", "10:50-12:35")]
    assert visits(*rows, rules=Rules(visit_minutes=106)) == []


def test_no_visit_runs_across_a_break():
    rows = row("Ann", "Mon", "2"), row("Ann", "Mon", "3")
    assert visits(*rows, rules=Rules(visit_minutes=51)) == []


def test_no_visit_ends_in_the_time_after_its_lesson():
    assert visits(row("Ann", "Mon", "3"), rules=Rules(visit_minutes=52)) == []


def test_a_visit_of_no_minutes_is_the_whole_period():
    assert visits(row("Ann", "Mon", "3"), rules=Rules(visit_minutes=0)) == [("3", "10:50-11:40")]


@pytest.mark.parametrize("label", ["Tutor", "Break", "Lunch", "After"])
def test_no_visit_starts_outside_lesson_periods(label):
    assert visits(row("Ann", "Mon", label), rules=Rules(visit_minutes=10)) == []


def test_a_lesson_without_a_class_is_seen_only_where_that_is_allowed():
    meeting = row("Ann", "Mon", "3", klass="")
    assert visits(meeting) == []
    assert visits(meeting, rules=Rules(visits_need_class=False)) == [("3", "10:50-11:20")]


def test_subjects_not_for_visits_are_meant_exactly():
    rows = row("Ann", "Mon", "3", subject="Assembly"), row("Ann", "Mon", "4", subject="assembly")
    assert visits(*rows, rules=Rules(not_for_visits=frozenset({"Assembly"}))) == [("4", "11:45-12:15")]


def test_nobody_visits_an_absent_host():
    assert visits(row("Ann", "Mon", "3"), row("Ann", "Mon", "", kind="absent")) == []


def test_both_lessons_of_a_double_booked_host_can_be_seen_in_the_files_order():
    rows = row("Ann", "Mon", "3", "9B", "Art"), row("Ann", "Mon", "3", "9A")
    assert [slot.visit.klass for slot in slots(*rows)] == ["9B", "9A"]


def test_nothing_is_booked_on_exam_and_closed_days():
    for kind in ("exam", "event", "holiday", "closure"):
        assert visits(row("Ann", "Mon", "3"), calendar=school(DAYS, DayException(MON, kind))) == []


def test_visits_lie_between_the_dates_asked_for():
    rows = [row("Ann", day, "3") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    found = slots(*rows, first=TUE, last=THU)
    assert [slot.visit.date for slot in found] == [TUE, WED, THU]
    assert found[-1].debriefs[-1].date == NEXT_MON  # two school days later, beyond the last date
    assert slots(*rows, first=THU, last=TUE) == []


def test_a_debrief_starts_with_a_period_after_the_visit_and_suits_everybody():
    rows = row("Ann", "Mon", "3"), row("Ann", "Mon", "4"), row("Bob", "Mon", "4"), row("Bob", "Mon", "5")
    expected = [(MON, "Lunch", "12:35-12:55"), (MON, "After", "14:15-14:35")]
    assert debriefs(*rows, rules=SAME_DAY) == expected


def test_a_debrief_may_start_the_minute_the_visit_ends():
    rules = Rules(visit_minutes=0, debrief_within=0, debrief_minutes=45)
    lesson = row("Ann", "Mon", "4")
    assert debriefs(lesson, rules=rules)[0] == (MON, "Lunch", "12:35-13:20")


def test_a_debrief_does_not_start_before_the_visit_has_ended():
    # The visit of 60 minutes from 10:50 is over at 11:50, after period 4 has begun.
    rows = row("Ann", "Mon", "3", end_period="4"), row("Bob", "Mon", "Lunch", kind="duty")
    rules = Rules(visit_minutes=60, debrief_within=0)
    assert debriefs(*rows, rules=rules) == [(MON, "5", "13:20-13:40"), (MON, "After", "14:15-14:35")]


def test_a_debrief_longer_than_its_period_runs_on_in_the_stretch():
    rows = [row("Ann", "Mon", "4"), row("Bob", "Mon", "5")]
    taken = [row("Ann", "Mon", label, kind="duty") for label in ("Lunch",)]
    rules = Rules(debrief_within=0, debrief_minutes=46)
    assert debriefs(*rows, *taken, rules=rules) == []  # after school lasts 45 minutes
    assert debriefs(rows[0], rules=rules)[0] == (MON, "Lunch", "12:35-13:21")


def test_a_visit_without_a_debrief_is_still_a_slot():
    rows = row("Ann", "Mon", "3"), row("Bob", "Mon", "4", end_period="After", kind="duty")
    assert debriefs(*rows, rules=SAME_DAY) == []


def test_debriefs_lie_within_so_many_school_days():
    lesson = row("Ann", "Fri", "3")
    # Monday is a holiday and Tuesday an exam day, which counts though nothing is booked on it.
    exceptions = DayException(NEXT_MON, "holiday"), DayException(date(2027, 1, 12), "exam")
    for within, expected in [(0, {FRI}), (1, {FRI}), (2, {FRI, date(2027, 1, 13)})]:
        found = debriefs(
            lesson,
            rules=Rules(debrief_within=within),
            calendar=school(DAYS, *exceptions),
            first=FRI,
            last=FRI,
        )
        assert {on for on, _, _ in found} == expected


def test_debriefs_know_how_many_school_days_later_they_are():
    (slot,) = slots(row("Ann", "Fri", "3"), first=FRI, last=FRI)
    assert {talk.date: talk.days_later for talk in slot.debriefs} == {
        FRI: 0,
        NEXT_MON: 1,
        date(2027, 1, 12): 2,
    }


def test_a_day_after_the_visit_is_free_from_its_first_period():
    found = debriefs(row("Ann", "Mon", "5"), rules=Rules(debrief_within=1))
    assert [label for on, label, _ in found if on == TUE] == ["1", "2", "3", "4", "Lunch", "5", "After"]


def test_the_last_debrief_may_fall_under_the_next_version():
    versions = Timetable(
        (
            Version(None, (row("Ann", "Mon", "5"),)),
            Version(TUE, (row("Bob", "Tue", "1", end_period="5"),)),
        )
    )
    (slot,) = find_slots(school(), versions, Rules(debrief_within=1), HOST, [OBSERVER], MON, MON)
    assert [talk.period for talk in slot.debriefs if talk.date == TUE] == ["Lunch", "After"]


def test_an_extra_day_without_lessons_is_good_for_a_debrief():
    calendar = school(DAYS, DayException(SAT, "teaching"))
    found = debriefs(
        row("Ann", "Fri", "After"),
        row("Ann", "Fri", "5"),
        rules=Rules(debrief_within=1),
        calendar=calendar,
        first=FRI,
        last=FRI,
    )
    assert found[0] == (SAT, "1", "8:50-9:10")


def test_busy_minutes_are_taken_from_stretches():
    busy = replace(OBSERVER, busy=(at(MON, "11:10-11:15"),))
    rows = row("Ann", "Mon", "3"), row("Ann", "Mon", "4")
    assert visits(*rows, observers=(busy,)) == [("4", "11:45-12:15")]


def test_touching_busy_minutes_take_nothing():
    busy = replace(OBSERVER, busy=(at(MON, "10:00-10:50"), at(MON, "11:20-11:40")))
    assert visits(row("Ann", "Mon", "3"), observers=(busy,)) == [("3", "10:50-11:20")]


def test_the_hosts_own_calendar_does_not_hide_the_lesson_it_holds():
    host = replace(HOST, busy=(at(MON, "10:50-11:40"),))
    assert visits(row("Ann", "Mon", "3"), host=host) == [("3", "10:50-11:20")]


def test_the_hosts_booked_meetings_block_a_visit():
    host = replace(HOST, meetings=(at(MON, "11:15-11:30"),))
    assert visits(row("Ann", "Mon", "3"), host=host) == []


def test_meetings_and_busy_times_block_a_debrief():
    host = replace(HOST, meetings=(at(MON, "12:40-12:45"),))
    observer = replace(OBSERVER, busy=(at(MON, "13:00-13:30"),))
    found = debriefs(row("Ann", "Mon", "4"), host=host, observers=(observer,), rules=SAME_DAY)
    assert found == [(MON, "After", "14:15-14:35")]


def test_what_is_on_offer_is_marked_and_stays_possible():
    host = replace(HOST, offers=(at(MON, "11:00-11:05"),))
    observer = replace(OBSERVER, offers=(at(MON, "14:30-14:40"),))
    (slot,) = slots(row("Ann", "Mon", "3"), host=host, observers=(observer,), rules=SAME_DAY)
    assert slot.visit.on_offer
    assert [talk.period for talk in slot.debriefs if talk.on_offer] == ["After"]


def test_touching_offers_mark_nothing():
    host = replace(HOST, offers=(at(MON, "10:00-10:50"), at(MON, "11:20-11:45")))
    (slot,) = slots(row("Ann", "Mon", "3"), host=host, rules=SAME_DAY)
    assert not slot.visit.on_offer
    assert not slot.debriefs[0].on_offer


def test_times_far_away_take_nothing():
    long_ago = (datetime(1, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    far_ahead = (datetime(2027, 3, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
    observer = replace(OBSERVER, busy=(long_ago, far_ahead))
    assert visits(row("Ann", "Mon", "3"), observers=(observer,)) == [("3", "10:50-11:20")]


def test_equal_cycle_days_with_other_bookings_are_told_apart():
    rows = [row("Ann", "A", "3")]
    observer = replace(OBSERVER, meetings=(at(THU, "11:00-11:10"),))
    # A falls on Monday, Thursday and the Tuesday after.
    found = slots(*rows, calendar=school(ABC), observers=(observer,), last=date(2027, 1, 12))
    assert [slot.visit.date for slot in found] == [MON, date(2027, 1, 12)]


def test_equal_cycle_days_under_another_version_are_told_apart():
    versions = Timetable(
        (Version(None, (row("Ann", "Mon", "3"),)), Version(NEXT_MON, (row("Ann", "Mon", "4"),)))
    )
    found = find_slots(school(), versions, SAME_DAY, HOST, [OBSERVER], MON, NEXT_MON)
    assert [(slot.visit.date, slot.visit.period) for slot in found] == [(MON, "3"), (NEXT_MON, "4")]
    assert [slot.debriefs[0].period for slot in found] == ["4", "Lunch"]


def test_busy_times_after_the_last_visit_block_its_debriefs():
    observer = replace(OBSERVER, busy=(at(TUE, "8:00-14:15"),))
    found = debriefs(row("Ann", "Mon", "5"), observers=(observer,), rules=Rules(debrief_within=1))
    assert [(on, label) for on, label, _ in found] == [(MON, "After"), (TUE, "After")]


def test_own_lessons_keep_an_observer_who_is_not_at_school_away():
    lesson = row("Ann", "Mon", "3")
    rules = Rules(presence="own_lessons")
    assert visits(lesson, rules=rules) == []
    assert visits(lesson, row("Bob", "Mon", "1"), row("Bob", "Mon", "4"), rules=rules) == [
        ("3", "10:50-11:20")
    ]


NIGHT = Bell("night", tuple(period(str(hour), "lesson", f"{hour}:00-{hour}:50") for hour in range(1, 5)))


def night_school(on):
    rotation = replace(DAYS, labels=("Sun",), weekdays=(6,), anchor=on)
    return school(rotation, timezone="Europe/Berlin", bells=(NIGHT,), terms=(Term("T", on, on),))


def test_visits_in_hours_the_clock_leaps_over_are_never_offered():
    # In Berlin the clock goes from 02:00 to 03:00 on 28 March 2027.
    on = date(2027, 3, 28)
    rows = row("Ann", "Sun", "1"), row("Ann", "Sun", "2")
    assert visits(*rows, calendar=night_school(on), first=on, last=on) == [("1", "1:00-1:30")]


def test_debriefs_in_hours_the_clock_leaps_over_are_never_offered():
    on = date(2027, 3, 28)
    found = debriefs(row("Ann", "Sun", "1"), calendar=night_school(on), first=on, last=on)
    assert [label for _, label, _ in found] == ["3", "4"]


def test_hours_that_come_twice_are_offered_once():
    # 02:00 to 03:00 comes twice on 31 October 2027; what is busy in its second coming is free in its first.
    on = date(2027, 10, 31)
    second = (datetime(2027, 10, 31, 1, tzinfo=UTC), datetime(2027, 10, 31, 2, tzinfo=UTC))
    found = visits(
        row("Ann", "Sun", "2"),
        calendar=night_school(on),
        observers=(replace(OBSERVER, busy=(second,)),),
        first=on,
        last=on,
    )
    assert found == [("2", "2:00-2:30")]


def test_debriefs_after_a_visit_that_is_booked_already():
    booked = at(MON, "10:50-11:20")
    visit = Visit(MON, 650, 680, "3", "9A", "Maths", "")
    people = replace(HOST, meetings=(booked,)), replace(OBSERVER, meetings=(booked,))
    lesson = row("Ann", "Mon", "3", end_period="5")
    found = find_debriefs(school(), timetable(lesson), SAME_DAY, people, visit)
    assert [(talk.period, talk.start) for talk in found] == [("Lunch", 755), ("After", 855)]


def test_debriefs_after_a_visit_on_a_day_that_has_been_closed_since():
    visit = Visit(MON, 650, 680, "3", "9A", "Maths", "")
    calendar = school(DAYS, DayException(MON, "closure"))
    found = find_debriefs(calendar, timetable(), Rules(debrief_within=1), (HOST, OBSERVER), visit)
    assert {talk.date for talk in found} == {TUE}


def test_plans_start_with_any_period_everybody_is_free_in():
    rows = row("Ann", "Mon", "1", end_period="4"), row("Bob", "Mon", "5")
    found = find_plans(school(), timetable(*rows), RULES, (HOST, OBSERVER), MON, MON)
    assert [(talk.period, clock((talk.start, talk.end))) for talk in found] == [
        ("Lunch", "12:35-12:50"),
        ("After", "14:15-14:30"),
    ]


def test_plans_leave_out_days_without_lessons():
    calendar = school(DAYS, DayException(TUE, "exam"), DayException(WED, "inset"))
    found = find_plans(calendar, timetable(), RULES, (HOST, OBSERVER), MON, THU)
    assert sorted({talk.date for talk in found}) == [MON, THU]


def test_bookable_dates_are_counted_in_school_days_and_end_in_days():
    # From Friday the second school day is Tuesday.
    assert bookable_dates(school(), Rules(horizon_days=10), FRI) == (date(2027, 1, 12), date(2027, 1, 18))


def test_a_search_over_all_dates_there_are_ends():
    found = slots(row("Ann", "Mon", "3"), first=date.min, last=date.max)
    assert [slot.visit.date.day for slot in found] == [4, 11, 18, 25]


def test_two_bells_with_the_same_cycle_day_are_told_apart():
    late = Bell("late", (period("3", "lesson", "12:00-12:50"),))
    calendar = school(
        DAYS, DayException(NEXT_MON, "teaching", bell="late"), bells=(REGULAR, late), terms=(JANUARY,)
    )
    found = visits(row("Ann", "Mon", "3"), calendar=calendar, last=NEXT_MON)
    assert found == [("3", "10:50-11:20"), ("3", "12:00-12:30")]
