"""The wide grid: wherever its days and periods stand, and never a cell read without a word about it."""

import pytest

from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import FileTeacher
from tests.importers.workbook_files import xlsx


def read(text, format=None):
    return read_timetable(text.encode(), "grid.csv", format)


def places(text):
    file = read(text)
    assert file.format == "grid"
    return [(row.teacher, row.week, row.day, row.period, row.klass) for row in file.rows]


@pytest.mark.parametrize(
    ("titles", "week", "day", "period"),
    [
        ("Teacher,Mon1,Mon2,Tue1", "", "Mon", "2"),
        ("Teacher,Mon 1,Mon 2,Tue 1", "", "Mon", "2"),
        ("Teacher,Monday P1,Monday P2,Tuesday P1", "", "Monday", "P2"),
        (",Day 1 / 1,Day 1 / 2,Day 2 / 1", "", "Day 1", "2"),
        ("Staff,D1 P1,D1 P2,D2 P1", "", "D1", "P2"),
        ("Lehrer,Mo 1,Mo 2,Di 1", "", "Mo", "2"),
        ("Prof,Lun-1,Lun-2,Mar-1", "", "Lun", "2"),
        ("Teacher,Mon A,Mon B,Tue A", "", "Mon", "B"),
        ("Teacher,A Mon 1,A Mon 2,B Mon 1", "A", "Mon", "2"),
        ("Teacher,Week 2 Mon 1,Week 2 Mon 2,Week 1 Mon 1", "2", "Mon", "2"),
        ("Teacher,MonA1,MonA2,TueA1", "A", "Mon", "2"),
        ("Teacher,Mon A 1,Mon A 2,Mon B 1", "A", "Mon", "2"),
    ],
)
def test_a_title_over_each_column_names_its_day_and_period(titles, week, day, period):
    assert places(titles + "\nabe,,9B,\n") == [("abe", week, day, period, "9B")]


@pytest.mark.parametrize(
    "titles",
    [
        "Teacher,Monday,,Tuesday,\n,1,2,1,2",
        "Our school\n\nTeacher,Monday,Monday,Tuesday,Tuesday\n,1,2,1,2",
        ",Monday,,Tuesday,\nTeacher,1,2,1,2",
    ],
)
def test_days_may_stand_over_their_periods_as_merged_cells(titles):
    assert places(titles + "\nabe,,9B,,9C\n") == [
        ("abe", "", "Monday", "2", "9B"),
        ("abe", "", "Tuesday", "2", "9C"),
    ]


def test_weeks_may_stand_over_the_days_or_beside_them():
    rows = [("abe", "A", "Mon", "1", "9B"), ("abe", "B", "Tue", "1", "9C")]
    assert places(",Week A,,Week B,\n,Mon,Tue,Mon,Tue\nCode,1,1,1,1\nabe,9B,,,9C\n") == rows
    assert places("Code,Mon A,Tue A,Mon B,Tue B\n,1,1,1,1\nabe,9B,,,9C\n") == rows


def test_merged_cells_of_a_workbook_are_read_as_they_look():
    data = xlsx(
        [["Teacher", "Monday", None, "Tuesday", None], [None, 1, 2, 1, 2], ["abe", None, "9B", None, "9C"]]
    )
    file = read_timetable(data, "grid.xlsx")
    assert file.rows == (Row("abe", "Monday", "2", "9B"), Row("abe", "Tuesday", "2", "9C"))


@pytest.mark.parametrize(
    "text",
    [
        "Day,Period,abe,bel\nMon,1,9A,\n,2,,9B\nTue,1,,9C\n",
        "Time,abe,bel\nMon 1,9A,\nMon 2,,9B\nTue 1,,9C\n",
    ],
)
def test_the_grid_may_lie_on_its_side_and_lines_are_still_those_of_the_file(text):
    assert sorted(places(text)) == [
        ("abe", "", "Mon", "1", "9A"),
        ("bel", "", "Mon", "2", "9B"),
        ("bel", "", "Tue", "1", "9C"),
    ]
    assert [row.line for row in read(text).rows] == [2, 3, 4]


