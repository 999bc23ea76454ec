"""What a timetable from another program would change: worked out without writing, then done as shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import ADMIN, COACH, FRI, LESSONS, MON, TODAY, TUE, book, dump, member, the_school, times
from handles import Clock

from coachsched.core.calendar import DayException
from coachsched.core.calendar_edits import with_exception
from coachsched.core.errors import ConflictError, InputError
from coachsched.core.labels import teacher_key
from coachsched.core.placing import Told, day_key
from coachsched.core.timetable import Row
from coachsched.importers.timetable_file import FileDay, FilePeriod, FileTeacher, TimetableFile
from coachsched.models import Meeting, School, db
from coachsched.services import calendars, people_files, timetables
from coachsched.services.timetables import Applied, Choices, Preview, applying, planning
from coachsched.store import schools
from coachsched.store.engine import WRITES

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
ROWS = tuple(Row(t, day, p, k, s, r) for day in DAYS for t, p, k, s, r in LESSONS)


def file(rows: tuple[Row, ...] = ROWS, **other) -> TimetableFile:
    """A file as a reader gives it, days and periods as the rows have them."""
    found = {
        "days": tuple(FileDay(day, week) for week, day in dict.fromkeys((row.week, row.day) for row in rows)),
        "periods": tuple(map(FilePeriod, dict.fromkeys(row.period for row in rows if row.period))),
        **other,
    }
    return TimetableFile(rows, (), "test", len(rows), **found)  # type: ignore[arg-type]


def without(teacher: str, period: str) -> tuple[Row, ...]:
    return tuple(row for row in ROWS if (row.teacher, row.period) != (teacher, period))


def look(given: TimetableFile, choices: Choices | None = None) -> Preview:
    return timetables.preview(the_school(), given, choices)


def apply(given: TimetableFile, choices: Choices | None = None) -> Applied:
    return timetables.apply(the_school(), look(given, choices).plan)


def visits() -> set[tuple[date, str]]:
    return {(slot.visit.date, slot.visit.period) for slot in times().slots}


def test_looking_writes_nothing_and_tells_what_breaks():
    booked = book((FRI, "3"))
    before = dump()
    found = look(file(without("PAU", "3")))
    assert dump() == before
    (broken,) = found.broken
    assert (broken.meeting.id, broken.called_off) == (booked["visit"].id, False)
    assert (broken.meeting.kind, broken.meeting.date, broken.meeting.period) == ("visit", FRI, "3")
    assert (found.plan.difference.gone, found.plan.difference.same) == (5, 40)
    assert [one.meeting.id for one in apply(file(without("PAU", "3"))).broken] == [booked["visit"].id]


@pytest.mark.parametrize("known", [True, False], ids=["one more name", "first name"])
def test_looking_tells_what_a_name_given_to_somebody_breaks(known: bool):
    """Clara turns out to be the file's "C. Lind" too, or at all, and teaches when she wanted to visit."""
    visit, clara = book((FRI, "3"))["visit"], member(COACH)
    if not known:
        clara.teacher = None
        db.session.commit()
    rows = (*without("CLA", "3"), *(Row("C. Lind", day, "3", "7C", "Music") for day in DAYS))
    chosen = Choices(teachers={teacher_key("C. Lind"): clara.id})
    told = [one.meeting.id for one in look(file(rows), chosen).broken]
    assert visit.id in told
    assert [one.meeting.id for one in apply(file(rows), chosen).broken] == told


def test_looking_waits_for_nobody_who_writes():
    book((FRI, "3"))
    closed = calendars.of_calendar(lambda calendar: with_exception(calendar, DayException(FRI, "holiday")))
    with db.engine.connect().execution_options(**{WRITES: True}) as writer:
        writer.execute(db.select(School.id).with_for_update())
        assert len(look(file(without("PAU", "3"))).broken) == 1
        assert len(calendars.preview(member(ADMIN), closed).breaking) == 2


def test_weeks_and_times_of_another_program_find_their_place():
    days = {"Mon": "Montag", "Fri": "Freitag"}
    called = {"1": "eins", "2": "zwei", "3": "drei", "4": "vier"}
    rows = tuple(replace(row, day=days.get(row.day, row.day), period=called[row.period]) for row in ROWS)
    hours = {"eins": (480, 525), "zwei": (530, 575), "drei": (595, 640), "vier": (645, 690)}
    periods = tuple(FilePeriod(name, start=start, end=end) for name, (start, end) in hours.items())
    found = look(file(rows, periods=periods))
    assert (found.plan.problems, found.plan.rows_change) == ((), False)


def test_the_same_label_at_other_times_is_worth_a_look():
    periods = tuple(FilePeriod(name, start=480, end=520) for name in "1234")
    found = look(file(periods=periods)).plan.warnings
    assert [one.where for one in found] == ['period "2"', 'period "3"', 'period "4"']
    assert "08:50 to 09:35 here, and 08:00 to 08:40 in the file" in found[0].what


def test_a_new_timetable_from_a_date_leaves_the_days_before():
    apply(file(without("PAU", "3")), Choices(valid_from=TUE))
    assert (MON, "3") in visits()
    assert (TUE, "3") not in visits()
    until = look(file(without("PAU", "4"))).plan
    assert (until.valid_from, until.until) == (None, TUE)


def test_a_date_in_the_past_is_taken_and_only_what_is_ahead_is_checked(clock: Clock):
    past, ahead = book((FRI, "3"))["visit"], book((TUE, "3"))["visit"]
    clock.forward(days=4)
    done = apply(file(without("PAU", "3")), Choices(valid_from=TODAY))
    assert [one.meeting.id for one in done.broken] == [ahead.id]
    db.session.rollback()
    assert db.session.get_one(Meeting, past.id).new_time == ""


