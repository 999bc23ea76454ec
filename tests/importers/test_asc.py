"""aSc Timetables: bit strings, cards, co-teachers, supervisions, and XML made to do harm."""

import pytest

from coachsched.core.calendar import Bell, Period
from coachsched.core.errors import InputError
from coachsched.core.timetable import Row
from coachsched.importers.bells import bell_of
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import FileDay, FilePeriod, FileTeacher

DEFINITIONS = """
<periods><period name="1" short="P1" period="1" starttime="7:30" endtime="8:15"/>
<period name="2" short="P2" period="2" starttime="8:20" endtime="9:05"/>
<period name="3" short="P3" period="3" starttime="9:25" endtime="10:10"/></periods>
<breaks><break break="1" name="Yard" short="Y" starttime="9:05" endtime="9:25"/></breaks>
<daysdefs><daysdef id="*d1" name="Monday" short="Mo" days="10000"/>
<daysdef id="*d2" name="Tuesday" short="Tu" days="01000"/>
<daysdef id="*d5" name="Friday" short="Fr" days="00001"/>
<daysdef id="*x" name="Any day" short="X" days="10000,01000,00100,00010,00001"/></daysdefs>
<weeksdefs><weeksdef id="w1" name="Odd Week" short="Odd" weeks="10"/>
<weeksdef id="w2" name="Even Week" short="Even" weeks="01"/>
<weeksdef id="w3" name="Any" weeks="10,01"/></weeksdefs>
<termsdefs><termsdef id="t1" name="Autumn" terms="10"/>
<termsdef id="t2" name="Spring" terms="01"/></termsdefs>
<subjects><subject id="s1" name="Art" short="A"/></subjects>
<teachers><teacher id="*1" firstname="Ann" lastname="Abe" name="Ann Abe" short="AA" email="ann@school.test"/>
<teacher id="*2" name="Bo Bo" short="X"/><teacher id="*3" name="Cy Co" short="X"/></teachers>
<buildings><building id="b1" name="Annexe"/></buildings>
<classrooms><classroom id="r1" name="R1" short="R1" buildingid="b1"/><classroom id="r2" name="R2" short="R2"/>
</classrooms>
<classes><class id="c1" name="9A" short="9A"/><class id="c2" name="9B" short="9B"/></classes>
<lessons>
<lesson id="*L1" subjectid="s1" classids="c1,c2" teacherids="*1,*2" classroomids="r1,r2"/>
<lesson id="*L2" subjectid="s1" classids="c1" teacherids="" classroomids="r1"/>
<lesson id="*L3" subjectid="s1" classids="c2" teacherids="*3" classroomids="r1"/>
<lesson id="*L4" subjectid="s1" classids="" teacherids="*3" classroomids=""/>
</lessons>
"""
CARD = '<card lessonid="*L1" classroomids="r2" period="1" weeks="11" terms="11" days="10000"/>'
CO_TAUGHT = Row("AA+Bo Bo", "Monday", "1", "9A+9B", "Art", "R2")


def export(cards=CARD, more="", definitions=DEFINITIONS, declared="UTF-8", options=""):
    return (
        f'<?xml version="1.0" encoding="{declared}"?>\n<timetable importtype="database" options="{options}">'
        f"{definitions}<cards>{cards}</cards>{more}</timetable>"
    )


def read(text, encoding="utf-8"):
    return read_timetable(text.encode(encoding), "asc.xml")


def refusal(text):
    with pytest.raises(InputError) as refused:
        read(text)
    return str(refused.value)


def test_several_teachers_of_one_lesson_teach_it_together():
    file = read(export())
    assert (file.rows, file.format) == ((CO_TAUGHT,), "asc")


def test_the_rooms_of_a_card_go_before_those_its_lesson_may_be_in():
    cards = '<card lessonid="*L1" period="1" days="10000"/><card lessonid="*L3" period="1" days="10000"/>'
    assert [row.room for row in read(export(cards)).rows] == ["", "R1"]
    assert read(export(CARD.replace('"r2"', '""'))).rows[0].room == ""


@pytest.mark.parametrize(
    ("weeks", "read_as"), [("10", ["1"]), ("01", ["2"]), ("11", [""]), ("", [""]), ("10,01", [""])]
)
def test_a_fortnightly_lesson_names_its_week_and_one_of_every_week_none(weeks, read_as):
    assert [row.week for row in read(export(CARD.replace('"11"', f'"{weeks}"', 1))).rows] == read_as


def test_a_card_on_several_days_is_a_row_on_each():
    rows = read(export(CARD.replace("10000", "11001"))).rows
    assert [row.day for row in rows] == ["Monday", "Tuesday", "Friday"]


def test_days_tell_the_weekday_the_week_and_every_name_they_have():
    assert read(export(CARD.replace('"11"', '"01"', 1))).days == (
        FileDay("Monday", "2", ("Mon", "Mo", "Even Week Monday"), weekday=0, week_number=1),
    )


