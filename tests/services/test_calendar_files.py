"""Terms and days off taken into a school: whole or not at all, twice the same, meetings looked at again."""

from __future__ import annotations

from datetime import date

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    MON,
    PRINCIPAL,
    book,
    calendars,
    dump,
    member,
    the_school,
)
from parsers import values

from coachsched.core.calendar import Term
from coachsched.core.date_changes import DatePick
from coachsched.core.errors import ForbiddenError, InputError
from coachsched.models import Meeting, db
from coachsched.models.school import DayException
from coachsched.services import calendar_files, schools
from coachsched.services.calendar_files import CalendarApplied, CalendarChange
from coachsched.services.calendars import Breaking
from coachsched.store import schools as stored

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]

HALF_TERM = "name,start,end,kind\nHalf term,2027-01-15,2027-01-19,holiday\n"


def preview(text: str, **options) -> CalendarChange:
    school = the_school()
    return calendar_files.preview(
        school, calendar_files.from_file(school, text.encode(), "dates.csv"), **options
    )


def take(text: str, **options) -> CalendarApplied:
    return calendar_files.apply(the_school(), preview(text, **options).ticked)


def calendar():
    return stored.read_calendar(the_school())


def states(change: CalendarChange) -> list[str]:
    return [one.state for one in change.changes]


def test_looking_writes_nothing_and_says_what_would_break():
    booked = book((FRI, "3"))
    before = dump()
    change = preview(HALF_TERM)
    assert dump() == before
    assert states(change) == ["new"]
    assert set(change.broken) == {
        Breaking("visit", FRI, "3", called_off=True),
        Breaking("debrief", FRI, booked["debrief"].period, called_off=True),
    }


def test_taking_does_what_was_said_in_one_go():
    booked = book((FRI, "3"))
    promised = preview(HALF_TERM)
    done = calendar_files.apply(the_school(), promised.ticked)
    assert done.changed
    assert set(done.broken) == set(promised.broken)
    db.session.rollback()
    visit = db.session.get_one(Meeting, booked["visit"].id)
    assert visit.state == "cancelled"
    assert values(calendars(COACH, booked["visit"].uid)[-1], "METHOD") == ["CANCEL"]
    # From Friday to Tuesday, the weekend left out.
    closed = [date(2027, 1, 15), date(2027, 1, 18), date(2027, 1, 19)]
    assert [day.date for day in calendar().days(FRI, date(2027, 1, 20)) if day.reason == "holiday"] == closed


def test_exam_days_leave_booked_meetings_in_need_of_a_new_time():
    booked = book((FRI, "3"))
    done = take(f"name,start,kind\nMocks,{FRI},exam\n")
    assert {one.called_off for one in done.broken} == {False}
    db.session.rollback()
    assert db.session.get_one(Meeting, booked["visit"].id).new_time


def test_twice_the_same_file_changes_nothing():
    assert take(HALF_TERM).changed
    before = dump()
    assert take(HALF_TERM) == CalendarApplied(False, ())
    assert states(preview(HALF_TERM)) == ["same"]
    assert dump() == before


def test_only_what_is_ticked_is_taken():
    change = preview("name,start,kind\nOne,2027-02-01,holiday\nTwo,2027-02-03,holiday\n")
    calendar_files.apply(the_school(), change.ticked[:1])
    assert [day.open for day in calendar().days(date(2027, 2, 1), date(2027, 2, 3))] == [False, True, True]


def test_a_day_entered_by_hand_stays_unless_asked_for():
    """8 February is a staff day of the invented school."""
    text = "name,start,kind\nCarnival,2027-02-08,holiday\n"
    assert states(preview(text)) == ["by_hand"]
    assert not take(text).changed
    assert calendar().day(date(2027, 2, 8)).reason == "inset"
    assert take(text, replace_by_hand=True).changed
    assert calendar().day(date(2027, 2, 8)).reason == "holiday"


