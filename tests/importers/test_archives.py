"""Several files in one archive: read as one timetable, or refused with a reason."""

import pytest

from coachsched.core.errors import InputError
from coachsched.importers.decoding import EncodingError, preview
from coachsched.importers.recognise import read_timetable
from tests.importers.workbook_files import packed, xlsx

TABLE = b"teacher,day,period,class\n"
FET = (
    b"Activity Id,Day,Hour,Students Sets,Subject,Teachers,Activity Tags,Room,Comments\n"
    b"1,Mon,1,1A,Art,Abe,,,\n"
)


def read(**files):
    return read_timetable(packed({name.replace("_", "."): data for name, data in files.items()}), "all.zip")


def refusal(**files):
    with pytest.raises(InputError) as refused:
        read(**files)
    return str(refused.value)


def test_tables_of_departments_are_one_timetable():
    file = read(art_csv=TABLE + b"abe,Tue,2,9A\n", maths_csv=TABLE + b"bel,Mon,1,9B\n")
    assert [row.teacher for row in file.rows] == ["abe", "bel"]
    assert (file.format, file.lines_read) == ("canonical", 2)
    assert [day.weekday for day in file.days] == [0, 1]


def test_a_left_out_row_is_told_with_the_file_it_is_in():
    told = read(art_csv=TABLE + b"abe,Tue,2,9A\n", maths_csv=TABLE + b",Mon,1,9B\n").left_out
    assert [str(problem) for problem in told] == ["all.zip/maths.csv, line 2: names no teacher."]


def test_a_spreadsheet_in_an_archive_is_read():
    rows = [["teacher", "day", "period"], ["abe", "Mon", 1]]
    assert read(week_xlsx=xlsx(rows)).rows[0].teacher == "abe"


def test_two_whole_timetables_are_not_mixed():
    assert "holds 2 whole timetables" in refusal(old_csv=FET, new_csv=FET)


def test_formats_are_not_mixed():
    assert "several formats: canonical, fet" in refusal(a_csv=TABLE + b"abe,Tue,2,9A\n", b_csv=FET)


def test_the_faults_of_every_file_are_told_at_once():
    told = refusal(a_csv=TABLE + b"abe,Tue\n,\n", b_csv=FET + b"2,Mon\n")
    assert "all.zip/a.csv, line 2" in told
    assert "all.zip/b.csv, line 3" in told


def test_an_encoding_to_be_asked_for_is_asked_for():
    with pytest.raises(EncodingError, match=r"all\.zip/a\.csv"):
        read(a_csv=TABLE + "Müller,Mon,1,9A\n".encode("windows-1252"))


def test_the_preview_of_an_archive_is_of_the_file_that_has_to_be_asked_about():
    data = packed({"a.csv": TABLE, "b.csv": TABLE + "Müller,Mon,1,9A\n".encode("windows-1252")})
    assert preview(data, "all.zip")[0] == ("windows-1252", ("Müller,Mon,1,9A",))


def test_an_archive_without_a_timetable_says_what_it_holds():
    assert "It holds readme.txt." in refusal(readme_txt=b"hello")
    assert "It is empty." in refusal()


def test_an_archive_in_an_archive_is_not_opened():
    file = read(a_csv=TABLE + b"abe,Tue,2,9A\n", inner_zip=packed({"x": b"y"}))
    assert "inner.zip: is no timetable read here" in str(file.notes[0])


def test_what_systems_hide_in_archives_is_passed_over_without_a_word():
    data = packed({"t.csv": TABLE + b"abe,Tue,2,9A\n", "__MACOSX/._t.csv": b"\0\x05", ".DS_Store": b"\0"})
    file = read_timetable(data, "all.zip")
    assert (len(file.rows), file.notes) == (1, ())
