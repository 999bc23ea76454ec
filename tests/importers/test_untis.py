"""Untis: coupled lessons are nobody's co-teaching, meetings are no lessons, supervisions are duties."""

import pytest

from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers.decoding import EncodingError
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import FileDay, FilePeriod
from tests.importers.workbook_files import packed

LESSONS = (
    '7;"09a";"Jør";"F6";"242";2;3;;\n7;"09b";"Jør";"F6";"242";2;3;;\n'
    '7;"09a";"Pér";"L6";"225";2;3;;\n7;"09b";"Pér";"L6";"225";2;3;;\n'
    '137;"";"Jør";"VR";"";3;6;;\n8;"09a";"Sport";"SP";;5;0;;\n'
)
ROWS = (
    Row("Jør", "2", "3", "09a+09b", "F6", "242"),
    Row("Pér", "2", "3", "09a+09b", "L6", "225"),
    Row("Jør", "3", "6", "", "VR", kind="meeting"),
    Row("Sport", "5", "0", "09a", "SP"),
)
DUTIES = '"Hof";"Jør";1;3;1;\n"Gang 1";"Pér";5;1;;\n'
DUTY_ROWS = (
    Row("Jør", "1", "before 3", room="Hof", kind="duty"),
    Row("Pér", "5", "before 1", room="Gang 1", kind="duty"),
)


def read(text, name="GPU001.TXT", format=None):
    return read_timetable(text.encode(), name, format)


def refusal(text):
    with pytest.raises(InputError) as refused:
        read(text, format="untis")
    return str(refused.value)


def test_only_the_classes_of_one_teacher_are_joined_in_a_coupled_lesson():
    file = read(LESSONS)
    assert (file.rows, file.format, file.scope) == (ROWS, "untis", "whole")
    assert file.lines_read == 6
    assert all("+" not in row.teacher for row in file.rows)


def test_two_lessons_of_a_teacher_at_one_time_stay_two():
    file = read('1;"9a";"Abe";"M";"1";1;1;;\n2;"9b";"Abe";"D";"2";1;1;;\n')
    assert [row.klass for row in file.rows] == ["9a", "9b"]


def test_a_row_without_a_class_is_a_meeting_and_one_without_a_room_a_lesson():
    kinds = {row.subject: (row.kind, row.room) for row in read(LESSONS).rows}
    assert (kinds["VR"], kinds["SP"]) == (("meeting", ""), ("lesson", ""))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', ""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_quotation_and_line_end_of_the_export_gives_the_same_rows(delimiter, quote, end):
    text = LESSONS.replace(";", delimiter).replace('"', quote).replace("\n", end)
    assert read(text).rows == ROWS


def test_the_older_encoding_of_the_export_is_asked_for_and_then_read():
    data = LESSONS.encode("windows-1252")
    with pytest.raises(EncodingError, match=r"GPU001\.TXT, line 1"):
        read_timetable(data, "GPU001.TXT")
    assert read_timetable(data, "GPU001.TXT", encoding="windows-1252").rows == ROWS


def test_days_are_counted_from_monday_and_periods_may_begin_at_zero():
    file = read(LESSONS)
    assert file.days[0] == FileDay("2", also=("Tuesday", "Tue"), weekday=1)
    assert [day.name for day in file.days] == ["2", "3", "5"]
    assert [period.name for period in file.periods] == ["0", "3", "6"]


def test_rows_that_are_not_placed_or_name_nobody_are_left_out_with_the_reason():
    file = read('1;"9a";"Abe";"M";"1";0;0;;\n1;"9a";"";"M";"1";1;1;;\n1;"9a";"Abe";"M";"1";1;;;\n' + LESSONS)
    assert [str(problem) for problem in file.left_out] == [
        "GPU001.TXT, line 1: has no day.",
        "GPU001.TXT, line 2: names no teacher.",
        "GPU001.TXT, line 3: has no period.",
    ]


def test_broken_rows_are_told_with_their_lines():
    told = refusal(LESSONS + '1;"9a";"Abe"\n1;"9a";"Abe";"M";"1";8;1;;\n1;"9a";"Abe";"M";"1";1;99;;\n')
    assert "GPU001.TXT, line 7: has 3 fields where at least 7 are needed." in told
    assert 'GPU001.TXT, line 8: has the day "8".' in told
    assert 'GPU001.TXT, line 9: has the period "99".' in told


def test_break_supervisions_are_duties_before_a_period_and_replace_only_duties():
    file = read(DUTIES, name="GPU009.TXT")
    assert (file.rows, file.format, file.scope) == (DUTY_ROWS, "untis_duties", "duties")
    assert file.periods == (
        FilePeriod("before 1", kind="break", before="1"),
        FilePeriod("1"),
        FilePeriod("before 3", kind="break", before="3"),
        FilePeriod("3"),
    )
    assert [day.weekday for day in file.days] == [0, 4]


def test_lessons_and_supervisions_packed_together_are_one_timetable():
    parts = {"GPU001.TXT": LESSONS.encode(), "GPU009.TXT": DUTIES.encode(), "readme.txt": b"hello"}
    file = read_timetable(packed(parts), "untis.zip")
    assert (file.rows, file.format, file.scope) == (ROWS + DUTY_ROWS, "untis", "whole")
    assert [period.name for period in file.periods] == ["0", "before 1", "1", "before 3", "3", "6"]
    assert [day.weekday for day in file.days] == [0, 1, 2, 4]
    assert [str(note) for note in file.notes] == [
        "untis.zip/readme.txt: is no timetable read here; it is passed over."
    ]


def test_a_placeholder_is_a_teacher_like_any_other_here():
    assert "Sport" in {row.teacher for row in read(LESSONS).rows}


def test_a_plus_in_a_short_name_does_not_make_two_teachers():
    assert read('1;"9a";"A+B";"M";"1";1;1;;\n').rows[0].teacher == "A/B"
