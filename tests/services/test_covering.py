"""Times that need cover: asked for when sent, held when accepted, booked when found, let go when not."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from builders import (
    COACH,
    COVER,
    FRI,
    MON,
    OTHER,
    PARTNER,
    SCHOOL_TOML,
    THIRD,
    TUE,
    accept,
    bring_together,
    calendars,
    history,
    member,
    outbox,
    pick,
    propose,
    the_pair,
    the_school,
    times,
    timetable_csv,
)
from covers import approve, lessons, offer_cover, requests, settle, states

from coachsched.core.errors import ConflictError, InputError
from coachsched.models import Booking, Meeting, Proposal, db
from coachsched.services import moving, partnerships, proposals, schools, signs, timetables
from coachsched.services.covering import FELL_THROUGH, NOT_FOUND
from coachsched.services.picks import Pick, slot_key
from coachsched.store import cover_requests

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]

ASKED = [(FRI, "2", "7B", "asked")]
SECOND = (FRI, "2")
HELD = {"visit": "waiting", "debrief": "waiting"}
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


def test_a_time_with_cover_says_whose_lesson_must_be_taken():
    slot = next(one for one in times().slots if (one.visit.date, one.visit.period) == SECOND)
    (need,) = slot.needs
    taught = need.person, need.date, need.period, need.klass, need.subject, need.room
    assert taught == (member(COACH).person_id, FRI, "2", "7B", "English", "R1")


def test_without_the_setting_nothing_needs_cover():
    offer_cover("off")
    assert not any(slot.needs for slot in times().slots)


def test_where_other_times_come_soon_cover_is_offered_only_by_a_school_that_always_does():
    offer_cover("when_needed")
    assert not any(slot.needs for slot in times().slots)
    never_free = bring_together(PARTNER, OTHER)
    found = times(by=PARTNER, pair=never_free, host=OTHER)
    assert found.slots
    assert all(slot.needs for slot in found.slots)


def test_where_nobody_arranges_cover_none_is_offered():
    member(COVER).roles = ["teacher"]
    db.session.commit()
    assert not any(slot.needs for slot in times().slots)


def test_times_that_need_cover_come_after_the_others():
    needs = [len(choice.slot.needs) for choice in times().choices if choice.debrief]
    assert needs == sorted(needs)
    assert needs[0] == 0
    assert needs[-1] == 1


def test_no_cover_is_offered_on_days_without_and_at_short_notice():
    offer_cover(cover_blackout=["2027-01-18"], cover_lead_days=4)
    first = min(slot.visit.date for slot in times().slots if slot.needs)
    assert first == TUE
    offer_cover(cover_blackout=["2027-01-19"], cover_lead_days=0)
    dates = {slot.visit.date for slot in times().slots if slot.needs}
    assert (FRI in dates, TUE in dates) == (True, False)


def test_sending_it_asks_for_cover_and_for_nothing_else():
    proposal = propose(SECOND, (MON, "3"))
    assert lessons() == ASKED
    (request,) = requests()
    assert request.partnership_id == proposal.partnership_id
    assert request.option_id == proposal.options[0].id
    assert (request.start_at, request.end_at) == (
        datetime(2027, 1, 15, 7, 50, tzinfo=UTC),
        datetime(2027, 1, 15, 8, 35, tzinfo=UTC),
    )
    assert states() == {}


def test_only_one_of_the_times_may_need_cover():
    found = times()
    picks = [pick(found, FRI, "2"), pick(found, MON, "2")]
    with pytest.raises(InputError, match="need cover"):
        proposals.send(member(COACH), found.partnership.id, found.host.person_id, picks)
    assert requests() == []


def test_what_is_accepted_is_held_until_cover_is_found():
    proposal = hold()
    assert states() == HELD
    assert proposal.state == "accepted"
    assert mails("invitation") == []
    assert mails("held") == [COACH]
    assert history(proposal.partnership_id)[2:] == ["visit_booked", "debrief_booked"]
    assert {request.meeting_id for request in requests()} == {the_visit().id}


def test_its_time_is_taken_meanwhile():
    hold()
    others = times(by=THIRD, pair=bring_together(THIRD, PARTNER), host=PARTNER)
    assert SECOND not in {(slot.visit.date, slot.visit.period) for slot in others.slots}
    active = db.session.scalars(db.select(Booking.active)).all()
    assert list(active) == [True] * 4


def test_approved_it_is_booked_and_everybody_invited():
    hold()
    settle("approved")
    assert states() == BOOKED
    assert sorted(mails("invitation")) == sorted([COACH, PARTNER] * 2)
    (sent,) = calendars(PARTNER, the_visit().uid)
    assert b"METHOD:REQUEST" in sent
    assert b"STATUS:CONFIRMED" in sent


def test_cover_that_was_approved_before_makes_acceptance_book():
    proposal = propose(SECOND)
    settle("approved")
    accept(proposal)
    assert states() == BOOKED
    assert mails("held") == []


def test_refused_it_is_let_go_with_other_times():
    proposal = hold()
    settle("refused")
    assert states() == OFF
    assert sorted(mails("new_time")) == sorted([COACH, PARTNER])
    assert mails("cancellation") == []
    assert the_visit().new_time == NOT_FOUND
    assert history(proposal.partnership_id)[-2:] == ["cancelled", "cancelled"]
    assert not any(db.session.scalars(db.select(Booking.active)))


def test_what_was_let_go_can_be_held_at_one_of_those_times():
    hold()
    settle("refused")
    found = moving.new_times(member(PARTNER), the_visit())
    moving.move_visit(member(PARTNER), the_visit().id, [pick(found, MON, "3")])
    assert states() == BOOKED
    assert len(mails("invitation")) == 4


def test_an_option_refused_before_it_is_accepted_is_on_offer_no_more():
    proposal = propose(SECOND, (MON, "3"))
    settle("refused")
    assert [option.taken for option in proposal.options] == [True, False]
    with pytest.raises(ConflictError):
        accept(proposal)
    assert mails("none_left") == []
    accept(proposal, option=1)
    assert states() == BOOKED


def test_a_proposer_left_with_none_hears_of_it_with_other_times():
    propose(SECOND)
    settle("refused")
    assert mails("none_left") == [COACH]
    body = next(one.body for one in outbox() if one.kind == "none_left").decode(errors="replace")
    assert "pick=3D2027-01-15T0955" in body or "pick=2027-01-15T0955" in body


def test_cover_called_in_sends_visit_and_debrief_back_for_a_new_time():
    hold()
    settle("approved")
    settle("withdrawn")
    assert states() == BOOKED
    assert {one.new_time for one in db.session.scalars(db.select(Meeting))} == {FELL_THROUGH}
    assert sorted(mails("new_time")) == sorted([COACH, PARTNER])
    settle("withdrawn")
    assert len(mails("new_time")) == 2


def test_every_lesson_must_be_covered_before_it_is_booked():
    """Once Clara teaches all day and no break is open, a debrief needs cover for both of them."""
    rows = [("CLA", period, f"7{period}", "English", "R1") for period in "1245"]
    rows += [("PAU", period, f"8{period}", "Maths", "R2") for period in "2345"]
    timetables.import_timetable(the_school(), timetable_csv(rows).encode(), "full.csv")
    text = SCHOOL_TOML.replace("meetings = true", "meetings = false")
    schools.apply(text.encode(), "school.toml", the_school())
    offer_cover(debrief_within=0)
    found = times()
    slot = next(one for one in found.slots if one.needs and (one.visit.date, one.visit.period) == (FRI, "3"))
    picks = [Pick(slot_key(slot))]
    accept(proposals.send(member(COACH), found.partnership.id, found.host.person_id, picks))
    assert lessons() == [(FRI, "4", "74", "asked"), (FRI, "4", "84", "asked")]
    first, second = requests()
    settle("approved", first)
    assert states() == HELD
    settle("approved", second)
    assert states() == BOOKED


ENDS = {
    "turned down": lambda proposal: proposals.turn_down(member(PARTNER), proposal.id),
    "taken back": lambda proposal: proposals.withdraw(member(COACH), proposal.id),
    "replaced": lambda _: propose((MON, "3")),
    "another accepted": lambda proposal: accept(proposal, option=1),
    "finished": lambda proposal: signs.finish(member(COACH), proposal.partnership_id),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_proposal_that_comes_to_nothing_takes_its_requests_back(end: str):
    proposal = propose(SECOND, (MON, "3"))
    ENDS[end](proposal)
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]


@pytest.mark.parametrize("end", ENDS)
def test_and_lets_whoever_was_to_take_the_class_go(end: str):
    proposal = propose(SECOND, (MON, "3"))
    taken = approve(requests()[0])
    ENDS[end](proposal)
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]
    db.session.refresh(taken)
    assert (taken.state, taken.bookings[0].active) == ("cancelled", False)


def test_an_option_that_another_booking_takes_needs_no_cover_any_more():
    propose(SECOND)
    other = bring_together(COACH, OTHER)
    accept(propose(SECOND, pair=other, host=OTHER), by=OTHER)
    assert [state for *_, state in lessons()] == ["withdrawn", "asked"]


def test_called_off_while_held_it_asks_for_nothing_and_cancels_nothing_in_calendars():
    hold()
    moving.cancel(member(PARTNER), the_visit().id)
    assert states() == OFF
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]
    assert sorted(mails("cancellation")) == sorted([COACH, PARTNER])
    assert calendars(COACH) == []


def test_called_off_once_booked_it_lets_the_covering_colleague_go():
    hold()
    taken = approve(requests()[0])
    moving.cancel(member(COACH), the_visit().id)
    db.session.refresh(taken)
    assert (taken.state, lessons()[0][-1]) == ("cancelled", "withdrawn")


def test_moved_while_held_it_is_booked_where_no_cover_is_needed():
    hold()
    found = moving.new_times(member(COACH), the_visit())
    moving.move_visit(member(COACH), the_visit().id, [pick(found, MON, "3")])
    assert states() == BOOKED
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]
    assert len(mails("invitation")) == 4


def test_the_end_of_the_partnership_ends_what_is_held():
    proposal = hold()
    signs.finish(member(COACH), proposal.partnership_id)
    assert (states(), lessons()[0][-1]) == (OFF, "withdrawn")


def test_whoever_leaves_a_group_takes_their_request_with_them():
    group = bring_together(COACH, THIRD, PARTNER)
    proposal = propose(SECOND, pair=group, host=PARTNER)
    assert lessons() == ASKED
    accept(proposal)
    partnerships.leave(member(COACH), group.id)
    assert lessons() == [(FRI, "2", "7B", "withdrawn")]
    assert states() == BOOKED
    assert sorted(mails("invitation")) == sorted([THIRD, PARTNER] * 2)


def test_a_visit_that_is_not_talked_about_needs_no_cover_for_a_talk():
    offer_cover(debrief_after="none")
    found = [one for one in times().slots if one.needs]
    assert {(one.visit.period, len(one.needs), one.debriefs) for one in found} == {("2", 1, ())}
    accept(propose(SECOND))
    assert states() == {"visit": "waiting"}
    settle("approved")
    assert states() == {"visit": "booked"}


def test_need_and_request_are_the_same_lesson():
    slot = next(one for one in times().slots if (one.visit.date, one.visit.period) == SECOND)
    propose(SECOND)
    assert [cover_requests.need(one, ZoneInfo("Europe/Berlin")) for one in requests()] == list(slot.needs)


def test_a_pause_leaves_what_is_held():
    proposal = hold()
    signs.pause(member(COACH), proposal.partnership_id, TUE)
    assert (states(), lessons()) == (HELD, ASKED)
    assert the_pair().id == proposal.partnership_id
