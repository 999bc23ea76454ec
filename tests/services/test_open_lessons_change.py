"""Open lessons when something changes: the timetable, the calendar, somebody's own time; and what follows."""

from __future__ import annotations

import pytest
from answers import answer, booking, counter
from builders import (
    ADMIN,
    COACH,
    COVER,
    FRI,
    LESSONS,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    calendars,
    member,
    outbox,
    the_school,
    timetable_csv,
)
from opened import come, opened, people, states
from parsers import values

from coachsched.core.commitments import Commitment
from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.core.slots import Talk
from coachsched.models import Meeting, db
from coachsched.services import closing, deactivation, open_talks, open_visits, own_time, timetables
from coachsched.services.closing import Wish
from coachsched.services.picks import SlotsGoneError, talk_key

pytestmark = pytest.mark.usefixtures("in_app")

WITHOUT_4 = [one for one in LESSONS if one[:2] != ("PAU", "4")]
TESSA_TEACHES_4 = [*LESSONS, ("TES", "4", "9C", "Art", "R3")]
OTHER_ROOM = [(*one[:4], "R9") if one[:2] == ("PAU", "4") else one for one in LESSONS]


def put_in(lessons) -> list:
    found = timetables.import_timetable(the_school(), timetable_csv(lessons).encode(), "timetable.csv")
    db.session.expire_all()
    return found.broken


def last(to: str, uid: str, name: str) -> list[str]:
    return values(calendars(to, uid)[-1], name)


@pytest.fixture
def number(in_app) -> int:
    return opened()


@pytest.fixture
def visit(number: int) -> Meeting:
    come(number)
    return come(number, THIRD)


def test_a_lesson_that_is_not_taught_any_more_is_called_off_and_off_the_board(visit, number):
    assert [(one.called_off, one.stays) for one in put_in(WITHOUT_4)] == [(True, True)]
    assert (visit.state, states(COACH)) == ("cancelled", {})
    for who in (COACH, PARTNER, THIRD):
        assert last(who, visit.uid, "STATUS") == ["CANCELLED"]
    assert "The timetable has changed" in visit.new_time
    put_in(LESSONS)
    assert states(COACH) == {number: "free"}


def test_who_teaches_then_now_goes_and_the_others_come(visit, number):
    put_in(TESSA_TEACHES_4)
    assert (visit.state, people(visit)) == ("booked", {COACH, PARTNER})
    assert last(THIRD, visit.uid, "METHOD") == ["CANCEL"]
    assert last(PARTNER, visit.uid, "METHOD") == ["REQUEST"]
    assert states(THIRD) == {number: "busy"}


def test_the_last_who_has_to_go_takes_the_visit_along(number):
    visit = come(number, THIRD)
    put_in(TESSA_TEACHES_4)
    assert visit.state == "cancelled"
    assert last(PARTNER, visit.uid, "STATUS") == ["CANCELLED"]


def test_another_room_is_told_and_nothing_else_changes(visit):
    assert put_in(OTHER_ROOM) == []
    assert (visit.state, last(COACH, visit.uid, "LOCATION")) == ("booked", ["R9"])


@pytest.mark.parametrize(("who", "left"), [(PARTNER, None), (THIRD, {COACH, PARTNER})])
def test_who_is_away_is_out_of_it(visit, number, who: str, left):
    own_time.add(member(who), Commitment("absent", first=FRI, last=FRI))
    db.session.expire_all()
    assert visit.state == ("cancelled" if left is None else "booked")
    assert left is None or people(visit) == left
    assert last(who, visit.uid, "METHOD") == ["CANCEL"]
    assert states(COACH) == ({} if left is None else {number: "coming"})


def test_what_somebody_protects_leaves_the_visit_as_it_is(visit):
    own_time.add(member(COACH), Commitment("protected", "Fri", "4"))
    assert people(visit) == {COACH, PARTNER, THIRD}


