"""A file's days and periods in the school's words: found by name, by weekday, by time, or asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_school import ABC, DAYS, MON, TWO_WEEKS, minutes, school

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.placing import Place, Placing, Told, day_key, place, propose
from coachsched.core.timetable import Row, check_rows

SIX = Rotation("count", tuple(f"Day_{number}" for number in range(1, 7)), MON)
NAMED_WEEKS = Rotation("week", tuple(f"{day}{week}" for week in "AB" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")), MON, weeks=2)  # fmt: skip  # noqa: E501


@dataclass(frozen=True)
class FileDay:
    name: str
    week: str = ""
    also: tuple[str, ...] = ()
    weekday: int | None = None
    week_number: int | None = None


@dataclass(frozen=True)
class FilePeriod:
    name: str
    also: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    kind: Literal["lesson", "break"] = "lesson"
    before: str = ""


def days(*given: FileDay | str) -> list[FileDay]:
    return [FileDay(one) if isinstance(one, str) else one for one in given]


def periods(*given: FilePeriod | str) -> list[FilePeriod]:
    return [FilePeriod(one) if isinstance(one, str) else one for one in given]


def timed(name: str, times: str) -> FilePeriod:
    start, end = (minutes(text) for text in times.split("-"))
    return FilePeriod(name, start=start, end=end)


def placed_days(rotation: Rotation, *given: FileDay | str, **told: Told) -> list[Place]:
    placing = propose(days(*given), [], school(rotation), **told)
    return [placing.days[day_key(day.week, day.name)] for day in days(*given)]


def placed_periods(*given: FilePeriod | str, **told: Told) -> list[Place]:
    placing = propose([], periods(*given), school(), **told)
    return [placing.periods[period.name.strip().casefold()] for period in periods(*given)]


@pytest.mark.parametrize(
    "week",
    [
        ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes"),
        ("Lundi", "mardi", "mercredi", "jeudi", "vendredi"),
        ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
        ("Mo", "Di", "Mi", "Do", "Fr"),
        ("L", "M", "X", "J", "V"),
        ("mon.", "tues.", "weds."[:3], "thur.", "fri."),
    ],
)
def test_weekdays_are_known_in_four_languages(week: tuple[str, ...]):
    found = placed_days(DAYS, *week)
    assert [one.labels for one in found] == [(label,) for label in DAYS.labels]
    assert not any(one.doubtful for one in found)


def test_one_name_in_another_language_is_known_too():
    assert placed_days(DAYS, "Mon", "Tue", "Mittwoch")[2] == Place(("Wed",), "weekday")


def test_the_weekday_a_format_tells_is_believed():
    assert placed_days(DAYS, FileDay("Понедельник", weekday=0)) == [Place(("Mon",), "weekday")]


def test_another_spelling_of_a_label_is_that_label():
    assert placed_days(SIX, "Day 1", "DAY_2", "day-3") == [
        Place(("Day_1",), "spelling"),
        Place(("Day_2",), "label"),
        Place(("Day_3",), "spelling"),
    ]


def test_a_week_and_a_weekday_are_one_cycle_day():
    found = placed_days(
        TWO_WEEKS,
        FileDay("Montag", "Odd Week", week_number=0),
        FileDay("Montag", "Even Week", week_number=1),
        FileDay("Tuesday", "B"),
        FileDay("Freitag"),
    )
    assert [one.labels for one in found] == [("A",), ("V",), ("W",), ("E", "Z")]


def test_a_week_the_school_does_not_have_is_asked_for():
    found = placed_days(
        DAYS, FileDay("Montag", "Odd", week_number=0), FileDay("Montag", "Even", week_number=1)
    )
    assert [one.how for one in found] == ["weekday", "not found"]


def test_week_and_day_may_make_the_label_together():
    assert placed_days(NAMED_WEEKS, FileDay("Mon", "A-"))[0].labels == ("MonA",)


def test_days_of_which_nothing_is_known_are_taken_in_order_and_doubtful():
    found = placed_days(SIX, *(f"{number}. nap" for number in (1, 10, 2, 3, 4, 5)))
    assert [one.labels for one in found] == [(f"Day_{n}",) for n in (1, 6, 2, 3, 4, 5)]
    assert all(one.doubtful for one in found)


def test_the_order_says_nothing_beside_a_name_or_with_other_numbers():
    assert [one.how for one in placed_days(ABC, "A", "x", "y")] == ["label", "not found", "not found"]
    assert [one.how for one in placed_days(ABC, "x", "y")] == ["not found", "not found"]


@pytest.mark.parametrize("name", ["P3", "Period 3", "3.", "3rd", "3ª SESION", "03", "3. Stunde", "Lesson 3"])
def test_a_numbered_period_is_known_by_its_number(name: str):
    assert placed_periods(name) == [Place(("3",), "spelling")]


def test_a_period_is_known_by_its_times_nearly_the_same_being_doubtful():
    found = placed_periods(
        timed("x", "8:50-9:40"), " 10:50 - 11:40", timed("y", "13:15-14:05"), timed("z", "17:00-18:00")
    )
    assert found == [
        Place(("1",), "times"),
        Place(("3",), "times"),
        Place(("5",), "near times"),
        Place((), "not found"),
    ]


def test_times_of_another_bell_count_where_the_usual_one_has_none():
    assert placed_periods(timed("x", "9:30-10:00")) == [Place(("Lunch",), "times")]


def test_periods_are_taken_in_order_of_their_hours():
    found = placed_periods("08:00", "09:00", "01:00", "10:10", "11:10")
    assert [one.labels[0] for one in found] == ["1", "2", "5", "3", "4"]
    assert all(one.doubtful for one in found)


def test_a_break_may_be_told_by_the_period_after_it():
    found = placed_periods("P3", FilePeriod("x", kind="break", before="P3"), FilePeriod("y", before="2"))
    assert [one.labels for one in found] == [("3",), ("Break",), ()]
    assert found[1].doubtful


def test_what_was_confirmed_is_remembered_and_what_is_chosen_goes_first():
    remembered = Told(periods={"zz": ("4",), "1": ("2",)})
    assert placed_periods("ZZ", "1", remembered=remembered) == [
        Place(("4",), "remembered"),
        Place(("1",), "label"),
    ]
    chosen = Told(periods={"zz": (), "1": ("5",)})
    assert placed_periods("ZZ", "1", remembered=remembered, chosen=chosen) == [
        Place((), "left out"),
        Place(("5",), "chosen"),
    ]


def row(day: str, period: str, week: str = "", line: int = 2, **other: str) -> Row:
    return Row("ANN", day, period, "7A", "Art", "R1", week=week, line=line, **other)  # type: ignore[arg-type]


def placing_of(rows: list[Row], calendar: Calendar, **told: Told) -> Placing:
    return propose(
        [FileDay(day, week) for week, day in dict.fromkeys((one.week, one.day) for one in rows)],
        [FilePeriod(one.period) for one in rows],
        calendar,
        **told,
    )


def rewritten(rows: list[Row], rotation: Rotation, **told: Told) -> list[Row]:
    calendar = school(rotation)
    placed, _ = place(rows, placing_of(rows, calendar, **told), calendar)
    return list(placed)


def test_rows_in_the_schools_own_words_stay_as_they_are():
    rows = [row("Mon", "1"), row("friday", " 3 "), row("Tue", "1", end_period="4")]
    assert rewritten(rows, DAYS) == rows


def test_other_rows_are_written_in_the_schools_words():
    assert rewritten([row("Montag", "P1")], DAYS) == [row("Mon", "1")]
    assert rewritten([row("Monday", "1", "2")], TWO_WEEKS) == [row("Monday", "1", "2")]
    assert rewritten([row("Montag", "1")], TWO_WEEKS) == [row("Monday", "1")]


def test_a_day_that_is_several_is_written_for_each():
    chosen = Told(days={("", "games"): ("A", "C")})
    assert rewritten([row("Games", "1")], ABC, chosen=chosen) == [row("A", "1"), row("C", "1")]


def test_rows_that_were_chosen_to_be_left_out_are_told_with_their_lines():
    calendar = school(DAYS)
    rows = [row("Mon", "1", line=2), row("Sat", "1", line=3), row("Mon", "9", line=4)]
    chosen = Told(days={("", "sat"): ()}, periods={"9": ()})
    placed, left_out = place(rows, placing_of(rows, calendar, chosen=chosen), calendar)
    assert placed == (rows[0],)
    assert [one.where for one in left_out] == ["line 3", "line 4"]
    assert "Sat" in left_out[0].what


def test_rows_without_a_place_stay_for_the_check_to_find():
    calendar = school(DAYS)
    rows = [row("Sat", "1", line=3)]
    placed, left_out = place(rows, placing_of(rows, calendar), calendar)
    assert (list(placed), left_out) == (rows, [])
    assert [one.where for one in check_rows(placed, calendar)] == ["line 3"]


@given(
    st.lists(st.tuples(st.text(max_size=9), st.sampled_from(["", "A", "2"])), max_size=6, unique=True),
    st.lists(st.text(max_size=9).filter(str.strip), max_size=6, unique=True),
    st.sampled_from([DAYS, ABC, SIX, TWO_WEEKS]),
)
def test_whatever_a_file_calls_its_days_every_row_placed_can_be_read(
    names: list[tuple[str, str]], called: list[str], rotation: Rotation
):
    calendar = school(rotation)
    placing = propose([FileDay(*name) for name in names], periods(*called), calendar)
    rows = [row(day, period, week) for day, week in names for period in called]
    placed, _ = place(rows, placing, calendar)
    sure = not any(one.missing for one in (*placing.days.values(), *placing.periods.values()))
    assert not (sure and check_rows(placed, calendar))
    again, _ = place(placed, placing_of(list(placed), calendar), calendar)
    assert list(again) == list(placed) or not sure