def test_days_may_go_down_the_side_of_each_teacher():
    text = "Teacher,Day,1,2,3\nabe,Mon,9A,,\n,Tue,,9B,\nbel,Mon,,,9C\n"
    assert places(text) == [
        ("abe", "", "Mon", "1", "9A"),
        ("abe", "", "Tue", "2", "9B"),
        ("bel", "", "Mon", "3", "9C"),
    ]


def test_a_table_with_a_row_for_each_lesson_is_never_taken_for_a_grid():
    text = "teacher,day,period,class\n" + "".join(
        f"t{n},{'Mon' if n % 2 else 'Tue'},{n},9A\n" for n in range(9)
    )
    assert read(text).format == "canonical"


def test_a_list_of_who_is_in_on_which_day_is_no_grid():
    with pytest.raises(InputError, match="is not a timetable"):
        read("Teacher,Mon,Tue,Wed\nabe,x,,x\nbel,x,x,x\n")


def test_any_title_may_stand_over_the_teachers():
    text = "Our people,Monday,,Tuesday,\nas of May,1,2,1,2\nabe,9B,,,\n"
    assert places(text) == [("abe", "", "Monday", "1", "9B")]


def test_code_and_name_are_told_apart_and_columns_not_read_are_named():
    file = read("Code,Name,Dept,Mon1,Mon2,Tue1,Total\nabe,Ann Abe,Sci,9A,,9B,2\nbel,Bo Bel,Art,,,,0\n")
    assert file.teachers == (FileTeacher("abe", "Ann Abe"), FileTeacher("bel", "Bo Bel"))
    assert 'columns not read: "Dept", "Total".' in [note.what for note in file.notes]
    assert len(file.rows) == 2


def test_what_cells_were_taken_for_is_said_with_an_example_and_its_line():
    file = read("T,Mon1,Mon2,Tue1\nabe,9B Maths R12,free,PPA\nbel,9A Art R1,Lunch duty,Assembly\n")
    assert [str(note) for note in file.notes] == [
        'grid.csv, line 2: 2 cells such as "9B Maths R12" taken as class "9B", subject "Maths", room "R12". '
        "Where that is wrong, write the class first and the room in brackets: 9B Maths (R12).",
        'grid.csv, line 2: the cell "free" taken as free time.',
        'grid.csv, line 2: the cell "PPA" taken as protected time.',
        'grid.csv, line 3: the cell "Lunch duty" taken as a duty.',
        'grid.csv, line 3: the cell "Assembly" taken as subject "Assembly": busy, with no class to visit. '
        "Where that is wrong, write the class first and the room in brackets: 9B Maths (R12).",
    ]
    assert [row.kind for row in file.rows] == ["lesson", "protected", "lesson", "duty", "lesson"]


def test_cells_beside_no_teacher_are_left_out_with_the_line():
    file = read("T,Mon1,Mon2,Tue1\nabe,9B,,\n,9C,,\n")
    assert [str(problem) for problem in file.left_out] == ['grid.csv, line 3: has "9C" beside no teacher.']
    assert (file.lines_read, len(file.rows)) == (2, 1)


def test_days_periods_and_times_are_in_the_order_of_the_columns():
    file = read("T,Mon Reg,Mon P1 08:50-09:35,Mon Break,Tue P1 08:50-09:35,Fri P1 08:50-09:35\nabe,,9B,,,\n")
    assert [day.weekday for day in file.days] == [0, 1, 4]
    assert [(period.name, period.start, period.kind) for period in file.periods] == [
        ("Reg", None, "lesson"),
        ("P1 08:50-09:35", 530, "lesson"),
        ("Break", None, "break"),
    ]


def test_a_grid_without_titles_says_what_titles_look_like():
    with pytest.raises(InputError, match='such as "Mon 1"'):
        read("abe,9B,9C\nbel,9D,9E\n", "grid")
