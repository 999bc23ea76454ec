from __future__ import annotations

from dataclasses import replace

import pytest
from invented_school import (
    DAYS,
    MON,
    REGULAR,
    SAT,
    SHORT,
    TUE,
    WED,
    at,
    clock,
    diary,
    minutes,
    period,
    row,
    school,
    timetable,
)

from coachsched.core.calendar import Bell, DayException
from coachsched.core.day_plans import kept_plans
from coachsched.core.slots import Rules, day_view
from coachsched.core.timetable import Timetable, Version

LISTED = Rules(release="listed")
OWN = Rules(presence="own_lessons")


def plan(*rows, rules=Rules(), calendar=None, on=MON, teacher="Ann"):  # noqa: B008 - frozen
    calendar = calendar or school()
    day = calendar.day(on)
    assert day.bell is not None
    return kept_plans(calendar, timetable(*rows), rules).plan(teacher, day, day.bell)


def free(*rows, **given):
    return [clock(span) for span in plan(*rows, **given).stretches]


def lessons(*rows, **given):
    """Each lesson at the period it is seen in, until the end of its run."""
    return [
        (lesson.period.label, lesson.klass, clock((lesson.period.start, lesson.until)))
        for lesson in plan(*rows, **given).lessons
    ]


def test_free_periods_in_a_row_are_one_stretch_with_the_time_between_them():
    # Registration and the closed break part the day; lunch and after school are open for meetings.
    assert free() == ["8:50-10:30", "10:50-15:00"]


def test_a_lesson_takes_its_period_out():
    assert free(row("Ann", "Mon", "4")) == ["8:50-10:30", "10:50-11:40", "12:35-15:00"]


@pytest.mark.parametrize("kind", ["duty", "meeting", "absent", "protected"])
def test_nobody_is_free_on_duty_in_a_meeting_absent_or_in_protected_time(kind):
    taken = row("Ann", "Mon", "Lunch", kind=kind)
    assert free(taken) == ["8:50-10:30", "10:50-12:35", "13:20-15:00"]


def test_a_lesson_without_a_class_is_busy_time_too():
    assert free(row("Ann", "Mon", "3", klass="")) == ["8:50-10:30", "11:45-15:00"]


def test_rows_of_other_days_and_teachers_take_nothing():
    assert free(row("Ann", "Tue", "4"), row("Bob", "Mon", "4")) == free()


def test_an_absence_without_a_period_is_the_whole_day():
    assert free(row("Ann", "Mon", "", kind="absent")) == []


def test_a_row_whose_period_does_not_ring_does_not_happen():
    short_monday = school(DAYS, DayException(MON, "teaching", bell="short"))
    assert free(row("Ann", "Mon", "4"), calendar=short_monday) == ["9:00-10:00"]


def test_an_end_period_is_read_once_and_then_rings_by_the_bell_of_the_day():
    short_monday = school(DAYS, DayException(MON, "teaching", bell="short"))
    assert free(row("Ann", "Mon", "Tutor", end_period="2"), calendar=short_monday) == ["9:30-10:00"]


def test_listed_release_frees_listed_periods_and_leaves_time_around_lessons_alone():
    released = row("Ann", "Mon", "2", kind="release")
    assert free(released, rules=LISTED) == ["9:40-10:30", "12:35-13:20", "14:15-15:00"]


def test_protected_time_wins_over_release():
    rows = row("Ann", "Mon", "2", kind="release"), row("Ann", "Mon", "2", kind="protected")
    assert free(*rows, rules=LISTED) == ["12:35-13:20", "14:15-15:00"]


def test_release_does_not_win_over_a_lesson():
    rows = row("Ann", "Mon", "2", kind="release"), row("Ann", "Mon", "2")
    assert free(*rows, rules=LISTED) == ["12:35-13:20", "14:15-15:00"]


