"""Changing the school's calendar: seen before it is done, done whole, and by one door with the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    MON,
    PRINCIPAL,
    SCHOOL_TOML,
    TODAY,
    TUE,
    book,
    dump,
    member,
    outbox,
    the_school,
)  # fmt: skip
from handles import Clock

from coachsched.core.calendar import Bell, BellRule, DayException, Period
from coachsched.core.calendar_edits import with_bell, with_exception, without_bell
from coachsched.core.errors import ConflictError, ForbiddenError, InputError
from coachsched.importers.school_toml import read_school
from coachsched.services import calendars, schools
from coachsched.store import schools as stored

pytestmark = pytest.mark.usefixtures("in_app")
WED = date(2027, 1, 20)


def special(on: date, kind: str, **other: object) -> calendars.Change:
    exception = DayException(on, kind, **other)  # type: ignore[arg-type]
    return calendars.of_calendar(lambda calendar: with_exception(calendar, exception))


@pytest.mark.both_databases
def test_a_preview_writes_nothing_and_tells_what_a_closed_day_breaks():
    book((FRI, "3"))
    before = dump()
    seen = calendars.preview(member(ADMIN), special(FRI, "closure"))
    assert dump() == before
    assert [(one.date, one.after.open) for one in seen.days] == [(FRI, False)]
    assert [(one.kind, one.date, one.called_off) for one in seen.breaking] == [
        ("visit", FRI, True),
        ("debrief", FRI, True),
    ]


@pytest.mark.both_databases
def test_a_saved_change_does_what_its_preview_told():
    book((FRI, "3"))
    told = calendars.preview(member(ADMIN), special(FRI, "exam"))
    done = calendars.save(member(ADMIN), special(FRI, "exam"))
    assert done == told.breaking
    assert [one.called_off for one in done] == [False, False]
    assert stored.read_calendar(the_school()) == told.after


def test_a_preview_names_nobody():
    book((FRI, "3"))
    told = repr(calendars.preview(member(ADMIN), special(FRI, "closure")).breaking)
    assert not any(name in told for name in ("Clara", "Paul", "R2", "8B", "Maths"))


def test_a_preview_sends_nothing():
    book((FRI, "3"))
    sent = len(outbox())
    calendars.preview(member(ADMIN), special(FRI, "holiday"))
    assert len(outbox()) == sent


@pytest.mark.parametrize("who", [COACH, COORDINATOR, PRINCIPAL, COVER])
def test_only_who_runs_the_calendar_changes_or_tries_it(who):
    for act in (calendars.save, calendars.preview):
        with pytest.raises(ForbiddenError):
            act(member(who), special(FRI, "holiday"))
    with pytest.raises(ForbiddenError):
        calendars.as_toml(member(who))


def test_what_does_not_fit_together_is_refused_whole():
    before = dump()
    with pytest.raises(InputError, match="late start"):
        calendars.save(member(ADMIN), special(FRI, "event", bell="late start"))
    assert dump() == before


def test_the_same_change_again_changes_nothing():
    calendars.save(member(ADMIN), special(FRI, "holiday"))
    before = dump()
    assert calendars.save(member(ADMIN), special(FRI, "holiday")) is None
    assert dump() == before


def test_somebody_elses_change_meanwhile_is_not_overwritten():
    seen = the_school().revision
    calendars.save(member(ADMIN), special(FRI, "holiday"))
    with pytest.raises(ConflictError, match="Somebody else"):
        calendars.save(member(ADMIN), special(MON, "holiday"), seen)
    assert stored.read_calendar(the_school()).day(MON).open


def test_a_change_is_made_to_the_school_as_it_is_at_that_moment():
    """Two people change two dates from pages that knew nothing of each other: both changes stay."""
    calendars.save(member(ADMIN), special(FRI, "holiday"))
    calendars.save(member(ADMIN), special(MON, "inset"))
    calendar = stored.read_calendar(the_school())
    assert [calendar.day(on).reason for on in (FRI, MON)] == ["holiday", "inset"]


def test_a_bell_that_something_rings_cannot_go_without_saying_so():
    late = Bell("late", (Period("1", "lesson", 600, 640),))
    add = calendars.of_calendar(
        lambda calendar: replace(with_bell(calendar, late), rules=(BellRule("late", weekday=1),))
    )
    calendars.save(member(ADMIN), add)
    drop = calendars.of_calendar(lambda calendar: without_bell(calendar, "late"))
    with pytest.raises(InputError, match='bell rule 1 \\("late"\\)'):
        calendars.save(member(ADMIN), drop)


def test_labels_that_a_special_day_uses_cannot_go_without_saying_so():
    calendars.save(member(ADMIN), special(TUE, "teaching", label="Fri"))

    def renamed(calendar):
        labels = ("Mon", "Tue", "Wed", "Thu", "Friday")
        return replace(calendar, rotation=replace(calendar.rotation, labels=labels))

    with pytest.raises(InputError, match="exception 2027-01-19"):
        calendars.save(member(ADMIN), calendars.of_calendar(renamed))


@pytest.mark.parametrize("part", ["bells", "terms"])
def test_the_last_bell_and_the_last_term_stay(part):
    drop = calendars.of_calendar(lambda calendar: replace(calendar, **{part: ()}))
    with pytest.raises(InputError):
        calendars.save(member(ADMIN), drop)


def test_a_snow_day_entered_the_day_after_leaves_what_took_place_alone(clock: Clock):
    booked = book((FRI, "3"))
    clock.forward(days=3)
    assert calendars.save(member(ADMIN), special(FRI, "closure")) == []
    assert booked["visit"].state == "booked"
    assert not stored.read_calendar(the_school()).day(FRI).open


def test_a_day_made_ordinary_again_needs_no_new_times():
    booked = book((FRI, "3"))
    calendars.save(member(ADMIN), special(FRI, "exam"))
    assert booked["visit"].new_time
    calendars.save(member(ADMIN), special(FRI, "teaching"))
    assert not booked["visit"].new_time


def test_what_a_special_day_was_before_is_kept_while_other_things_change():
    calendars.save(member(ADMIN), special(FRI, "closure"))
    the_school().exceptions[0].before = {"kind": "event"}
    stored.db.session.commit()
    calendars.save(member(ADMIN), special(WED, "holiday"))
    assert {one.date: one.before for one in the_school().exceptions}[FRI] == {"kind": "event"}


def settings(**chosen: object) -> calendars.Change:
    return calendars.of_settings("Linden School", "Europe/Berlin", chosen)


def test_only_settings_that_differ_from_the_default_are_kept():
    calendars.save(member(ADMIN), settings(visit_minutes=40, debrief_minutes=20, not_for_visits=[]))
    assert the_school().settings == {"visit_minutes": 40}


def test_a_setting_out_of_its_range_is_refused():
    with pytest.raises(InputError, match="visit_minutes"):
        calendars.save(member(ADMIN), settings(visit_minutes=500))


def test_a_setting_tells_which_meetings_it_would_break():
    book((FRI, "3"))
    seen = calendars.preview(member(ADMIN), settings(not_for_visits=["Maths"]))
    assert [(one.kind, one.called_off) for one in seen.breaking] == [("visit", False)]
    assert (seen.days, seen.changes_anything) == ([], True)


def test_another_schools_name_is_taken():
    schools.create("Other School", "UTC", "head@other.test")
    with pytest.raises(InputError, match="already"):
        calendars.save(member(ADMIN), calendars.of_settings("Other School", "Europe/Berlin", {}))


def test_a_time_zone_that_is_none_is_refused():
    with pytest.raises(InputError, match="Europe/Berln"):
        calendars.save(member(ADMIN), calendars.of_settings("Linden School", "Europe/Berln", {}))


def test_what_is_downloaded_can_be_applied_and_changes_nothing():
    calendars.save(member(ADMIN), special(FRI, "exam", note='"Mocks" — día 1'))
    text = calendars.as_toml(member(ADMIN))
    before = dump()
    assert not schools.apply(text.encode(), "school.toml").changed
    assert dump() == before


def test_what_the_file_says_the_pages_say_too():
    file = read_school(SCHOOL_TOML.encode(), "school.toml")
    assert calendars.current(member(ADMIN)) == file
    assert TODAY in [day.date for day in file.calendar.school_days(TODAY, TODAY)]
