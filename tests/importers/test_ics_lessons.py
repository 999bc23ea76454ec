"""Teachers' own calendars as timetables: EDGE-CASES 57, 65 and 72."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from invented_calendars import (
    AT,
    SIX_DAYS,
    TWO_WEEKS,
    WEEKLY,
    all_day,
    calendar,
    dated,
    event,
    google,
    lesson,
    six_days,
    two_weeks,
    utc,
    webuntis,
    windows,
)

from coachsched.core.calendar import Bell, BellRule, Period, Rotation
from coachsched.core.errors import InputError
from coachsched.core.timetable import check_rows
from coachsched.importers import ics_lessons
from coachsched.importers.lesson_titles import is_cancelled, read_title
from coachsched.importers.timetable_file import TimetableFile

MONDAYS = [date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28)]


def read(text: str, school=WEEKLY) -> TimetableFile:
    file = ics_lessons.read(text, "meyer.ics", school)
    assert check_rows(file.rows, school) == []
    assert {row.day for row in file.rows} == {day.name for day in file.days}
    named = {name for row in file.rows for name in (row.period, row.end_period) if name}
    assert named == {period.name for period in file.periods}
    return file


def rows(file: TimetableFile) -> list[tuple[str, ...]]:
    return [(row.day, row.period, row.klass, row.subject, row.room, row.kind) for row in file.rows]


def told(problems) -> str:
    return "\n".join(map(str, problems))


def test_a_year_of_dated_lessons_in_utc_is_one_week_on_both_sides_of_the_clock_change():
    file = read(webuntis())
    assert rows(file) == [
        ("Mon", "1", "9B", "Maths", "R1", "lesson"),
        ("Mon", "2", "8A", "Maths", "R2", "lesson"),
        ("Thu", "3", "9B", "Maths", "R1", "lesson"),
    ]
    assert (file.format, file.scope, file.left_out) == ("ics", "teachers", ())
    assert {row.teacher for row in file.rows} == {"Paul Meyer"}


def test_seven_utc_in_october_and_eight_in_november_are_one_lesson_in_berlin():
    """The clocks go back on 25 October 2026: 09:00 there is 07:00Z on the 24th, 08:00Z on 7 November."""
    saturdays = replace(
        WEEKLY,
        rotation=Rotation("weekday", ("Sat",), date(2026, 10, 24), weekdays=(5,)),
        bells=(Bell("regular", (Period("1", "lesson", 540, 585),)),),
        exceptions=(),
    )
    starts = (":20261024T070000Z", ":20261031T080000Z", ":20261107T080000Z")
    events = [event(start, start, start.replace("0000Z", "4500Z"), "9B Maths") for start in starts]
    file = read(calendar(*events), saturdays)
    assert [(row.day, row.period) for row in file.rows] == [("Sat", "1")]
    assert "1 of them on every date" in told(file.notes)


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "Africa/Johannesburg", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]
)
def test_half_an_hour_of_summer_time_and_none_at_all_are_the_wall_clock_too(zone: str):
    school = replace(WEEKLY, timezone=zone)
    days = [day.date for day in school.days(date(2026, 9, 7), date(2027, 3, 25)) if day.cycle_day == "Mon"]
    events = [
        event(str(on), utc(on, 480, ZoneInfo(zone)), utc(on, 525, ZoneInfo(zone)), "9B Maths") for on in days
    ]
    file = read(calendar(*events), school)
    assert [(row.day, row.period) for row in file.rows] == [("Mon", "1")]
    assert "1 of them on every date" in told(file.notes)


def test_lessons_exported_in_the_holidays_are_not_looked_at():
    # Mondays and Thursdays of the autumn and Christmas breaks: 3 lessons in each of 4 weeks.
    assert "12 events on days without school were not looked at" in told(read(webuntis()).notes)


def test_a_school_of_two_weeks_gets_its_week():
    file = read(two_weeks(), TWO_WEEKS)
    assert [(row.day, row.klass, row.subject) for row in file.rows] == [
        ("A Tue", "7C", "Art"),
        ("B Fri", "8D", "Art"),
    ]
    assert file.teachers[0].name == "Tessa Noor"


def test_a_rotation_of_six_days_gets_its_cycle_days_and_the_file_its_name():
    file = read(six_days(), SIX_DAYS)
    assert [(row.day, row.period, row.teacher) for row in file.rows] == [
        ("Day_1", "2", "meyer"),
        ("Day_4", "3", "meyer"),
    ]


def test_a_rule_with_a_date_left_out_and_one_moved():
    file = read(google())
    assert [(row.day, row.period) for row in file.rows] == [("Wed", "1")]
    assert '"9B Maths" is on 23 of 25 dates' in told(file.notes)
    assert "Thu, period 3, too few to be the timetable: 2027-01-21" in told(file.left_out)


def test_the_names_windows_has_for_zones_are_known():
    file = read(windows())
    assert rows(file) == [
        ("Fri", "2", "8C", "French", "R4", "lesson"),
        ("Fri", "4", "", "Meeting", "", "meeting"),
    ]


@pytest.mark.parametrize("zone", ["Europe", "Customized Time Zone", "Nowhere/Land", "../../etc/passwd"])
def test_a_zone_nobody_knows_is_told_and_read_as_the_schools(zone: str):
    starts = [(f";TZID={zone}:{on:%Y%m%d}T080000", f";TZID={zone}:{on:%Y%m%d}T084500") for on in MONDAYS]
    file = read(calendar(*(event(start, start, end, "9B Maths") for start, end in starts)))
    assert [(row.day, row.period) for row in file.rows] == [("Mon", "1")]
    assert "a time zone nobody knows" in told(file.notes)


def test_cancelled_lessons_are_left_out_by_status_or_by_their_title():
    gone = [
        lesson("a", date(2026, 9, 8), "2", "9B Maths", more="STATUS:CANCELLED"),
        lesson("b", date(2026, 9, 8), "3", "Cancelled: 9B Maths"),
        lesson("c", date(2026, 9, 8), "4", "Entfällt 9B Maths"),
    ]
    file = read(calendar(*(lesson(str(on), on, "1", "9B Maths") for on in MONDAYS), *gone))
    assert len(file.rows) == 1
    assert [problem.what for problem in file.left_out] == ["is cancelled."] * 3
    assert all("2026-09-08" in problem.where for problem in file.left_out)


def test_all_day_events_are_no_lessons():
    file = read(
        calendar(*dated(WEEKLY, [("Mon", "1", "9B Maths", "R1")]), all_day("x", MONDAYS[0], None, "Trip"))
    )
    assert len(file.rows) == 1
    assert "1 all-day event is no lesson" in told(file.notes)


def test_a_late_start_moves_the_time_and_the_period_stays():
    late = Bell("late", (Period("1", "lesson", 600, 640), Period("2", "lesson", 645, 690)))
    school = replace(
        WEEKLY, bells=(*WEEKLY.bells, late), rules=(BellRule("late", weekday=0, first=MONDAYS[2]),)
    )
    early = [lesson(str(on), on, "1", "9B Maths") for on in MONDAYS[:2]]
    later = [event(str(on), utc(on, 600), utc(on, 640), "9B Maths") for on in MONDAYS[2:]]
    assert [(row.day, row.period) for row in read(calendar(*early, *later), school).rows] == [("Mon", "1")]


def test_a_lesson_over_two_periods_is_one_row():
    doubles = [event(str(on), utc(on, AT["1"].start), utc(on, AT["2"].end), "9B Maths") for on in MONDAYS]
    assert [(row.period, row.end_period) for row in read(calendar(*doubles)).rows] == [("1", "2")]


def test_a_name_may_be_folded_and_escaped():
    text = calendar(*dated(WEEKLY, [("Mon", "1", "9B Maths", "R1")]), head="X-WR-CALNAME:Brown\\, J\r\n ane")
    assert read(text).rows[0].teacher == "Brown, Jane"


def test_a_teacher_given_is_the_teacher():
    text = calendar(*dated(WEEKLY, [("Mon", "1", "9B Maths", "R1")]))
    assert ics_lessons.read(text, "x.ics", WEEKLY, teacher="PAU").rows[0].teacher == "PAU"


def test_no_lesson_in_the_terms_is_said_with_what_to_do():
    old = calendar(lesson("a", date(2020, 9, 7), "1", "9B Maths"))
    with pytest.raises(InputError, match=r"no lesson within the school's terms, 2026-09-07 to 2027-03-25"):
        ics_lessons.read(old, "old.ics", WEEKLY)


def test_a_school_without_terms_or_bells_is_told_to_enter_them():
    for school in (replace(WEEKLY, terms=()), replace(WEEKLY, bells=())):
        with pytest.raises(InputError, match="terms and bells in first"):
            ics_lessons.read(webuntis(), "a.ics", school)


def test_one_time_things_are_no_timetable():
    text = calendar(lesson("a", date(2026, 9, 7), "1", "A"), lesson("b", date(2026, 11, 2), "2", "B"))
    with pytest.raises(InputError, match="no lesson that comes back"):
        ics_lessons.read(text, "a.ics", WEEKLY)


def test_a_calendar_is_known_by_its_first_line():
    assert ics_lessons.is_like("\ufeff\r\nbegin:vcalendar\r\n")
    assert not ics_lessons.is_like("teacher,day,period\n")


@pytest.mark.parametrize(
    ("title", "klass", "subject"),
    [
        ("9B Maths", "9B", "Maths"),
        ("Maths 9B", "9B", "Maths"),
        ("Maths / 9B", "9B", "Maths"),
        ("09a - Wirtschaft", "09a", "Wirtschaft"),
        ("7C, 7D: Art", "7C+7D", "Art"),
        ("Year 9 Design", "Year 9", "Design"),
        ("Maths (10.2)", "10.2", "Maths"),
        ("Physics 10A+10B", "10A+10B", "Physics"),
        ("3ºA Lengua", "3ºA", "Lengua"),
        ("11C", "11C", ""),
    ],
)
def test_class_and_subject_are_told_apart(title: str, klass: str, subject: str):
    assert read_title(title) == (klass, subject, "lesson", True)


@pytest.mark.parametrize(
    "title", ["Orchestra", "Maths 2", "1st orchestra", "R12 Maths", "Höhere Mathematik", ""]
)
def test_what_names_no_class_stands_as_class_and_subject(title: str):
    assert read_title(title) == (title, title, "lesson", False)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Lunch duty", "duty"), ("Pausenaufsicht Hof", "duty"), ("Fachkonferenz", "meeting"),
     ("PPA", "protected"), ("Staff meetings", "meeting")],
)  # fmt: skip
def test_duties_and_meetings_have_nobody_to_visit(title: str, kind: str):
    assert read_title(title) == ("", title, kind, True)


def test_a_lesson_about_what_was_cancelled_takes_place():
    assert not is_cancelled("", "History of the cancelled revolution")
    assert is_cancelled("", "[ENTFÄLLT] 9B Mathe")
    assert is_cancelled("CANCELLED", "9B")
