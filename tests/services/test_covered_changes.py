"""Cover while the timetable and the days go on: what stands, what is given back, what comes too late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import (
    ADMIN,
    COACH,
    FRI,
    LESSONS,
    PARTNER,
    accept,
    member,
    outbox,
    propose,
    the_school,
    timetable_csv,
)
from covers import approve, lessons, offer_cover, requests, settle, states

from coachsched.core.errors import ConflictError
from coachsched.models import Meeting, Proposal, db
from coachsched.services import closing, covering, timetables

pytestmark = pytest.mark.usefixtures("in_app")

SECOND = (FRI, "2")
BOOKED = {"visit": "booked", "debrief": "booked"}
OFF = {"visit": "cancelled", "debrief": "cancelled"}


@pytest.fixture(autouse=True)
def _offered(in_app):
    offer_cover()


def mails(kind: str) -> list[str]:
    return [message.recipient for message in outbox() if message.kind == kind]


def the_visit() -> Meeting:
    return db.session.scalars(db.select(Meeting).where(Meeting.kind == "visit")).one()


def hold() -> Proposal:
    proposal = propose(SECOND)
    accept(proposal)
    return proposal


def test_a_covered_visit_stands_when_the_timetable_changes_elsewhere():
    hold()
    settle("approved")
    change("OMA", "5", "10C")
    assert the_visit().new_time == ""
    assert lessons() == [(FRI, "2", "7B", "approved")]


def test_a_lesson_that_needs_no_cover_any_more_is_given_back():
    hold()
    taken = approve(requests()[0])
    change(without=("CLA", "2"))
    assert the_visit().new_time == ""
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]
    assert taken.state == "cancelled"


def test_held_for_a_lesson_that_is_gone_it_is_booked():
    hold()
    change(without=("CLA", "2"))
    assert states() == BOOKED


def test_cover_for_another_lesson_than_is_taught_now_helps_nobody():
    hold()
    settle("approved")
    change("CLA", "2", "7Z", without=("CLA", "2"))
    assert the_visit().new_time != ""
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]


def test_what_is_held_and_works_no_more_is_let_go():
    hold()
    change(without=("PAU", "2"))
    assert states() == OFF
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]
    assert sorted(mails("new_time")) == sorted([COACH, PARTNER])


def change(*row: str, without: tuple[str, str] = ("", "")) -> None:
    """Bring in the timetable with one row more, or one less."""
    kept = [one for one in LESSONS if one[:2] != without]
    added = [(*row, "Any", "R9")] if row else []
    timetables.import_timetable(the_school(), timetable_csv([*kept, *added]).encode(), "new.csv")
    db.session.expire_all()


def test_a_closed_day_ends_what_is_held_and_reopening_does_not_bring_it_back():
    hold()
    wish = closing.Wish(FRI, FRI)
    closing.close(member(ADMIN), wish)
    assert states() == OFF
    closing.reopen(member(ADMIN), FRI)
    assert states() == OFF
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]


def test_in_the_morning_of_its_day_it_is_let_go(clock):
    hold()
    clock.set(datetime(2027, 1, 14, 7, tzinfo=UTC))
    assert covering.let_go_late() == 0
    clock.set(datetime(2027, 1, 15, 5, tzinfo=UTC))
    assert covering.let_go_late() == 0
    clock.set(datetime(2027, 1, 15, 6, 10, tzinfo=UTC))
    assert covering.let_go_late() == 1
    assert states() == OFF
    assert covering.let_go_late() == 0


def test_approved_and_not_accepted_by_its_day_it_lets_the_covering_colleague_go(clock):
    proposal = propose(SECOND)
    taken = approve(requests()[0])
    clock.set(datetime(2027, 1, 15, 6, 10, tzinfo=UTC))
    assert covering.let_go_late() == 1
    db.session.refresh(taken)
    assert (taken.state, proposal.options[0].taken) == ("cancelled", True)


def test_what_is_booked_with_cover_stays_in_the_morning(clock):
    hold()
    settle("approved")
    clock.set(datetime(2027, 1, 15, 6, 10, tzinfo=UTC))
    assert covering.let_go_late() == 0
    assert states() == BOOKED


def test_another_room_is_told_to_whoever_takes_the_class_and_invites_nobody_to_what_is_held():
    hold()
    moved = [(*one[:4], "R7") if one[:2] in (("CLA", "2"), ("PAU", "2")) else one for one in LESSONS]
    timetables.import_timetable(the_school(), timetable_csv(moved).encode(), "rooms.csv")
    assert (the_visit().room, requests()[0].room) == ("R7", "R7")
    assert mails("invitation") == []
    taken = approve(requests()[0])
    timetables.import_timetable(the_school(), timetable_csv().encode(), "rooms.csv")
    assert (taken.room, lessons()) == ("R1", [(FRI, "2", "7B", "approved")])


def test_too_late_for_cover_it_cannot_be_accepted(clock):
    proposal = propose(SECOND)
    clock.set(datetime(2027, 1, 15, 6, tzinfo=UTC))
    with pytest.raises(ConflictError, match="too late"):
        accept(proposal)
