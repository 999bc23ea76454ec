"""Putting a school in: whole or not at all, twice the same, and booked meetings looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import (
    COACH,
    FRI,
    LESSONS,
    MON,
    PARTNER,
    PEOPLE_CSV,
    SCHOOL,
    SCHOOL_TOML,
    TUE,
    book,
    calendars,
    dump,
    found_school,
    history,
    member,
    outbox,
    the_pair,
    the_school,
    times,
    timetable_csv,
)
from parsers import values

from coachsched.core.errors import InputError
from coachsched.models import Meeting, db
from coachsched.services import people_files, schools, timetables
from coachsched.services.people_files import PeopleImported
from coachsched.services.schools import Applied
from coachsched.services.timetables import Applied as TimetableApplied

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]

PAUL_HAS_NO_PERIOD_3 = timetable_csv(one for one in LESSONS if one[:2] != ("PAU", "3"))
CLARA_TEACHES_PERIOD_3 = timetable_csv([*LESSONS, ("CLA", "3", "7C", "English", "R1")])


def apply(text: str) -> Applied:
    return schools.apply(text.encode(), "school.toml")


def import_people(text: str) -> PeopleImported:
    return people_files.import_people(the_school(), text.encode(), "people.csv")


def import_timetable(text: str, **options) -> TimetableApplied:
    return timetables.import_timetable(the_school(), text.encode(), "timetable.csv", **options)


def closed_on(day: date, kind: str = "closure") -> str:
    return SCHOOL_TOML + f'\n[[exception]]\ndate = {day}\nkind = "{kind}"\n'


def visits() -> set[tuple[date, str]]:
    return {(slot.visit.date, slot.visit.period) for slot in times().slots}


def fresh(meeting: Meeting) -> Meeting:
    db.session.rollback()
    return db.session.get_one(Meeting, meeting.id)


def test_a_file_applied_twice_changes_nothing():
    before = dump()
    applied = apply(SCHOOL_TOML)
    assert (applied.created, applied.changed, applied.broken) == (False, False, [])
    assert import_people(PEOPLE_CSV) == PeopleImported(added=0, changed=0, unchanged=8)
    assert not import_timetable(timetable_csv()).changed
    assert dump() == before


def test_an_empty_database_takes_a_school(make_app):
    with make_app("empty").app_context():
        found_school()
        assert the_school().name == SCHOOL
        assert (FRI, "3") in visits()


def test_the_order_of_exceptions_in_the_file_does_not_matter():
    apply(closed_on(MON) + closed_on(TUE)[len(SCHOOL_TOML) :])
    before = dump()
    apply(closed_on(TUE) + closed_on(MON)[len(SCHOOL_TOML) :])
    assert dump() == before


def test_settings_of_the_file_are_obeyed():
    apply(SCHOOL_TOML + "\n[settings]\nlead_days = 4\n")
    assert min(visits())[0] == TUE


def test_people_are_brought_up_to_date_and_nobody_is_lost():
    changed = PEOPLE_CSV.replace("Paul Meyer", "Paul Mayer").replace("Omar Reyes,other", "Nora Voss,new")
    changed = changed.replace("OMA", "NOR")
    assert import_people(changed) == PeopleImported(added=1, changed=1, unchanged=6)
    assert member(PARTNER).person.name == "Paul Mayer"
    assert member("other@school.test").teacher == "OMA"


def test_what_a_file_does_not_tell_of_is_not_taken_away():
    import_people("name,email,teacher\nAda Finch,admin@school.test,FIN\nClara Lind,coach@school.test,CLA\n")
    assert member("admin@school.test").roles == ["admin"]
    assert member("admin@school.test").teacher == "FIN"
    assert member(COACH).faculty == "English"


def test_somebody_new_teaches_where_no_role_is_told():
    import_people("name,email,teacher\nZoe Ba,zoe@school.test,ZOE\n")
    assert member("zoe@school.test").roles == ["teacher"]


def test_a_file_leaves_somebody_who_administers():
    before = dump()
    with pytest.raises(InputError, match="nobody at the school who administers"):
        import_people(PEOPLE_CSV.replace(",,,admin", ",,,teacher"))
    assert dump() == before


def test_capitals_of_an_address_make_no_second_person():
    before = len(dump()["person"])
    import_people(PEOPLE_CSV.replace("coach@school.test", "Coach@School.test"))
    assert len(dump()["person"]) == before


def test_a_name_in_the_timetable_is_one_persons():
    before = dump()
    with pytest.raises(InputError, match=r"people\.csv, line 2: .*Clara Lind"):
        import_people("name,email,teacher\nSomebody Else,else@school.test,cla\n")
    assert dump() == before


def test_an_import_says_what_it_understood():
    read = import_timetable(timetable_csv([*LESSONS, ("ZOE", "1", "11A", "Music", "R9")]))
    assert (read.format, read.rows, read.lines_read) == ("canonical", 50, 50)
    assert read.matched == ("CLA", "OMA", "PAU", "TES")
    assert read.unmatched == ("ZOE",)


def test_a_timetable_counts_from_its_date_on():
    read = import_timetable(PAUL_HAS_NO_PERIOD_3, valid_from=TUE)
    assert read.changed
    assert (MON, "3") in visits()
    assert (TUE, "3") not in visits()
    before = dump()
    assert not import_timetable(PAUL_HAS_NO_PERIOD_3, valid_from=TUE).changed
    assert dump() == before


def test_an_import_without_a_date_replaces_what_is_in_force(clock):
    import_timetable(PAUL_HAS_NO_PERIOD_3, valid_from=TUE)
    clock.forward(days=6)
    import_timetable(timetable_csv())
    assert (TUE + timedelta(days=7), "3") in visits()
    assert len(dump()["timetable"]) == 2


def test_a_dry_run_tells_and_writes_nothing():
    book((FRI, "3"))
    before = dump()
    read = import_timetable(PAUL_HAS_NO_PERIOD_3, dry_run=True)
    assert read.changed
    assert [(one.meeting.kind, one.called_off) for one in read.broken] == [("visit", False)]
    assert dump() == before


BAD_SCHOOLS = {
    "no toml": ("[school\n", "line 1"),
    "a zone that is none": (SCHOOL_TOML.replace("Europe/Berlin", "Europe/Atlantis"), "timezone"),
    "an unknown kind": (SCHOOL_TOML.replace('"inset"', '"party"'), "exception 2027-02-08"),
    "a setting out of range": (SCHOOL_TOML + "\n[settings]\nvisit_minutes = 999\n", "visit_minutes"),
    "a term that ends before it starts": (SCHOOL_TOML.replace("2027-03-19", "2026-03-19"), "term 1"),
}
BAD_PEOPLE = {
    "an unknown role": (PEOPLE_CSV.replace("Sport,teacher", "Sport,boss"), "line 5"),
    "no address": (PEOPLE_CSV.replace("third@school.test", "third"), "line 4"),
    "an address twice": (PEOPLE_CSV.replace("third@", "coach@"), "line 4"),
    "no header": ("Clara Lind;coach@school.test\n", "people.csv"),
    "nothing": ("", "people.csv"),
}
BAD_TIMETABLES = {
    "an unknown period": (timetable_csv([*LESSONS[:2], ("PAU", "9", "8A", "Maths", "R2")]), "line 4"),
    "an unknown day": (timetable_csv().replace("CLA,Wed,1", "CLA,Day 7,1"), "line 20"),
    "an unknown kind": ("teacher,day,period,class,kind\nCLA,Mon,1,7A,nap\n", "line 2"),
    "no timetable": ("%PDF-1.4\n", "timetable.csv"),
    "nothing": ("", "timetable.csv"),
}


def cases(files: dict[str, tuple[str, str]]) -> list:
    return [pytest.param(text, where, id=name) for name, (text, where) in files.items()]


@pytest.mark.parametrize(("text", "where"), cases(BAD_SCHOOLS))
def test_a_bad_school_file_is_told_with_its_place(text: str, where: str):
    _refused(apply, text, where)


@pytest.mark.parametrize(("text", "where"), cases(BAD_PEOPLE))
def test_a_bad_people_file_is_told_with_its_line(text: str, where: str):
    _refused(import_people, text, where)


@pytest.mark.parametrize(("text", "where"), cases(BAD_TIMETABLES))
def test_a_bad_timetable_is_told_with_its_line(text: str, where: str):
    _refused(import_timetable, text, where)


def _refused(importing, text: str, where: str) -> None:
    before = dump()
    with pytest.raises(InputError) as refused:
        importing(text)
    assert where in str(refused.value)
    assert dump() == before


@pytest.mark.parametrize("timetable", [PAUL_HAS_NO_PERIOD_3, CLARA_TEACHES_PERIOD_3])
def test_a_visit_the_timetable_breaks_needs_a_new_time_and_is_not_moved(timetable: str):
    booked = book((FRI, "3"))
    start, mails = booked["visit"].start_at, len(outbox())
    broken = import_timetable(timetable).broken
    assert [(one.meeting.id, one.called_off) for one in broken] == [(booked["visit"].id, False)]
    visit = fresh(booked["visit"])
    assert visit.new_time
    assert (visit.state, visit.start_at, visit.sequence) == ("booked", start, 0)
    assert fresh(booked["debrief"]).new_time == ""
    # One letter to each of the two, with times to choose from.
    assert [one.recipient for one in outbox()[mails:]] == [COACH, PARTNER]


def test_a_visit_that_works_again_needs_no_new_time():
    visit = book((FRI, "3"))["visit"]
    import_timetable(PAUL_HAS_NO_PERIOD_3)
    assert import_timetable(timetable_csv()).broken == []
    assert fresh(visit).new_time == ""


def test_a_debrief_the_timetable_breaks_needs_a_new_time():
    booked = book((FRI, "3"))
    lunch = [("PAU", "Lunch", "", "Yard duty", "")]
    days = timetable_csv() + "".join(
        f"{t},{day},{p},{c},{s},{r}\n" for day in ("Fri",) for t, p, c, s, r in lunch
    )
    broken = import_timetable(days).broken
    assert [one.meeting.id for one in broken] == [booked["debrief"].id]


def test_a_timetable_from_a_later_date_breaks_only_what_comes_after():
    early, late = book((FRI, "3"))["visit"], book((TUE, "3"))["visit"]
    broken = import_timetable(PAUL_HAS_NO_PERIOD_3, valid_from=MON).broken
    assert [one.meeting.id for one in broken] == [late.id]
    assert fresh(early).new_time == ""


@pytest.mark.parametrize("kind", ["closure", "holiday", "inset"])
def test_meetings_on_a_closed_day_are_called_off_with_the_reason(kind: str):
    booked = book((FRI, "3"))
    applied = apply(closed_on(FRI, kind))
    assert {(one.meeting.id, one.called_off) for one in applied.broken} == {
        (meeting.id, True) for meeting in booked.values()
    }
    for meeting in booked.values():
        found = fresh(meeting)
        assert found.state == "cancelled"
        assert "no school" in found.new_time
        assert not any(row.active for row in found.bookings)
        for who in (COACH, PARTNER):
            last = calendars(who, found.uid)[-1]
            assert (values(last, "METHOD"), values(last, "SEQUENCE")) == (["CANCEL"], ["1"])
    assert history(the_pair().id)[-2:] == ["cancelled", "cancelled"]


@pytest.mark.parametrize("kind", ["exam", "event"])
def test_a_day_without_lessons_needs_new_times_but_calls_nothing_off(kind: str):
    booked = book((FRI, "3"))
    applied = apply(closed_on(FRI, kind))
    assert {one.meeting.id for one in applied.broken} == {meeting.id for meeting in booked.values()}
    assert not any(one.called_off for one in applied.broken)
    assert fresh(booked["visit"]).state == "booked"


def test_bells_that_ring_at_other_times_break_what_was_booked():
    visit = book((FRI, "3"))["visit"]
    broken = apply(SCHOOL_TOML.replace("start = 09:55:00", "start = 10:00:00")).broken
    assert visit.id in [one.meeting.id for one in broken]


def test_a_meeting_that_has_passed_is_left_alone(clock):
    visit = book((FRI, "3"))["visit"]
    clock.forward(days=5)
    assert import_timetable(PAUL_HAS_NO_PERIOD_3).broken == []
    assert fresh(visit).new_time == ""


def test_a_longer_visit_in_the_settings_leaves_booked_ones_alone():
    book((FRI, "3"))
    assert apply(SCHOOL_TOML + "\n[settings]\nvisit_minutes = 40\ndebrief_minutes = 30\n").broken == []