def test_listed_release_opens_no_registration_and_no_closed_break():
    rows = row("Ann", "Mon", "Tutor", kind="release"), row("Ann", "Mon", "Break", kind="release")
    assert free(*rows, rules=LISTED) == ["12:35-13:20", "14:15-15:00"]


def test_a_registration_open_for_meetings_is_still_not_bookable():
    bell = Bell("b", (period("Tutor", "registration", "8:30-8:45", True), period("1", "lesson", "8:45-9:30")))
    assert free(calendar=school(bells=(bell,))) == ["8:45-9:30"]


def test_a_stretch_ends_at_a_closed_break_however_short():
    bell = Bell("b", (period("1", "lesson", "8:00-8:40"), period("Pause", "break", "8:40-8:41")))
    assert free(calendar=school(bells=(bell,))) == ["8:00-8:40"]


def test_own_lessons_bring_a_person_to_school_from_the_first_to_the_last():
    rows = row("Ann", "Mon", "2"), row("Ann", "Mon", "5", kind="duty")
    assert free(*rows, rules=OWN) == ["10:50-13:20"]


def test_a_meeting_brings_a_person_to_school():
    rows = row("Ann", "Mon", "1", kind="meeting"), row("Ann", "Mon", "3", klass="")
    assert free(*rows, rules=OWN) == ["9:40-10:30"]


def test_release_and_protected_time_alone_bring_nobody_to_school():
    rows = row("Ann", "Mon", "1", kind="release"), row("Ann", "Mon", "5", kind="protected")
    assert free(*rows, rules=OWN) == []


def test_a_lesson_missed_for_an_absence_brings_nobody_to_school():
    rows = row("Ann", "Mon", "1"), row("Ann", "Mon", "1", kind="absent"), row("Ann", "Mon", "4")
    assert free(*rows, row("Ann", "Mon", "After", kind="duty"), rules=OWN) == ["12:35-14:10"]


def test_without_rows_nobody_is_at_school_for_own_lessons():
    assert free(rules=OWN) == []
    assert free(row("Ann", "Tue", "1"), rules=OWN) == []


@pytest.mark.parametrize("teacher", [None, "", "Nobody"])
def test_somebody_without_a_timetable_is_at_school_all_day(teacher):
    assert free(row("Ann", "Mon", "1"), teacher=teacher) == ["8:50-10:30", "10:50-15:00"]


def test_an_extra_day_without_a_cycle_day_has_no_rows():
    saturday = school(DAYS, DayException(SAT, "teaching"))
    rows = [row("Ann", day, "1") for day in DAYS.labels]
    assert plan(*rows, calendar=saturday, on=SAT).lessons == ()
    assert free(*rows, calendar=saturday, on=SAT) == ["8:50-10:30", "10:50-15:00"]


def test_a_double_period_is_one_lesson():
    rows = row("Ann", "Mon", "1"), row("Ann", "Mon", "2")
    assert lessons(*rows) == [("1", "9A", "8:50-10:30"), ("2", "9A", "9:40-10:30")]


def test_a_lesson_goes_on_over_the_time_between_periods_but_not_over_a_break():
    rows = [row("Ann", "Mon", label) for label in "234"]
    assert lessons(*rows) == [
        ("2", "9A", "9:40-10:30"),
        ("3", "9A", "10:50-12:35"),
        ("4", "9A", "11:45-12:35"),
    ]


@pytest.mark.parametrize("other", [{"klass": "9B"}, {"subject": "Art"}, {"room": "R2"}])
def test_another_class_subject_or_room_is_another_lesson(other):
    first = row("Ann", "Mon", "1", room="R1")
    assert lessons(first, replace(first, period="2", **other))[0][2] == "8:50-9:40"


def test_rows_that_differ_only_in_class_are_one_lesson_of_all_their_classes():
    rows = row("Ann", "Mon", "1", "9B+9A"), row("Ann", "Mon", "1", "9C + 9A")
    assert lessons(*rows) == [("1", "9B+9A+9C", "8:50-9:40")]