def test_two_versions_from_one_date_are_one():
    apply(file(without("PAU", "3")), Choices(valid_from=TUE))
    apply(file(without("PAU", "4")), Choices(valid_from=TUE))
    assert [one.valid_from for one in schools.versions(the_school())] == [None, TUE]


def test_the_debrief_of_a_visit_may_fall_in_the_next_version():
    """The last day before a new timetable: what comes after is checked by the new one."""
    booked = book((FRI, "3"))
    lunch = tuple(Row("PAU", day, "Lunch", "", "Yard duty", "", kind="duty") for day in DAYS)
    done = apply(file((*ROWS, *lunch)), Choices(valid_from=FRI + timedelta(days=1)))
    assert done.broken == []
    assert booked["visit"].date < FRI + timedelta(days=1)


def test_a_file_about_one_teacher_leaves_the_others_alone():
    own = tuple(replace(row, period="5") for row in ROWS if (row.teacher, row.period) == ("PAU", "2"))
    found = apply(file(own, scope="teachers"))
    assert [one.name for one in found.plan.difference.teachers] == ["PAU"]
    assert (found.plan.difference.gone, found.plan.difference.added) == (15, 5)
    again = look(file(own, scope="teachers")).plan
    assert not again.changed
    assert len(again.written) == len(ROWS) - 10


def test_a_file_about_duties_leaves_the_lessons_alone():
    duty = Row("PAU", "Fri", "Lunch", subject="Yard", kind="duty")
    apply(file((duty,), scope="duties"))
    moved = apply(file((replace(duty, day="Thu"),), scope="duties"))
    assert (moved.plan.difference.added, moved.plan.difference.gone) == (1, 1)
    assert len(moved.plan.written) == len(ROWS) + 1


def test_a_part_from_a_date_takes_the_rest_along():
    own = tuple(row for row in ROWS if (row.teacher, row.period) == ("PAU", "2"))
    apply(file(own, scope="teachers"), Choices(valid_from=TUE))
    assert len(schools.rows_of(schools.versions(the_school())[1].id)) == len(ROWS) - 10
    assert len(schools.rows_of(schools.versions(the_school())[0].id)) == len(ROWS)


def test_a_teacher_listed_without_a_lesson_is_told_and_made_nobody():
    people = len(dump()["person"])
    found = apply(file(teachers=(FileTeacher("Z1", "Zora Quiet"),)))
    assert found.unmatched == ("Z1",)
    assert len(dump()["person"]) == people


def test_a_listed_teacher_is_matched_by_name_or_address():
    rows = tuple(replace(row, teacher={"TES": "T9"}.get(row.teacher, row.teacher)) for row in ROWS)
    found = look(file(rows, teachers=(FileTeacher("T9", "Tessa Noor"),))).plan
    assert [(one.name, one.how) for one in found.new_names] == [("T9", "full name")]
    assert found.difference.teachers == ()


def test_what_was_chosen_is_remembered_and_what_was_left_out_too():
    rows = (*ROWS, Row("CLA", "Sat", "1", "7A", line=99))
    chosen = Choices(Told(days={day_key("", "SAT"): ()}))
    done = apply(file(rows), chosen)
    assert [one.where for one in done.left_out] == ["line 99"]
    before = dump()
    again = apply(file(rows))
    assert ([one.where for one in again.left_out], again.changed) == (["line 99"], False)
    assert dump() == before


def test_a_school_that_moved_on_is_not_written_over():
    planned = look(file(without("PAU", "3"))).plan
    people_files.import_people(
        the_school(), b"name,email,teacher\nNew One,new@school.test,NEW\n", "people.csv"
    )
    before = dump()
    with pytest.raises(ConflictError):
        timetables.apply(the_school(), planned)
    assert dump() == before
    assert look(file(without("PAU", "3"))).plan.token != planned.token


def test_a_write_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch):
    """The rows are in, the meetings marked: then something goes wrong."""
    book((FRI, "3"))
    planned = look(file(without("PAU", "3"))).plan
    before = dump()
    written = applying.write

    def fail(*args):
        written(*args)
        raise RuntimeError("the plug is pulled")

    monkeypatch.setattr(applying, "write", fail)
    with pytest.raises(RuntimeError):
        timetables.apply(the_school(), planned)
    assert dump() == before


def test_what_is_in_the_way_is_told_and_nothing_is_written():
    before = dump()
    found = look(file((*ROWS, Row("CLA", "Sat", "1", line=7), Row("CLA", "Mon", "9", line=8)))).plan
    assert [one.where for one in found.problems] == ["line 7", "line 8"]
    with pytest.raises(InputError, match=r"new\.csv, line 7"):
        applying.check(found, "new.csv")
    assert dump() == before


def test_the_token_is_of_what_would_be_done():
    tokens = {
        look(file()).plan.token,
        look(file(without("PAU", "3"))).plan.token,
        look(file(without("PAU", "3")), Choices(valid_from=TUE)).plan.token,
        look(file(without("TES", "1")), Choices(teachers={"tes": None})).plan.token,
    }
    assert len(tokens) == 4
    assert planning.digest_of(ROWS) == planning.digest_of(tuple(replace(row, line=5) for row in ROWS))


def test_rows_of_a_code_that_became_somebody_elses_are_theirs_after_the_choice():
    chosen = Choices(teachers={"x17": member("third@school.test").id})
    rows = tuple(replace(row, teacher="X17") if row.teacher == "TES" else row for row in ROWS)
    assert apply(file(rows), chosen).plan.difference.teachers == ()
    assert not look(file()).plan.changed
