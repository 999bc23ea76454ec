"""Proposing, answering and what follows from an answer, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import (
    COACH,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    TODAY,
    TUE,
    accept,
    book,
    bring_together,
    dump,
    history,
    member,
    option_on,
    outbox,
    pick,
    propose,
    the_pair,
    times,
)

from coachsched.core.errors import ConflictError, InputError, NotFoundError
from coachsched.models import Meeting, Proposal, db
from coachsched.services import notes, proposals
from coachsched.services.picks import Pick, SlotsGoneError
from coachsched.services.proposals import MOST_OPTIONS

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]


def state_of(proposal: Proposal) -> str:
    return db.session.execute(db.select(Proposal.state).where(Proposal.id == proposal.id)).scalar_one()


def recipients() -> list[str]:
    return [message.recipient for message in outbox()]


def no_meetings() -> bool:
    return db.session.scalar(db.select(db.func.count()).select_from(Meeting)) == 0


def test_what_is_offered_starts_two_school_days_from_today():
    visits = {(slot.visit.date, slot.visit.period) for slot in times().slots}
    assert min(visits) == (FRI, "3")
    assert max(on for on, _ in visits) <= TODAY + timedelta(days=42)


def test_a_proposal_carries_its_options_in_order_of_time():
    proposal = propose((TUE, "4"), (FRI, "3"), (MON, "3"), focus="Wait time")
    visits = [time for option in proposal.options for time in option.times if time.kind == "visit"]
    assert [(time.date, time.period) for time in visits] == [(FRI, "3"), (MON, "3"), (TUE, "4")]
    assert [option.klass for option in proposal.options] == ["8B", "8B", "8C"]
    assert (proposal.state, notes.focus(member(COACH), proposal)) == ("open", "Wait time")


def test_only_the_partner_is_asked():
    proposal = propose()
    assert recipients() == [PARTNER]
    assert history(proposal.partnership_id) == ["began", "proposed"]


def test_the_debrief_chosen_is_the_one_offered():
    found = times()
    chosen = pick(found, FRI, "3", debrief="After")
    proposal = proposals.send(member(COACH), found.partnership.id, found.host.person_id, [chosen])
    (debrief,) = [time for time in proposal.options[0].times if time.kind == "debrief"]
    assert (debrief.date, debrief.period) == (FRI, "After")


def test_a_plan_meeting_comes_on_an_earlier_day():
    proposal = propose((MON, "3"), with_plan=True)
    kinds = {time.kind: time for time in proposal.options[0].times}
    assert set(kinds) == {"plan", "visit", "debrief"}
    assert kinds["plan"].date < kinds["visit"].date


def test_a_second_proposal_takes_the_place_of_the_first():
    first, second = propose(), propose((MON, "3"))
    assert (state_of(first), state_of(second)) == ("replaced", "open")
    with pytest.raises(ConflictError):
        accept(first)


@pytest.mark.parametrize("count", [0, MOST_OPTIONS + 1])
def test_one_to_five_times_can_be_sent(count: int):
    before = dump()
    picks = [Pick(str(number)) for number in range(count)]
    with pytest.raises(InputError):
        proposals.send(member(COACH), the_pair().id, member(PARTNER).person_id, picks)
    assert dump() == before


def test_a_focus_that_is_too_long_is_refused():
    before = dump()
    with pytest.raises(InputError):
        propose(focus="x" * (proposals.LONGEST_FOCUS + 1))
    assert dump() == before


def test_a_time_that_is_no_slot_is_refused_and_named():
    found = times()
    good, bad = pick(found, FRI, "3"), Pick("2027-01-15T0800.00000000")
    before = dump()
    with pytest.raises(SlotsGoneError) as refused:
        proposals.send(member(COACH), found.partnership.id, found.host.person_id, [good, bad])
    assert list(refused.value.gone) == [bad]
    assert dump() == before


def test_a_stranger_proposes_nothing():
    found = times()
    before = dump()
    with pytest.raises(NotFoundError):
        proposals.send(
            member(THIRD), found.partnership.id, found.host.person_id, [pick(found, FRI, "3")]
        )  # fmt: skip
    with pytest.raises(NotFoundError):
        proposals.send(
            member(COACH), found.partnership.id, member(THIRD).person_id, [pick(found, FRI, "3")]
        )  # fmt: skip
    assert dump() == before


def test_accepting_books_visit_and_debrief_for_both():
    proposal = propose((FRI, "3"), (MON, "4"))
    meetings = accept(proposal, option=1)
    assert [(one.kind, one.date, one.period) for one in meetings] == [
        ("visit", MON, "4"),
        ("debrief", MON, "Lunch"),
    ]
    people = {member(COACH).person_id, member(PARTNER).person_id}
    for meeting in meetings:
        assert {row.person_id for row in meeting.bookings} == people
        assert all(row.active for row in meeting.bookings)
    visit, debrief = meetings
    assert debrief.visit_id == visit.id
    assert (visit.klass, visit.room, visit.host_id) == ("8C", "R2", member(PARTNER).person_id)
    assert state_of(proposal) == "accepted"


def test_accepting_invites_everybody_to_each_meeting():
    proposal = propose()
    before = len(outbox())
    meetings = accept(proposal)
    invitations = outbox()[before:]
    assert sorted(message.recipient for message in invitations) == sorted([COACH, PARTNER] * len(meetings))
    assert len({message.message_id for message in invitations}) == 4
    assert history(proposal.partnership_id)[2:] == ["visit_booked", "debrief_booked"]


def test_a_trio_is_booked_together():
    trio = bring_together(COACH, PARTNER, OTHER)
    found = times(COACH, trio, host=PARTNER)
    proposal = proposals.send(
        member(COACH), trio.id, member(PARTNER).person_id, [pick(found, FRI, "3")]
    )  # fmt: skip
    assert sorted(recipients()) == sorted([PARTNER, OTHER])
    meetings = accept(proposal, by=OTHER)
    assert all(len(meeting.bookings) == 3 for meeting in meetings)


def test_an_option_of_another_proposal_is_refused():
    mine = propose()
    theirs = propose((FRI, "2"), by=THIRD, pair=the_pair(THIRD, OTHER))
    before = dump()
    with pytest.raises(InputError):
        proposals.accept(member(PARTNER), mine.id, theirs.options[0].id)
    assert dump() == before


def test_a_counter_proposal_turns_the_question_round():
    proposal = propose()
    found = times(PARTNER)
    answer = proposals.counter(
        member(PARTNER), proposal.id, found.host.person_id, [pick(found, TUE, "4")]
    )  # fmt: skip
    assert (state_of(proposal), state_of(answer)) == ("replaced", "open")
    assert answer.answers_id == proposal.id
    assert recipients() == [PARTNER, COACH]
    assert accept(answer, by=COACH)[0].date == TUE


def test_not_now_tells_the_proposer_and_rests_until_a_day():
    proposal = propose()
    proposals.turn_down(member(PARTNER), proposal.id, date(2027, 2, 1))
    assert state_of(proposal) == "turned_down"
    assert recipients() == [PARTNER, COACH]
    assert history(proposal.partnership_id)[2:] == ["turned_down", "paused"]
    assert no_meetings()


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1)])
def test_a_rest_ends_after_today(until: date):
    proposal = propose()
    before = dump()
    with pytest.raises(InputError):
        proposals.turn_down(member(PARTNER), proposal.id, until)
    assert dump() == before


def test_withdrawing_tells_nobody_off():
    proposal = propose()
    mails = len(outbox())
    proposals.withdraw(member(COACH), proposal.id)
    assert state_of(proposal) == "withdrawn"
    assert history(proposal.partnership_id)[2:] == ["withdrawn"]
    assert len(outbox()) == mails


def test_a_booking_elsewhere_strikes_options_out():
    proposal = propose((FRI, "3"), (MON, "4"))
    second = bring_together(PARTNER, THIRD)
    book((MON, "4"), by=THIRD, pair=second, host=PARTNER, answer=PARTNER)
    db.session.expire_all()
    assert option_on(proposal, MON, "4").taken
    assert not option_on(proposal, FRI, "3").taken
    assert f"<none-left-{proposal.id}.{member(COACH).person_id}@school.test>" not in [
        message.message_id for message in outbox()
    ]
    with pytest.raises(ConflictError):
        accept(proposal, option=1)
    assert accept(proposal, option=0)[0].date == FRI


def test_a_proposer_left_with_no_option_is_told_once():
    proposal = propose((MON, "4"))
    second = bring_together(PARTNER, THIRD)
    book((MON, "4"), by=THIRD, pair=second, host=PARTNER, answer=PARTNER)
    told = [message.recipient for message in outbox() if "none-left" in message.message_id]
    assert told == [COACH]
    assert state_of(proposal) == "open"


def test_times_on_offer_elsewhere_stay_possible_and_are_marked():
    propose((MON, "4"))
    second = bring_together(PARTNER, THIRD)
    found = times(THIRD, second, host=PARTNER)
    slot = next(one for one in found.slots if (one.visit.date, one.visit.period) == (MON, "4"))
    assert slot.visit.on_offer
    best = found.choices[0]
    assert not best.slot.visit.on_offer


def test_a_booked_time_is_offered_no_more():
    book((MON, "4"))
    assert (MON, "4") not in {(one.visit.date, one.visit.period) for one in times().slots}
    with pytest.raises(StopIteration):
        propose((MON, "4"))


def test_the_database_refuses_a_second_booking_of_a_person(monkeypatch: pytest.MonkeyPatch):
    """Two people accept at the same moment: whoever read before the other wrote is stopped here."""
    second = bring_together(PARTNER, THIRD)
    late = propose((MON, "4"))
    option = late.options[0].id
    book((MON, "4"), by=THIRD, pair=second, host=PARTNER, answer=PARTNER)
    monkeypatch.setattr(proposals, "check_still_works", lambda *_: None)
    before = dump()
    with pytest.raises(ConflictError):
        proposals.accept(member(PARTNER), late.id, option)
    assert dump() == before


def test_an_option_whose_day_has_come_is_gone(clock):
    proposal = propose((FRI, "3"))
    clock.forward(days=2, hours=3)
    before = dump()
    with pytest.raises(ConflictError):
        accept(proposal)
    assert dump() == before


def test_an_error_halfway_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch):
    proposal = propose()
    before = dump()

    def fail(*_: object, **__: object) -> None:
        raise OSError("no template")

    monkeypatch.setattr("coachsched.services.booking.letters.invite", fail)
    with pytest.raises(OSError, match="no template"):
        accept(proposal)
    assert dump() == before