def test_terms_are_added_and_put_in_the_place_of_those_they_overlap():
    text = (
        "name,start,end,kind\n"
        "Winter term,2027-01-04,2027-03-24,term\n"
        "Summer term,2027-04-05,2027-06-25,term\n"
        "Autumn term,2027-09-06,2027-12-17,term\n"
    )
    assert states(preview(text)) == ["changed", "same", "new"]
    take(text)
    assert calendar().terms == (
        Term("Winter term", date(2027, 1, 4), date(2027, 3, 24)),
        Term("Summer term", date(2027, 4, 5), date(2027, 6, 25)),
        Term("Autumn term", date(2027, 9, 6), date(2027, 12, 17)),
    )


def test_a_shorter_term_calls_off_what_is_booked_beyond_it():
    book((MON, "3"))
    done = take(f"name,start,end,kind\nShort term,2027-01-04,{FRI},term\n")
    assert {one.date for one in done.broken if one.called_off} >= {MON}


def test_days_that_stay_keep_their_rows():
    """What else is kept beside a day, such as what stood there before it was closed, outlives an import."""
    db.session.query(DayException).update({"before": {"kind": "event"}})
    db.session.commit()
    take(HALF_TERM)
    row = db.session.query(DayException).filter_by(date=date(2027, 2, 8)).one()
    assert row.before == {"kind": "event"}


def test_a_calendar_that_would_not_hold_together_is_refused_whole():
    before = dump()
    picks = [
        DatePick("add", "term", date(2027, 9, 1), date(2027, 10, 1), "One"),
        DatePick("add", "term", date(2027, 9, 20), date(2027, 11, 1), "Two"),
        DatePick("add", "holiday", date(2027, 2, 1), date(2027, 2, 1), "Holiday"),
    ]
    with pytest.raises(InputError, match='overlaps "One"'):
        calendar_files.apply(the_school(), picks)
    assert dump() == before


def test_dates_that_run_backwards_or_for_years_are_refused():
    for last in (date(2026, 1, 1), date(2029, 1, 1)):
        with pytest.raises(InputError, match="within a year of its start"):
            calendar_files.apply(the_school(), [DatePick("add", "holiday", date(2027, 1, 1), last, "X")])


def test_a_school_without_bells_takes_its_terms_already():
    schools.create("Elm School", "Europe/Paris", "a@elm.test")
    elm = stored.school_named("Elm School")
    assert elm
    calendar_files.apply(elm, [DatePick("add", "term", date(2027, 9, 1), date(2027, 10, 1), "One")])
    assert stored.read_calendar(elm).terms == (Term("One", date(2027, 9, 1), date(2027, 10, 1)),)


def test_holidays_of_a_country_are_taken_like_a_file():
    school = the_school()
    dates = calendar_files.from_holidays(school, "DE", "BE", [2027])
    calendar_files.apply(school, calendar_files.preview(school, dates).ticked)
    # Women's Day, a Monday of the winter term, is kept in Berlin.
    assert calendar().day(date(2027, 3, 8)).reason == "holiday"


def test_the_code_of_a_file_in_no_known_encoding_is_asked_for():
    with pytest.raises(InputError) as refused:
        calendar_files.from_file(the_school(), "name,start\nPrüfung,2027-02-01\n".encode("cp1252"), "x.csv")
    assert [one.where for one in refused.value.problems] == ["encoding"]


@pytest.mark.parametrize("email", [COACH, COORDINATOR, PRINCIPAL])
def test_the_calendar_is_the_administrators(email: str):
    pick = DatePick("add", "holiday", date(2027, 2, 1), date(2027, 2, 1), "Holiday")
    before = dump()
    for act in (
        lambda: calendar_files.apply(member(email), [pick]),
        lambda: calendar_files.preview(member(email), calendar_files.of_picks([pick])),
        lambda: calendar_files.holiday_choices(member(email)),
        lambda: calendar_files.from_holidays(member(email), "DE", None, [2027]),
    ):
        with pytest.raises(ForbiddenError):
            act()
    assert dump() == before
    assert calendar_files.apply(member(ADMIN), [pick]).changed
