"""What names of days and periods tell: weekdays in many languages, weeks, numbers, times, and bells."""

import pytest

from coachsched.core.calendar import Bell, Period
from coachsched.importers.bells import bell_of
from coachsched.importers.clock_times import minute_of, span_in
from coachsched.importers.days_and_periods import file_days, file_period, file_periods
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import FileDay, FilePeriod, TimetableFile


def weekdays(*names):
    return {day.name: day.weekday for day in file_days(("", name) for name in names)}


def bell(*periods):
    return bell_of(TimetableFile((), (), "x", 0, periods=periods))


@pytest.mark.parametrize(
    "names",
    [
        ("Monday", "Tuesday", "Friday"),
        ("MON", "tues", "Fri."),
        ("Mo", "Di", "Fr"),
        ("lundi", "mardi", "vendredi"),
        ("Lu", "Ma", "Ve"),
        ("Lunes", "Martes", "Viernes"),
        ("maanantai", "tiistai", "perjantai"),
        ("Понедельник", "вторник", "пятница"),
        ("Δευτέρα", "Τρίτη", "Παρασκευή"),
    ],
)
def test_weekdays_are_known_in_the_language_of_the_file(names):
    assert list(weekdays(*names).values()) == [0, 1, 4]


def test_a_short_name_means_what_the_others_beside_it_mean():
    assert weekdays("Mo", "Di", "Mi")["Di"] == 1
    assert weekdays("Lu", "Me", "Di")["Di"] == 6


def test_numbered_days_are_no_weekdays_and_sorted_by_number():
    assert weekdays("Day 10", "Day 2", "Day 1") == {"Day 1": None, "Day 2": None, "Day 10": None}


def test_a_second_monday_is_the_monday_of_the_second_week():
    days = file_days(("", name) for name in ("Monday", "Monday2", "Friday2", "Friday"))
    assert [(day.name, day.weekday, day.week_number) for day in days] == [
        ("Monday", 0, 0), ("Friday", 4, 0), ("Monday2", 0, 1), ("Friday2", 4, 1),
    ]  # fmt: skip


def test_a_number_beside_each_weekday_is_no_week():
    assert weekdays("1 - maanantai", "2 - tiistai") == {"1 - maanantai": 0, "2 - tiistai": 1}


def test_the_week_of_a_row_is_counted_from_a_or_1():
    assert file_days([("B", "Mon"), ("A", "Mon")]) == (
        FileDay("Mon", "A", ("Monday",), 0, 0),
        FileDay("Mon", "B", ("Monday",), 0, 1),
    )


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("09:15 - 09:50", (555, 590)),
        ("6º 11:10-11:50", (670, 710)),
        ("P1 8.30–9.15", (510, 555)),
        ("1:10-1:50 pm", (790, 830)),
        ("11:40 am - 12:20 pm", (700, 740)),
        ("13h05 - 13h50", (785, 830)),
        ("01:00 - 01:50", None),
        ("09:50 - 09:15", None),
        ("01:00", None),
        ("99:99 - 99:99", None),
        ("Period 3/Break", None),
        ("13", None),
    ],
)
def test_a_span_of_time_is_read_only_where_it_is_clear(text, span):
    assert span_in(text) == span


def test_a_start_without_a_leading_zero_is_a_time():
    assert (minute_of("7:30"), minute_of("07:30"), minute_of("25:00"), minute_of("noon")) == (
        450,
        450,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("name", "also"),
    [("P3", ("3",)), ("3ª sesión", ("3",)), ("0", ()), ("Pati", ()), ("13", ()), ("Period 3/Break", ("3",))],
)
def test_a_period_is_also_known_by_its_number(name, also):
    assert file_period(name).also == also


def test_periods_are_in_order_of_time_where_all_tell_it():
    names = [period.name for period in file_periods(["10:00-10:40", "08:00-08:40"])]
    assert names == ["08:00-08:40", "10:00-10:40"]


def test_fets_hours_make_a_bell_schedule_with_the_breaks_between():
    header = (
        '"Activity Id","Day","Hour","Students Sets","Subject","Teachers","Activity Tags","Room","Comments"\n'
    )
    hours = ("10:25 - 11:00", " 09:15 - 09:50", "09:50 - 10:20", "11:20 - 11:35")
    rows = "".join(f'"{n}","Day 1","{hour}","1A","Art","Abe","","",""\n' for n, hour in enumerate(hours))
    assert bell_of(read_timetable((header + rows).encode(), "t.csv")) == Bell(
        "regular",
        (
            Period("09:15 - 09:50", "lesson", 555, 590),
            Period("09:50 - 10:20", "lesson", 590, 620),
            Period("10:25 - 11:00", "lesson", 625, 660),
            Period("Break", "break", 660, 680),
            Period("11:20 - 11:35", "lesson", 680, 695),
        ),
    )


def test_there_is_no_bell_schedule_without_times_or_with_times_that_overlap():
    assert bell() is None
    assert bell(FilePeriod("1", start=480, end=520), FilePeriod("2")) is None
    assert bell(FilePeriod("1", start=480, end=520), FilePeriod("1-2", start=480, end=560)) is None


def test_a_break_the_file_names_is_not_made_twice_and_labels_stay_apart():
    found = bell(
        FilePeriod("Break", start=480, end=520),
        FilePeriod("2", start=540, end=580),
        FilePeriod("Yard", start=580, end=600, kind="break"),
        FilePeriod("3", start=615, end=650),
    )
    assert [period.label for period in found.periods] == ["Break", "Break 2", "2", "Yard", "3"]
