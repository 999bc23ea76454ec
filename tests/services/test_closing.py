"""The snow day: closed today, late or ahead, other bells, and undone; both calendars told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    MON,
    PARTNER,
    PRINCIPAL,
    SCHOOL_TOML,
    THIRD,
    TODAY,
    TUE,
    book,
    bring_together,
    calendars,
    dump,
    history,
    member,
    outbox,
    the_pair,
    the_school,
    times,
)
from parsers import values

from coachsched.core.errors import ConflictError, ForbiddenError, InputError
from coachsched.models import Booking, Meeting, db
from coachsched.services import closing, schools, standings
from coachsched.services.closing import Wish
from coachsched.services.recheck import Broken
from coachsched.store import schools as stored

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]

LATE_BELL = """
[[bell]]
name = "two hours late"
periods = [
  { label = "1", kind = "lesson", start = 10:00:00, end = 10:40:00 },
  { label = "2", kind = "lesson", start = 10:45:00, end = 11:25:00 },
  { label = "3", kind = "lesson", start = 11:30:00, end = 12:10:00 },
  { label = "4", kind = "lesson", start = 12:15:00, end = 12:55:00 },
  { label = "Lunch", kind = "lunch", start = 12:55:00, end = 13:25:00, meetings = true },
  { label = "5", kind = "lesson", start = 13:25:00, end = 14:05:00 },
]
[[bell]]
name = "until noon"
periods = [
  { label = "1", kind = "lesson", start = 08:00:00, end = 08:45:00 },
  { label = "2", kind = "lesson", start = 08:50:00, end = 09:35:00 },
  { label = "3", kind = "lesson", start = 09:55:00, end = 10:40:00 },
]
"""


def shut(first: date, last: date | None = None, **other) -> list[Broken]:
    return closing.close(member(ADMIN), Wish(first, last or first, **other))


def reopen(on: date) -> int:
    return closing.reopen(member(COVER), on)


def fresh(meeting: Meeting) -> Meeting:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Meeting, meeting.id)


def days(first: date, count: int = 10) -> list[str | None]:
    calendar = stored.school_time(the_school()).calendar
    return [day.cycle_day for day in calendar.days(first, first + timedelta(days=count))]


def tables(*names: str) -> dict[str, list]:
    return {name: rows for name, rows in dump().items() if name in names}


def told(meeting: Meeting) -> list[tuple[str, str]]:
    mails = calendars(PARTNER, meeting.uid)
    return [(*values(one, "METHOD"), *values(one, "SEQUENCE")) for one in mails]  # type: ignore[misc]


def test_a_closed_day_calls_its_meetings_off_and_leaves_the_rest():
    friday, monday = book((FRI, "3")), book((MON, "3"))
    broken = shut(FRI)
    assert {(one.meeting.id, one.called_off) for one in broken} == {(one.id, True) for one in friday.values()}
    for meeting in friday.values():
        found = fresh(meeting)
        assert (found.state, found.school_closed) == ("cancelled", True)
        assert told(found) == [("REQUEST", "0"), ("CANCEL", "1")]
    assert {fresh(one).state for one in monday.values()} == {"booked"}
    assert FRI not in {slot.visit.date for slot in times().slots}


def test_reopening_undoes_a_closure_as_if_it_had_not_been():
    """73: the holiday is removed again."""
    booked = book((FRI, "3"))
    board = standings.of_school(the_school(), TODAY)
    before = tables("day_exception", "history_event")
    labels = days(TODAY)
    shut(FRI)
    assert days(TODAY) != labels
    assert reopen(FRI) == 2
    assert tables("day_exception", "history_event") == before
    assert days(TODAY) == labels
    assert standings.of_school(the_school(), TODAY) == board
    for meeting in booked.values():
        found = fresh(meeting)
        assert (found.state, found.new_time, found.school_closed) == ("booked", "", False)
        assert all(row.active for row in found.bookings)
        assert told(found) == [("REQUEST", "0"), ("CANCEL", "1"), ("REQUEST", "2")]
    with pytest.raises(ConflictError):
        reopen(FRI)


def test_a_meeting_of_somebody_booked_elsewhere_meanwhile_stays_called_off():
    booked = book((FRI, "3"))
    shut(FRI)
    second = bring_together(PARTNER, THIRD)
    visit = fresh(booked["visit"])
    span = {"start_at": visit.start_at, "end_at": visit.end_at}
    stamps = {"stamped_at": visit.stamped_at, "changed_at": visit.changed_at}
    taken = [Booking(person_id=member(PARTNER).person_id, **span)]
    db.session.add(
        Meeting(
            uid="other",
            school_id=second.school_id,
            partnership_id=second.id,
            kind="plan",
            date=FRI,
            period="3",
            bookings=taken,
            **span,
            **stamps,
        )
    )
    db.session.commit()
    reopen(FRI)
    # The debrief was to follow the visit, so it stays off too.
    assert {fresh(one).state for one in booked.values()} == {"cancelled"}


def test_a_snow_day_entered_late_calls_off_what_would_count_as_held(clock):
    """51."""
    booked = book((FRI, "3"))
    clock.forward(days=3)
    assert standings.of_school(the_school(), MON)[0].standing.reason is None
    shut(FRI)
    for meeting in booked.values():
        assert fresh(meeting).state == "cancelled"
        assert told(fresh(meeting))[-1] == ("CANCEL", "1")
    assert history(the_pair().id)[-2:] == ["not_held", "not_held"]
    (line, *_) = standings.of_school(the_school(), MON + timedelta(days=14))
    assert (line.standing.state, line.standing.reason) == ("quiet", "called_off")
    reopen(FRI)
    assert {fresh(one).state for one in booked.values()} == {"booked"}
    assert history(the_pair().id)[-1] == "debrief_booked"


def test_today_counts_from_its_first_bell_to_its_last(clock):
    booked = book((FRI, "3"))
    # Ten past ten on Friday: the visit is under way, the debrief still to come.
    clock.forward(days=2, hours=2, minutes=10)
    broken = shut(FRI)
    assert {one.meeting.id for one in broken} == {one.id for one in booked.values()}


def test_two_closures_in_a_row_are_undone_one_by_one():
    """52."""
    friday, monday = book((FRI, "3")), book((MON, "3"))
    shut(FRI, MON)
    assert {fresh(one).state for one in (*friday.values(), *monday.values())} == {"cancelled"}
    reopen(MON)
    assert {fresh(one).state for one in monday.values()} == {"booked"}
    assert {fresh(one).state for one in friday.values()} == {"cancelled"}
    reopen(FRI)
    assert {fresh(one).state for one in friday.values()} == {"booked"}


def test_what_stood_there_before_comes_back():
    exam = SCHOOL_TOML + f'\n[[exception]]\ndate = {FRI}\nkind = "exam"\nnote = "Mocks"\n'
    schools.apply((exam + LATE_BELL).encode(), "school.toml")
    before = tables("day_exception")
    closing.close(member(ADMIN), Wish(FRI, FRI, bell="two hours late"))
    delayed = tables("day_exception")
    shut(FRI)
    reopen(FRI)
    assert tables("day_exception") == delayed
    reopen(FRI)
    assert tables("day_exception") == before


def test_a_day_can_be_reopened_after_the_calendar_was_written_anew():
    shut(FRI)
    closed = SCHOOL_TOML + f'\n[[exception]]\ndate = {FRI}\nkind = "closure"\n'
    schools.apply(closed.encode(), "school.toml")
    rows = {row.date: row.before for row in the_school().exceptions}
    assert rows[FRI] == {"rule": "hold", "stood": None}
    reopen(FRI)
    assert FRI not in {row.date for row in the_school().exceptions}


def counting() -> None:
    toml = SCHOOL_TOML.replace('mode = "weekday"', f'mode = "count"\nanchor = {MON - timedelta(days=14)}')
    schools.apply(toml.encode(), "school.toml")


def test_a_held_label_moves_every_later_day_and_reopening_moves_them_back():
    """50: the labels after a snow day are the timetable of the day before."""
    counting()
    before = days(FRI, 7)
    assert before[0] == "Fri"
    shut(FRI)
    assert days(FRI, 5) == [None, None, None, "Fri", "Mon", "Tue"]
    reopen(FRI)
    assert days(FRI, 7) == before


def test_a_label_is_burned_for_one_day_though_the_school_holds():
    """49."""
    counting()
    shut(FRI, rule="burn")
    assert days(FRI, 5) == [None, None, None, "Mon", "Tue", "Wed"]
    shut(TODAY)
    # Wednesday's label waits for Thursday; Friday still burns its own, which is now Thursday's.
    assert days(TODAY, 6) == [None, "Wed", None, None, None, "Fri", "Mon"]
    reopen(TODAY)
    assert days(FRI, 5) == [None, None, None, "Mon", "Tue", "Wed"]
    reopen(FRI)
    assert days(FRI, 5) == ["Fri", None, None, "Mon", "Tue", "Wed"]


def with_bells() -> None:
    schools.apply((SCHOOL_TOML + LATE_BELL).encode(), "school.toml")


def test_a_noon_closure_breaks_the_afternoon_only():
    """59."""
    with_bells()
    booked = book(
        (
            FRI,
            "3",
        )
    )
    broken = shut(FRI, bell="until noon")
    assert [one.meeting.id for one in broken] == [booked["debrief"].id]
    assert fresh(booked["visit"]).new_time == ""


def test_a_closed_exam_day_and_back():
    """60."""
    exam = SCHOOL_TOML + f'\n[[exception]]\ndate = {FRI}\nkind = "exam"\n'
    schools.apply(exam.encode(), "school.toml")
    shut(FRI)
    assert stored.school_time(the_school()).calendar.day(FRI).reason == "closure"
    reopen(FRI)
    assert stored.school_time(the_school()).calendar.day(FRI).reason == "exam"


def test_the_preview_says_what_the_closing_does_and_writes_nothing():
    book((FRI, "3"))
    before = dump()
    change = closing.preview(member(COORDINATOR), Wish(FRI, FRI))
    assert dump() == before
    assert [(was.date, will.open) for was, will in change.days] == [(FRI, False)]
    assert change.broken == (
        (("visit", FRI, "3", True), 1),
        (("debrief", FRI, "Lunch", True), 1),
    )
    broken = shut(FRI)
    assert {(one.meeting.kind, one.meeting.date, one.meeting.period, one.called_off) for one in broken} == {
        what for what, _ in change.broken
    }


@pytest.mark.parametrize("act", [closing.preview, closing.close])
@pytest.mark.parametrize(
    "wish",
    [
        Wish(date(2027, 1, 16), date(2027, 1, 17)),
        Wish(FRI, TODAY),
        Wish(date(2026, 11, 1), date(2026, 11, 1)),
        Wish(FRI, FRI + timedelta(days=60)),
        Wish(FRI, FRI, bell="no such bell"),
    ],
)
def test_what_cannot_be_closed_is_told_and_changes_nothing(act, wish: Wish):
    before = dump()
    with pytest.raises(InputError):
        act(member(ADMIN), wish)
    assert dump() == before


@pytest.mark.parametrize("who", [COACH, PARTNER, PRINCIPAL])
def test_others_close_nothing(who: str):
    before = dump()
    for act in (
        lambda: closing.preview(member(who), Wish(FRI, FRI)),
        lambda: closing.close(member(who), Wish(FRI, FRI)),
        lambda: closing.reopen(member(who), FRI),
        lambda: closing.undoable(member(who)),
    ):
        with pytest.raises(ForbiddenError):
            act()
    assert dump() == before


def test_closing_and_letters_are_one(monkeypatch: pytest.MonkeyPatch):
    """Killed between the two, there is neither."""
    book((FRI, "3"))
    before = dump()

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coachsched.services.letters.call_off", die)
    with pytest.raises(KeyboardInterrupt):
        shut(FRI)
    assert dump() == before


def test_a_day_closed_twice_is_closed_once():
    shut(FRI)
    before, mails = dump(), len(outbox())
    with pytest.raises(InputError):
        shut(FRI)
    assert (dump(), len(outbox())) == (before, mails)
    shut(FRI, TUE)
    assert [day.date for day, _ in closing.undoable(member(ADMIN))] == [FRI, MON, TUE]
