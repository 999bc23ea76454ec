"""Spreadsheets: cells as people see them, the right sheet, and workbooks made to do harm."""

import io
import resource
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers.containers import MOST_UNPACKED
from coachsched.importers.history import read_history
from coachsched.importers.lines import read_lines
from coachsched.importers.people import read_people
from coachsched.importers.recognise import read_timetable
from tests.importers.workbook_files import changed, ods, packed, saved, xls, xlsx

HEADER = ["teacher", "day", "period", "class", "subject", "room"]
LESSON = ["abe", "Mon", "1", "9A", "Art", "S2"]
MORNING = datetime(2027, 1, 13, 9, 30)  # noqa: DTZ001  a sheet knows no zones
ROW = Row("abe", "Mon", "1", "9A", "Art", "S2")


def cells(*row):
    return read_lines(xlsx([row]), "t.xlsx")[0].cells


def refusal(data, name="t.xlsx"):
    with pytest.raises(InputError) as refused:
        read_timetable(data, name)
    return str(refused.value)


def test_numbers_times_and_dates_are_read_as_people_see_them():
    seen = cells(1.0, 12, 0.5, time(8, 0), date(2027, 1, 13), MORNING, True)
    assert seen == ["1", "12", "0.5", "08:00", "2027-01-13", "2027-01-13 09:30", "TRUE"]
    assert cells(timedelta(hours=8, minutes=5)) == ["08:05"]


def test_spaces_and_accents_in_a_cell_are_as_in_text():
    assert cells("\u00a0 09:15 - 09:50 ", "Jose\u0301") == ["09:15 - 09:50", "José"]


@pytest.mark.parametrize("workbook", [xlsx, ods, xls])
def test_a_timetable_is_read_from_every_kind_of_spreadsheet(workbook):
    file = read_timetable(workbook([HEADER, LESSON]), "week")
    assert (file.rows, file.format) == ((ROW,), "canonical")


def test_lines_are_told_by_the_rows_of_the_sheet():
    assert read_timetable(xlsx([["Our school"], [], HEADER, LESSON]), "t.xlsx").rows[0].line == 4


def test_numbers_and_letters_of_old_workbooks_are_read():
    assert read_lines(xls([["Łé", 1.0, 0.5]]), "t.xls")[0].cells == ["Łé", "1", "0.5"]


def test_a_period_that_is_a_number_in_the_sheet_is_the_period_of_the_school():
    file = read_timetable(xlsx([HEADER, ["abe", "Mon", 1, "9A", "Art", 102]]), "t.xlsx")
    assert file.rows == (Row("abe", "Mon", "1", "9A", "Art", "102"),)


def test_a_merged_cell_counts_for_every_row_and_column_it_covers():
    book = openpyxl.Workbook()
    for row in ([*HEADER], LESSON, [None, "Mon", "2", "9A", "Art", "S2"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    assert [row.teacher for row in read_timetable(saved(book), "t.xlsx").rows] == ["abe", "abe"]


def test_a_formula_gives_the_value_saved_with_it_and_a_formula_like_text_stays_a_text():
    book = openpyxl.Workbook()
    book.active.append([*HEADER])
    book.active.append(["abe", "Mon", "1", "9A", '=HYPERLINK("http://x")', ""])
    assert read_timetable(saved(book), "t.xlsx").rows == (Row("abe", "Mon", "1", "9A"),)
    row = read_timetable(
        xlsx([HEADER, ["=cmd|'/c calc'!A1", "Mon", "1", "@SUM(A1)", "+Art", "-1"]]), "t.xlsx"
    ).rows
    assert row == (Row("=cmd|'/c calc'!A1", "Mon", "1", "@SUM(A1)", "+Art", "-1"),)


def test_the_first_sheet_that_is_a_timetable_is_read_and_the_others_are_named():
    data = xlsx(
        [["Read me"], ["Hello"]], [HEADER, LESSON], [HEADER, LESSON], titles=["Notes", "Term 1", "Term 2"]
    )
    file = read_timetable(data, "t.xlsx")
    assert file.rows == (ROW,)
    assert [note.what for note in file.notes] == ['only the sheet "Term 1" is read, not "Notes", "Term 2".']


def test_a_hidden_sheet_is_not_read():
    book = openpyxl.load_workbook(filename=io.BytesIO(xlsx([HEADER, ["old", *LESSON[1:]]], [HEADER, LESSON])))
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    file = read_timetable(saved(book), "t.xlsx")
    assert (file.rows, file.notes) == ((ROW,), ())


def test_people_and_histories_are_read_from_spreadsheets_too():
    people = xlsx([["notes"]], [["name", "email", "teacher"], ["Ann Abe", "ann@school.test", "abe"]])
    assert read_people(people, "people.xlsx").people[0].teacher == "abe"
    rows = [["date", "people", "what"], [date(2027, 1, 13), "a@school.test+b@school.test", "began"]]
    assert read_history(xlsx(rows), "log.xlsx")[0].event.date == date(2027, 1, 13)


def test_rows_pasted_from_a_spreadsheet_are_read():
    pasted = "\t".join(HEADER) + "\n" + "\t".join(LESSON) + "\n"
    assert read_timetable(pasted.encode(), "pasted").rows == (ROW,)


def test_a_workbook_without_a_cell_is_empty():
    assert "is empty" in refusal(xlsx([]))


def test_a_cell_in_the_last_corner_ends_neither_the_server_nor_its_memory():
    book = openpyxl.Workbook()
    book.active["A1"] = "teacher"
    book.active["XFD1048576"] = "x"
    assert "too large to be opened" in refusal(saved(book))


def test_more_columns_or_rows_than_any_timetable_has_are_refused():
    assert "more than 1,000 cells" in refusal(xlsx([["x"] * 1001]))
    book = openpyxl.Workbook()
    book.active["A100001"] = "x"
    book.active["A1"] = "x"
    assert "more than 100,000 rows" in refusal(saved(book))


@pytest.mark.parametrize("inside", ["xl/worksheets/sheet1.xml", "anything.txt"])
def test_a_zip_bomb_is_refused_before_it_is_opened(inside):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bomb = changed(xlsx([HEADER, LESSON]), inside, b" " * (MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert "unpacks to more than 48 MB" in refusal(bomb)
    # In kB: the bomb itself is built in this process too, twice.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4 * MOST_UNPACKED / 1024


def test_a_zip_that_lies_about_its_size_is_refused():
    data = bytearray(xlsx([HEADER, LESSON]))
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = (5).to_bytes(4, "little")
    assert "damaged" in refusal(bytes(data))


def test_an_archive_of_very_many_files_or_packed_strangely_is_refused():
    assert "holds 1,001 files" in refusal(packed({f"{n}.txt": b"" for n in range(1001)}))
    assert "not read here" in refusal(packed({"t.csv": b"x"}, zipfile.ZIP_LZMA))


def test_a_locked_archive_is_told():
    data = bytearray(packed({"t.csv": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in refusal(bytes(data))


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_broken_workbook_is_told_with_a_way_out(data):
    assert "CSV (UTF-8)" in refusal(data)
