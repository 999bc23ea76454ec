"""Signs of life without paperwork: by either partner, a date at most, and nobody is asked why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    PARTNER,
    THIRD,
    TODAY,
    book,
    calendars,
    dump,
    history,
    member,
    propose,
    the_pair,
    the_school,
)

from coachsched.core.errors import ConflictError, InputError, NotFoundError
from coachsched.models import Meeting, Proposal, db
from coachsched.services import signs, standings

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]
LATER = TODAY + timedelta(days=30)


def state(on: date = TODAY) -> str:
    line = standings.of_partnership(the_school(), the_pair(), on)
    assert line
    return line.standing.state


@pytest.mark.parametrize("who", [COACH, PARTNER])
def test_meeting_informally_is_a_sign_of_life(who: str, clock):
    clock.forward(days=30)
    today = TODAY + timedelta(days=30)
    assert state(today) == "quiet"
    signs.met_informally(member(who), the_pair().id, today - timedelta(days=1))
    assert state(today) == "active"


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_what_has_not_come_and_what_was_before_cannot_be_noted(on: date):
    before = dump()
    with pytest.raises(InputError):
        signs.met_informally(member(COACH), the_pair().id, on)
    assert dump() == before


def test_a_rest_ends_on_its_day_or_when_one_of_them_is_back():
    signs.pause(member(COACH), the_pair().id, LATER)
    assert (state(), state(LATER - timedelta(days=1)), state(LATER)) == ("paused", "paused", "active")
    signs.resume(member(PARTNER), the_pair().id)
    assert state() == "active"
    before = dump()
    signs.resume(member(PARTNER), the_pair().id)
    assert dump() == before


def test_a_rest_leaves_what_is_booked():
    visit = book((FRI, "3"))["visit"]
    signs.pause(member(COACH), the_pair().id, LATER)
    assert db.session.get_one(Meeting, visit.id).state == "booked"


def test_a_rest_until_today_is_none():
    with pytest.raises(InputError, match="passed"):
        signs.pause(member(COACH), the_pair().id, TODAY)


def test_the_end_calls_off_what_lies_ahead_and_tells_both_calendars():
    booked = book((FRI, "3"))
    signs.finish(member(COACH), the_pair().id)
    assert state() == "finished"
    assert history(the_pair().id)[-1] == "finished"
    for meeting in booked.values():
        assert db.session.get_one(Meeting, meeting.id).state == "cancelled"
        assert all(b"METHOD:CANCEL" in calendars(who, meeting.uid)[-1] for who in (COACH, PARTNER))


def test_the_end_takes_an_open_proposal_back():
    proposal = propose()
    signs.finish(member(PARTNER), the_pair().id)
    assert db.session.get_one(Proposal, proposal.id).state == "withdrawn"


@pytest.mark.parametrize("act", ["propose", "informal", "pause", "resume", "finish"])
def test_after_the_end_nothing_goes_on(act: str):
    pair = the_pair()
    signs.finish(member(COACH), pair.id)
    before = dump()
    acts = {
        "propose": propose,
        "informal": lambda: signs.met_informally(member(COACH), pair.id, TODAY),
        "pause": lambda: signs.pause(member(COACH), pair.id, LATER),
        "resume": lambda: signs.resume(member(COACH), pair.id),
        "finish": lambda: signs.finish(member(COACH), pair.id),
    }
    with pytest.raises(ConflictError):
        acts[act]()
    assert dump() == before


@pytest.mark.parametrize("who", [THIRD, COORDINATOR, ADMIN])
def test_to_others_the_partnership_does_not_exist(who: str):
    before = dump()
    for act in (signs.resume, signs.finish):
        with pytest.raises(NotFoundError):
            act(member(who), the_pair().id)
    for dated in (signs.met_informally, signs.pause):
        with pytest.raises(NotFoundError):
            dated(member(who), the_pair().id, LATER)
    assert dump() == before
