"""A talk without a visit: both free, booked in a click, both calendars told."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from builders import (
    COACH,
    COORDINATOR,
    FRI,
    MON,
    PARTNER,
    THIRD,
    book,
    calendars,
    dump,
    history,
    member,
    outbox,
    propose,
    the_pair,
)
from parsers import values

from coachsched.core.errors import ConflictError, InputError, NotFoundError
from coachsched.models import Meeting, Proposal, db
from coachsched.services import moving, signs, talks
from coachsched.services.picks import SlotsGoneError, talk_key

BERLIN = ZoneInfo("Europe/Berlin")
pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]


def keys(who: str = COACH) -> list[str]:
    return [talk_key(talk) for talk in talks.times(member(who), the_pair().id)[1]]


def talk(key: str | None = None, who: str = COACH) -> Meeting:
    return talks.book(member(who), the_pair().id, key or keys()[0])


def test_it_is_booked_at_once_and_everybody_is_invited():
    meeting = talk()
    assert (meeting.kind, meeting.state) == ("talk", "booked")
    for who in (COACH, PARTNER):
        (invited,) = calendars(who, meeting.uid)
        assert (values(invited, "METHOD"), values(invited, "SUMMARY")) == (["REQUEST"], ["Talk"])
    assert history(the_pair().id)[-1] == "talk_booked"


def test_every_time_offered_can_be_booked_and_then_is_gone():
    first = keys()[0]
    talk(first)
    assert first not in keys()
    before = dump()
    with pytest.raises(SlotsGoneError):
        talk(first)
    assert dump() == before


def test_a_talk_leaves_an_open_proposal_open():
    proposal = propose()
    talk(next(key for key in keys() if key.startswith(str(MON))))
    assert db.session.get_one(Proposal, proposal.id).state == "open"


def test_a_talk_moves_and_is_called_off_like_any_meeting():
    meeting = talk()
    other = next(key for key in keys() if not key.startswith(str(meeting.date)))
    moved = moving.move_talk(member(PARTNER), meeting.id, other)
    assert talk_key_of(moved) == other
    moving.cancel(member(COACH), meeting.id)
    assert db.session.get_one(Meeting, meeting.id).state == "cancelled"
    assert values(calendars(COACH, meeting.uid)[-1], "SEQUENCE") == ["2"]


def talk_key_of(meeting: Meeting) -> str:
    return f"{meeting.date.isoformat()}T{meeting.start_at.astimezone(BERLIN):%H%M}"


def test_nobody_is_booked_for_a_talk_where_they_are_booked_already():
    taken = talk_key_of(book((FRI, "3"))["debrief"])
    assert taken not in keys()
    with pytest.raises(SlotsGoneError):
        talk(taken)


def test_none_picked_is_told():
    with pytest.raises(InputError, match="none is picked"):
        talks.book(member(COACH), the_pair().id, "")


def test_after_the_end_there_is_no_talk():
    key = keys()[0]
    signs.finish(member(COACH), the_pair().id)
    mails = len(outbox())
    with pytest.raises(ConflictError):
        talk(key)
    assert len(outbox()) == mails


@pytest.mark.parametrize("who", [THIRD, COORDINATOR])
def test_to_others_the_partnership_does_not_exist(who: str):
    key = keys()[0]
    for act in (lambda: talks.times(member(who), the_pair().id), lambda: talk(key, who)):
        with pytest.raises(NotFoundError):
            act()
