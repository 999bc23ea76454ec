"""Real timetables, where they are at hand: how many rows are read, and what is left out and why."""

from collections import Counter
from pathlib import Path

import pytest

from coachsched.importers.people import read_people
from coachsched.importers.recognise import read_timetable
from coachsched.importers.school_toml import read_school

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real timetables (../shared/data) are not here")


# Counted in the files themselves: lines under the header, and those with an empty teacher cell.
@pytest.mark.parametrize(
    ("name", "format", "lines", "without_teacher"),
    [
        ("ZA-WD-09.csv", "canonical", 1353, 0),
        ("AU-SA-96.csv", "canonical", 1888, 376),
        ("fet-10day-half-hours.csv", "fet", 1610, 0),
        ("fet-8day.csv", "fet", 1205, 4),
        ("fet-primary-5day.csv", "fet", 278, 0),
    ],
)
def test_a_real_timetable_is_read_whole(name, format, lines, without_teacher):
    file = read_timetable((DATA / "timetables" / name).read_bytes(), name)
    assert (file.format, file.lines_read) == (format, lines)
    assert Counter(problem.what for problem in file.left_out) == (
        {"names no teacher.": without_teacher} if without_teacher else {}
    )
    assert len(file.rows) == lines - without_teacher


def test_the_leading_space_in_a_real_period_is_gone():
    name = "fet-10day-half-hours.csv"
    file = read_timetable((DATA / "timetables" / name).read_bytes(), name)
    assert "09:15 - 09:50" in {row.period for row in file.rows}
    assert {row.teacher.count(",") for row in file.rows} == {1}


def test_the_real_school_and_its_people_are_read():
    folder = DATA / "schools" / "za-wd-09"
    school = read_school((folder / "school.toml").read_bytes(), "school.toml")
    people = read_people((folder / "people.csv").read_bytes(), "people.csv").people
    timetable = read_timetable((DATA / "timetables" / "ZA-WD-09.csv").read_bytes(), "ZA-WD-09.csv")
    assert len(school.calendar.exceptions) == 15
    assert {person.teacher for person in people} == {row.teacher for row in timetable.rows}