def test_a_closed_day_calls_it_off_and_an_opened_one_brings_it_back(visit, number):
    closing.close(member(ADMIN), Wish(FRI, FRI))
    db.session.expire_all()
    assert (visit.state, states(COACH)) == ("cancelled", {})
    assert closing.reopen(member(COVER), FRI) == 1
    db.session.expire_all()
    assert (visit.state, states(COACH)) == ("booked", {number: "coming"})
    assert last(THIRD, visit.uid, "METHOD") == ["REQUEST"]


def test_a_preview_of_a_closure_counts_it_and_names_nobody(visit):
    found = closing.preview(member(ADMIN), Wish(FRI, FRI))
    assert found.broken == ((("visit", FRI, "4", True), 1),)


def test_who_leaves_the_school_leaves_no_lesson_open(visit):
    deactivation.deactivate(member(ADMIN), member(THIRD).person_id)
    assert people(visit) == {COACH, PARTNER}
    deactivation.deactivate(member(ADMIN), member(PARTNER).person_id)
    assert (visit.state, states(COACH)) == ("cancelled", {})
    assert last(COACH, visit.uid, "STATUS") == ["CANCELLED"]


def test_declining_from_the_calendar_is_noted_and_others_hear_nothing(visit):
    mails = len(outbox())
    answer(visit, "DECLINED", COACH)
    assert (booking(visit, COACH).partstat, visit.state, visit.new_time, len(outbox())) == (
        "DECLINED",
        "booked",
        "",
        mails,
    )


def test_another_time_is_declined_kindly(visit):
    counter(visit, visit.start_at.replace(day=18))
    (declined,) = [one for one in calendars(PARTNER, visit.uid) if b"METHOD:DECLINECOUNTER" in one]
    assert values(declined, "SEQUENCE") == [str(visit.sequence)]


def key(talks: tuple[Talk, ...] | list[Talk]) -> str:
    return talk_key(talks[0])


def test_after_the_visit_either_finds_a_time_to_talk_with_one_click(visit, clock):
    assert open_talks.others(member(COACH), visit) == []
    with pytest.raises(ConflictError):
        open_talks.times(member(COACH), visit.id)
    clock.set(visit.end_at)
    found = open_talks.times(member(COACH), visit.id)
    assert (found.other.person.email, len(found.best)) == (PARTNER, 3)
    talk = open_talks.book(member(COACH), visit.id, None, key(found.best))
    assert (talk.kind, talk.partnership_id, people(talk)) == ("talk", None, {COACH, PARTNER})
    for who in (COACH, PARTNER):
        assert last(who, talk.uid, "METHOD") == ["REQUEST"]
    with pytest.raises(ConflictError):
        open_talks.book(member(COACH), visit.id, None, key(found.talks))
    # Two came, and with the other one the host has not talked yet.
    assert open_talks.others(member(PARTNER), visit) == [member(THIRD).person_id]
    open_visits.leave(member(PARTNER), talk.id)
    assert talk.state == "cancelled"
    assert last(COACH, talk.uid, "STATUS") == ["CANCELLED"]


def test_a_talk_is_with_somebody_of_the_visit_and_at_a_time_that_is_there(visit, clock):
    clock.set(visit.end_at)
    first = key(open_talks.times(member(COACH), visit.id).best)
    for who, other in ((COACH, THIRD), (PARTNER, OTHER)):
        with pytest.raises(NotFoundError):
            open_talks.book(member(who), visit.id, member(other).person_id, first)
    with pytest.raises(NotFoundError):
        open_talks.times(member(OTHER), visit.id)
    with pytest.raises(SlotsGoneError):
        open_talks.book(member(COACH), visit.id, None, "2027-01-18T0800")


def test_a_talk_that_no_longer_works_is_called_off(visit, clock):
    clock.set(visit.end_at)
    found = open_talks.times(member(COACH), visit.id)
    on_monday = [one for one in found.talks if one.date == MON]
    talk = open_talks.book(member(COACH), visit.id, None, key(on_monday))
    own_time.add(member(PARTNER), Commitment("absent", first=MON, last=MON))
    db.session.expire_all()
    assert talk.state == "cancelled"
