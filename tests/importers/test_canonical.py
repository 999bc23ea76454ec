"""The school's own CSV: any language and order, rows that say nothing left out, broken rows told."""

import pytest

from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers.recognise import read_timetable

HEADER = "teacher,day,period,class,subject,room\n"


def read(text, format=None):
    return read_timetable(text.encode(), "lessons.csv", format, None)


def refusal(text):
    with pytest.raises(InputError) as refused:
        read(text)
    return str(refused.value)


def test_a_row_becomes_a_lesson_with_its_line():
    file = read(HEADER + "\nabe,Day 1,3,9A+9B,Art,S2\n")
    assert file.rows == (Row("abe", "Day 1", "3", "9A+9B", "Art", "S2"),)
    assert (file.rows[0].line, file.lines_read, file.format) == (3, 1, "canonical")


@pytest.mark.parametrize(
    "header",
    [
        "Teacher,DAY,Period,Class,Subject,Room",
        "staff code,cycle day,time slot,teaching group,course,venue",
        "Lehrkraft,Tag,Stunde,Klasse,Fach,Raum",
        "Professeur,Jour,Créneau,Classe,Matière,Salle",
        "Profesora,Día,Sesión,Grupo,Asignatura,Aula",
        "Professor,Dia,Tempo,Turma,Disciplina,Sala",
        "Docente,Giorno,Ora,Classe,Materia,Aula",
        "Leerkracht,Dag,Lesuur,Klas,Vak,Lokaal",
    ],
)
def test_columns_are_known_in_seven_languages(header):
    assert read(header + "\nabe,Mo,3,9A,Art,S2\n").rows == (Row("abe", "Mo", "3", "9A", "Art", "S2"),)


def test_column_order_extra_columns_and_junk_above_do_not_matter():
    text = "Our school 2027\n\nprinted,on,Monday\nroom,remarks,period,Day,TEACHER\nS2,x,3,Mon,abe\n"
    assert read(text).rows == (Row("abe", "Mon", "3", room="S2"),)


def test_the_optional_columns_are_read():
    text = "teacher,day,period,week,end period,kind\nabe,Mon,1,B,2,Duty\nabe,Tue,,,,absent\n"
    assert read(text).rows == (
        Row("abe", "Mon", "1", week="B", end_period="2", kind="duty"),
        Row("abe", "Tue", "", kind="absent"),
    )


def test_the_optional_cells_at_the_end_of_a_row_may_be_left_off():
    text = HEADER.strip() + ",week,kind\nabe,Mon,1,9A,Art,S2\n"
    assert read(text).rows == (Row("abe", "Mon", "1", "9A", "Art", "S2"),)


def test_rows_without_teacher_day_or_period_are_left_out_with_the_reason():
    text = HEADER + ",Mon,1,9A,Art,\n+,Mon,1,9A,Art,\nabe,,1,9A,Art,\nabe,Mon,,9A,Art,\nabe,Mon,1,9A,Art,\n"
    file = read(text)
    assert [(problem.where, problem.what) for problem in file.left_out] == [
        ("lessons.csv, line 2", "names no teacher."),
        ("lessons.csv, line 3", "names no teacher."),
        ("lessons.csv, line 4", "has no day."),
        ("lessons.csv, line 5", "has no period."),
    ]
    assert [row.line for row in file.rows] == [6]
    assert file.lines_read == 5


def test_every_broken_row_is_told_with_its_line():
    told = refusal(
        HEADER.strip() + ",kind\nabe,Mon\nabe,Mon,1,9A,Art,S2,lessn\nBrown, J,Mon,1,9A,Art,S2,duty,x\n"
    )
    assert "lessons.csv, line 2: has 2 cells where at least 6 are needed." in told
    assert 'lessons.csv, line 3: has the unknown kind "lessn". Did you mean "lesson"?' in told
    assert "lessons.csv, line 4: has 9 cells where the header has 7." in told


def test_very_many_broken_rows_are_counted_not_listed():
    told = refusal(HEADER + "abe,Mon\n" * 1000)
    assert len(told.splitlines()) == 51
    assert "has 950 more faults" in told


def test_missing_columns_are_told_with_what_was_found():
    told = refusal("teacher,subject,room\nabe,Art,S2\n")
    assert "does not name the columns day and period" in told
    assert '"teacher", "subject", "room"' in told


def test_a_column_named_twice_is_told_with_both_titles():
    assert 'the column day 2 times: "Tag", "Wochentag"' in refusal(
        "Lehrer,Tag,Wochentag,Stunde\nabe,Mo,Mo,1\n"
    )
    assert "the column day 2 times" in refusal("teacher,day,day,period\nabe,Mo,Mo,1\n")


def test_a_columns_own_name_goes_before_its_synonyms():
    file = read("teacher,day,period,class,group\nabe,Mon,1,9A,set 2\n")
    assert file.rows == (Row("abe", "Mon", "1", "9A"),)


def test_formulas_stay_plain_text():
    file = read(HEADER + "\"=cmd|'/c calc'!A1\",Mon,1,@SUM(A1),+9A,-1\n")
    assert file.rows == (Row("=cmd|'/c calc'!A1", "Mon", "1", "@SUM(A1)", "+9A", "-1"),)


def test_line_breaks_and_control_characters_inside_a_cell_become_spaces():
    assert read(HEADER + 'abe,Mon,1,"9A\r\n9B",Art\x1f1,S2\n').rows[0] == Row(
        "abe", "Mon", "1", "9A 9B", "Art 1", "S2"
    )


def test_twelve_thousand_rows_are_read():
    rows = "".join(f"T{n % 300},Day_{n % 6},{n % 8},9A+9B,Ärt {n % 40},R{n % 60}\n" for n in range(12_000))
    data = (HEADER + rows).encode()
    file = read_timetable(data, "lessons.csv", None, None)
    assert len(file.rows) == 12_000
