"""Real timetables, where they are at hand: how many rows are read, and what is left out and why."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.labels import names
from coachsched.core.timetable import check_rows, warnings
from coachsched.importers.bells import bell_of
from coachsched.importers.people import read_people
from coachsched.importers.recognise import read_timetable
from coachsched.importers.school_toml import read_school
from tests.importers.contract import assert_holds
from tests.importers.workbook_files import xlsx

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real timetables (../shared/data) are not here")


NO_TEACHER, NO_CARD = "names no teacher.", "is a lesson that has no card: it is not placed."


# Counted in the files themselves: lines under the header (cards, and lessons without one, of aSc), and those
# with an empty teacher cell. Untis's rows are 2,860 lines less those that differ from another only in class.
@pytest.mark.parametrize(
    ("name", "format", "lines", "left_out", "rows", "teachers"),
    [
        ("ZA-WD-09.csv", "canonical", 1353, {}, 1353, 40),
        ("AU-SA-96.csv", "canonical", 1888, {NO_TEACHER: 376}, 1512, 43),
        ("fet-10day-half-hours.csv", "fet", 1610, {}, 1610, 20),
        ("fet-8day.csv", "fet", 1205, {NO_TEACHER: 4}, 1201, 49),
        ("fet-primary-5day.csv", "fet", 278, {}, 278, 17),
        ("untis_GPU001_utf8_semicolon.TXT", "untis", 2860, {}, 1473, 80),
        ("asc_2week_halfhour_v1.xml", "asc", 4890, {NO_TEACHER: 1005, NO_CARD: 47}, 3838, None),
        ("asc_2week_halfhour_v2.xml", "asc", 6868, {NO_TEACHER: 1342, NO_CARD: 25}, 5501, None),
    ],
)
def test_a_real_timetable_is_read_whole(name, format, lines, left_out, rows, teachers):
    file = read(name)
    assert (file.format, file.lines_read, len(file.rows)) == (format, lines, rows)
    assert Counter(problem.what for problem in file.left_out) == left_out
    if teachers:
        assert len({teacher for row in file.rows for teacher in names(row.teacher)}) == teachers
    assert_holds(file)


def test_a_coupled_lesson_of_a_real_school_makes_nobody_a_co_teacher():
    file = read("untis_GPU001_utf8_semicolon.TXT")
    assert all(len(names(row.teacher)) == 1 for row in file.rows)
    # Lesson 7: five teachers with four classes at three times.
    seventh = [row for row in file.rows if row.line in range(17, 77) and (row.day, row.period) == ("2", "3")]
    assert {row.klass for row in seventh} == {"09a+09b+09c+09d"}
    assert sum(row.kind == "meeting" for row in file.rows) == 58


def test_every_card_of_the_real_asc_file_is_at_its_place_and_with_its_teachers():
    """Against a reading of the same XML that shares nothing with the importer."""
    name = "asc_2week_halfhour_v2.xml"
    root = ElementTree.parse(DATA / "timetables" / name).getroot()
    teachers = {one.get("id"): one.get("short") for one in root.iter("teacher")}
    lessons = {one.get("id"): one for one in root.iter("lesson")}
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    expected = Counter(
        (
            teacher,
            {"10": "1", "01": "2", "11": ""}[card.get("weeks")],
            days[card.get("days").index("1")],
            card.get("period"),
        )
        for card in root.iter("card")
        for id in filter(None, lessons[card.get("lessonid")].get("teacherids").split(","))
        for teacher in [teachers[id]]
    )
    found = Counter(
        (teacher, row.week, row.day, row.period) for row in read(name).rows for teacher in names(row.teacher)
    )
    assert found == expected


def test_the_real_asc_file_is_read_by_a_school_of_two_weeks_as_it_stands():
    """No mapping is needed where the school's days are the weekdays of two weeks."""
    file = read("asc_2week_halfhour_v2.xml")
    bell = bell_of(file)
    labels = tuple(f"{day} {week}" for week in "AB" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))
    rotation = Rotation("week", labels, date(2027, 1, 4), weeks=2)
    calendar = Calendar("Asia/Singapore", rotation, (bell,))
    assert len(bell.periods) == 21
    assert check_rows(file.rows, calendar) == []
    assert warnings(file.rows, calendar)


@pytest.mark.parametrize(
    ("name", "lessons", "breaks"), [("fet-10day-half-hours.csv", 12, 1), ("fet-8day.csv", None, 0)]
)
def test_the_hours_of_a_real_fet_file_make_its_bell_schedule(name, lessons, breaks):
    bell = bell_of(read(name))
    kinds = Counter(period.kind for period in bell.periods) if bell else None
    assert kinds == (Counter(lesson=lessons, **{"break": breaks}) if lessons else None)


def test_the_weekdays_of_a_real_spanish_file_are_known():
    days = read("fet-primary-5day.csv").days
    assert [(day.name, day.weekday) for day in days] == [
        ("Lunes", 0), ("Martes", 1), ("Miércoles", 2), ("Jueves", 3), ("Viernes", 4),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["ZA-WD-09.csv", "fet-primary-5day.csv"])
def test_a_real_table_is_the_same_as_a_spreadsheet(name):
    with (DATA / "timetables" / name).open(encoding="utf-8-sig", newline="") as file:
        data = xlsx(list(csv.reader(file)))
    assert read_timetable(data, "t.xlsx").rows == read(name).rows


@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_a_real_untis_file_is_the_same_with_every_separator(delimiter):
    name = "untis_GPU001_utf8_semicolon.TXT"
    text = (DATA / "timetables" / name).read_text(encoding="utf-8")
    assert read_timetable(text.replace(";", delimiter).encode(), name).rows == read(name).rows


def read(name):
    return read_timetable((DATA / "timetables" / name).read_bytes(), name)


def test_the_leading_space_in_a_real_period_is_gone():
    name = "fet-10day-half-hours.csv"
    file = read(name)
    assert "09:15 - 09:50" in {row.period for row in file.rows}
    assert {row.teacher.count(",") for row in file.rows} == {1}


def test_the_real_school_and_its_people_are_read():
    folder = DATA / "schools" / "za-wd-09"
    school = read_school((folder / "school.toml").read_bytes(), "school.toml")
    people = read_people((folder / "people.csv").read_bytes(), "people.csv").people
    timetable = read("ZA-WD-09.csv")
    assert len(school.calendar.exceptions) == 15
    assert {person.teacher for person in people} == {row.teacher for row in timetable.rows}