def test_the_order_of_classes_makes_no_other_lesson():
    rows = row("Ann", "Mon", "1", "9A+9B"), row("Ann", "Mon", "2", "9B"), row("Ann", "Mon", "2", "9A")
    assert lessons(*rows) == [("1", "9A+9B", "8:50-10:30"), ("2", "9B+9A", "9:40-10:30")]


def test_a_teacher_double_booked_has_two_lessons_in_the_files_order():
    rows = row("Ann", "Mon", "1", "9B", "Art"), row("Ann", "Mon", "1", "9A"), row("Ann", "Mon", "2", "9A")
    assert [lesson[1:] for lesson in lessons(*rows)][:2] == [("9B", "8:50-9:40"), ("9A", "8:50-10:30")]


def test_an_absence_cuts_a_double_lesson():
    rows = row("Ann", "Mon", "1"), row("Ann", "Mon", "2"), row("Ann", "Mon", "2", kind="absent")
    assert lessons(*rows) == [("1", "9A", "8:50-9:40")]


def test_plans_follow_the_version_in_force():
    versions = Timetable((Version(None, (row("Ann", "Tue", "1"),)), Version(WED, (row("Ann", "Tue", "2"),))))
    calendar = school()
    plans = kept_plans(calendar, versions, Rules())
    seen = [
        plans.plan("Ann", calendar.day(on), REGULAR).lessons[0].period.label
        for on in (TUE, TUE.replace(day=12))
    ]
    assert seen == ["1", "2"]


def test_plans_kept_with_a_timetable_follow_a_changed_calendar_and_changed_rules():
    table = timetable(row("Ann", "Mon", "1"))

    def stretches(calendar, rules):
        day = calendar.day(MON)
        return kept_plans(calendar, table, rules).plan("Ann", day, day.bell).stretches

    usual = school()
    before = stretches(usual, Rules())
    rerung = school(bells=(replace(SHORT, name="regular"),))
    assert stretches(rerung, Rules()) == ((minutes("9:30"), minutes("10:00")),)
    assert stretches(usual, Rules()) == before
    assert stretches(usual, replace(OWN, release="listed")) == ()


def view(*rows, on=MON, calendar=None, rules=Rules(), **times):  # noqa: B008 - frozen
    seen = day_view(calendar or school(), timetable(*rows), rules, diary(1, "Ann", **times), on)
    return {period.label: state for period, state in seen}


def test_the_own_grid_names_what_each_period_is():
    rows = [
        row("Ann", "Mon", "1"),
        row("Ann", "Mon", "2", klass=""),
        row("Ann", "Mon", "3", kind="meeting"),
        row("Ann", "Mon", "4", kind="protected"),
        row("Ann", "Mon", "Lunch", kind="duty"),
        row("Ann", "Mon", "After", kind="absent"),
    ]
    assert view(*rows) == {
        "Tutor": "closed_time",
        "1": "teaching",
        "2": "meeting",
        "Break": "closed_time",
        "3": "meeting",
        "4": "protected",
        "Lunch": "duty",
        "5": "free",
        "After": "absent",
    }


def test_a_lesson_without_a_class_is_teaching_where_visits_need_none():
    assert view(row("Ann", "Mon", "1", klass=""), rules=Rules(visits_need_class=False))["1"] == "teaching"


def test_the_own_grid_shows_meetings_and_full_busy_periods():
    seen = view(meetings=(at(MON, "9:00-9:30"),), busy=(at(MON, "9:40-10:30"), at(MON, "11:00-11:10")))
    assert (seen["1"], seen["2"], seen["3"]) == ("booked", "closed_time", "free")


def test_the_own_grid_is_closed_on_exam_days_and_empty_without_school():
    assert set(view(calendar=school(DAYS, DayException(MON, "exam"))).values()) == {"closed_time"}
    assert view(on=SAT) == {}