@pytest.mark.parametrize(("options", "day", "read_as"), [("", "1", "Tue"), ("x,daynumbering1", "1", "Mon")])
def test_exports_from_before_the_bit_strings_count_their_days(options, day, read_as):
    old = DEFINITIONS.replace("daysdef", "olddef").replace("<periods>", '<days><day name="Mon" day="0"/>'
          '<day name="Tue" day="1"/></days><periods>')  # fmt: skip
    if options:
        old = old.replace('day="1"/>', 'day="2"/>').replace('day="0"/>', 'day="1"/>')
    card = f'<card lessonid="*L3" period="1" day="{day}"/>'
    assert [row.day for row in read(export(card, definitions=old, options=options)).rows] == [read_as]


def test_what_belongs_to_nobody_or_to_no_time_is_left_out_with_line_and_reason():
    cards = (
        '<card lessonid="*L2" period="1" days="10000"/><card lessonid="*L3" period="1" days="00000"/>'
        '<card lessonid="*L3" period="" days="10000"/><card lessonid="no" period="1" days="10000"/>'
        '<card lessonid="*L3" period="1" days="1x"/><card lessonid="*L3" period="1" days="10000" weeks="7"/>'
        f"\n{CARD}"
    )
    file = read(export(cards))
    assert [problem.what for problem in file.left_out] == [
        "names no teacher.",
        "has no day.",
        "has no period.",
        "belongs to no lesson of the file.",
        'has the days "1x", which are not clear.',
        'has the weeks "7", which are not clear.',
        "is a lesson that has no card: it is not placed.",
    ]
    assert file.left_out[0].where == f"asc.xml, line {export().splitlines().index('</lessons>') + 2}"
    assert file.rows[0].line == export(cards).splitlines().index(CARD + "</cards></timetable>") + 1
    assert len(file.rows) + len(file.left_out) == file.lines_read


def test_teachers_go_by_a_short_name_that_is_theirs_alone_and_are_listed_without_lessons_too():
    assert read(export()).teachers == (
        FileTeacher("AA", "Ann Abe", "ann@school.test", ("Abe, Ann",)),
        FileTeacher("Bo Bo", "Bo Bo", "", ("X",)),
        FileTeacher("Cy Co", "Cy Co", "", ("X",)),
    )


def test_a_lesson_without_a_class_is_kept_without_one():
    assert read(export('<card lessonid="*L4" period="1" days="10000"/>')).rows[0].klass == ""


def test_supervisions_are_duties_in_their_break_or_period():
    more = (
        "<classroomsupervisions>"
        '<classroomsupervision classroomid="r1" teacherid="*1" day="*d1" week="w1" break="1"/>'
        '<classroomsupervision classroomid="r1" teacherid="*1" day="00001" week="" period="2" break=""/>'
        '<classroomsupervision classroomid="r1" teacherid="*1" day="1" break="9"/></classroomsupervisions>'
    )
    file = read(export(more=more))
    assert file.rows[1:] == (
        Row("AA", "Monday", "Yard", room="R1", week="1", kind="duty"),
        Row("AA", "Friday", "2", room="R1", kind="duty"),
        Row("AA", "Tuesday", "Break 9", room="R1", kind="duty"),
    )
    assert FilePeriod("Break 9", kind="break") in file.periods


def test_the_times_of_its_periods_and_breaks_make_a_bell_schedule():
    assert bell_of(read(export()), "from aSc") == Bell(
        "from aSc",
        (
            Period("1", "lesson", 450, 495),
            Period("2", "lesson", 500, 545),
            Period("Yard", "break", 545, 565),
            Period("3", "lesson", 565, 610),
        ),
    )


def test_cards_of_one_term_only_are_told():
    told = [str(note) for note in read(export(CARD.replace('terms="11"', 'terms="10"'))).notes]
    assert told[0].startswith("asc.xml: has 1 card that is only of Autumn.")


@pytest.mark.parametrize(
    ("declared", "name"), [("windows-1251", "Ёлкин"), ("windows-1256", "سارة"), ("ISO-8859-2", "Żak")]
)
def test_the_encoding_the_xml_declares_is_used(declared, name):
    text = export(definitions=DEFINITIONS.replace("Cy Co", name), declared=declared)
    assert read(text, declared).teachers[2].full_name == name


def test_xml_with_a_byte_order_mark_is_read_whatever_it_declares():
    assert read(export(declared="windows-1251"), "utf-8-sig").rows == (CO_TAUGHT,)
    assert read(export(declared="utf-16"), "utf-16").rows == (CO_TAUGHT,)
    assert read(export(declared="utf-16"), "utf-8").rows == (CO_TAUGHT,)


BOMB = '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("doctype", [BOMB, '<!DOCTYPE t SYSTEM "file:///etc/passwd">'])
def test_entities_and_document_types_are_refused(doctype):
    assert "entities" in refusal(export().replace("?>\n", "?>\n" + doctype, 1))


def test_deep_nesting_is_refused():
    assert "nested too deeply" in refusal(export(more="<a>" * 100_000))


def test_very_many_elements_are_refused():
    assert "more than 200,000 entries" in refusal(export("<card/>" * 200_001))


def test_a_cut_off_export_is_refused_with_the_line():
    assert "asc.xml, line" in refusal(export()[:-30])


def test_an_export_without_cards_says_what_is_missing():
    assert "places no lessons" in refusal(export(""))
