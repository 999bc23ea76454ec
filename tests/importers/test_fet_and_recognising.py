"""FET's timetable, and telling the formats apart."""

from datetime import date

import pytest

from coachsched.core.calendar import Calendar, Rotation
from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers import recognise
from coachsched.importers.recognise import CalendarFormat, read_timetable
from coachsched.importers.timetable_file import TimetableFile

HEADER = '"Activity Id","Day","Hour","Students Sets","Subject","Teachers","Activity Tags","Room","Comments"\n'
DOUBLE = (
    '"7","Martes","6º 11:10","1º A","Música","Abe, Rosa+Ivo Ba","Clase","Aula 1",""\n'
    '"7","Martes"," 7º 11:50","1º A","Música","Abe, Rosa+Ivo Ba","Clase","Aula 1",""\n'
)
ROWS = (
    Row("Abe, Rosa+Ivo Ba", "Martes", "6º 11:10", "1º A", "Música", "Aula 1"),
    Row("Abe, Rosa+Ivo Ba", "Martes", "7º 11:50", "1º A", "Música", "Aula 1"),
)


def read(text, format=None):
    return read_timetable(text.encode("utf-8-sig"), "t_timetable.csv", format, None)


def refusal(text, format=None):
    with pytest.raises(InputError) as refused:
        read(text, format)
    return str(refused.value)


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_fet_is_recognised_with_each_of_its_separators(delimiter):
    file = read((HEADER + DOUBLE).replace('","', f'"{delimiter}"'))
    assert (file.rows, file.format, file.lines_read) == (ROWS, "fet", 2)


def test_fet_without_header_is_read_when_named():
    assert read(DOUBLE, "fet").rows == ROWS


def test_activities_not_placed_or_without_teachers_are_left_out():
    file = read(
        HEADER + '"1","","","1A","Art","Abe","","",""\n"2","Mon","1","1A","Art","","","",""\n' + DOUBLE
    )
    assert [problem.what for problem in file.left_out] == ["has no day.", "names no teacher."]
    assert file.rows == ROWS


def test_a_cut_off_fet_row_is_told_with_its_line():
    assert "t_timetable.csv, line 4: has 3 cells" in refusal(HEADER + DOUBLE + '"8","Lunes","1º"\n')


def test_fets_activities_file_is_told_from_its_timetable():
    told = refusal(
        '"Students Sets","Subject","Teachers","Activity Tags","Total Duration"\n"1A","Art","Abe","","2"\n'
    )
    assert "does not name the columns Day and Hour" in told
    assert "_timetable.csv" in told


def test_a_named_format_is_not_second_guessed():
    assert "Students Sets" in refusal("teacher,day,period\nabe,Mon,1\n", "fet")
    assert read("teacher,day,period\nabe,Mon,1\n", "canonical").rows == (Row("abe", "Mon", "1"),)


def test_an_unknown_format_is_refused_with_the_known_ones():
    assert 'cannot be read as "fett". Did you mean "fet"?' in refusal("teacher,day,period\n", "fett")
    assert "Known here: canonical, grid, untis" in refusal("teacher,day,period\n", "xyz")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<?xml version='1.0'?>\n<timetable/>", "<?xml"),
        ("BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VCARD"),
        ("name,email\nAnn,ann@school.test\n", '"name", "email"'),
        ("just some words", "just some words"),
    ],
)
def test_unrecognised_content_is_told_with_what_was_seen_and_what_is_read(text, seen):
    told = refusal(text)
    assert "not a timetable in a format read here" in told
    assert seen in told
    assert "Formats read here: canonical, grid, untis, untis_duties, asc, fet" in told


@pytest.mark.parametrize("text", ["", "\n\n", ",,,\n"])
def test_an_empty_file_is_told(text):
    assert "is empty" in refusal(text)


def test_a_header_alone_is_a_timetable_without_rows():
    assert read("teacher,day,period\n").rows == ()


def test_a_format_of_dated_lessons_is_read_beside_the_schools_calendar(monkeypatch):
    def read_dated(text, name, calendar):
        return TimetableFile((Row(name, calendar.timezone, "1"),), (), "dated", 1)

    dated = CalendarFormat(lambda text: text.startswith("BEGIN:VCALENDAR"), read_dated)
    monkeypatch.setattr(recognise, "CALENDAR_FORMATS", {"dated": dated})
    calendar = Calendar("Asia/Singapore", Rotation("weekday", ("Mon",), date(2027, 1, 4), (0,)), ())
    file = read_timetable(b"BEGIN:VCALENDAR\n", "abe.ics", calendar=calendar)
    assert file.rows == (Row("abe.ics", "Asia/Singapore", "1"),)
    assert "beside the school's calendar" in refusal("BEGIN:VCALENDAR\n")
