"""A visit whose cover was lost moves to another time that needs cover: held, then certain or off."""

from __future__ import annotations

import icalendar
import pytest
from builders import COACH, FRI, MON, PARTNER, accept, calendars, history, member, moving_times, propose
from covers import offer_cover, requests, settle

from coachsched.models import Meeting, db
from coachsched.services import moving, new_times
from coachsched.services.picks import Pick, slot_key

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]


@pytest.fixture
def lost(in_app) -> Meeting:
    """A visit that was booked with cover, which was taken back."""
    offer_cover("always")
    proposal = propose((FRI, "2"))
    accept(proposal)
    settle("approved")
    settle("withdrawn")
    visit = db.session.scalars(db.select(Meeting).where(Meeting.kind == "visit")).one()
    assert visit.new_time
    return visit


def settle_asked(state: str) -> None:
    settle(state, *(one for one in requests() if one.state == "asked"))


def covered_pick(visit: Meeting) -> Pick:
    """Paul's lesson on Monday, for which the same class of Clara's must be taken."""
    slots = [one for one in moving_times(visit).slots if one.needs and one.visit.period == "2"]
    return Pick(slot_key(next(one for one in slots if one.visit.date == MON)))


def sent(email: str, visit: Meeting) -> list[tuple[str, str, int]]:
    """Method, status and sequence of what somebody's calendar got about it, in order."""
    found = []
    for raw in calendars(email, visit.uid):
        calendar = icalendar.Calendar.from_ical(raw)
        event = calendar.walk("VEVENT")[0]
        found.append((str(calendar["METHOD"]), str(event["STATUS"]), int(event["SEQUENCE"])))
    return found


def test_it_is_not_offered_the_time_whose_cover_was_lost(lost: Meeting):
    offered = [(one.date, one.period) for one in new_times.fresh_times(member(COACH), lost)]
    assert offered
    assert (FRI, "2") not in offered
    starts = {(slot.visit.date, slot.visit.period) for slot in moving_times(lost).slots if slot.needs}
    assert (FRI, "2") not in starts
    assert (MON, "2") in starts


def test_it_is_held_at_its_new_time_and_certain_with_its_cover(lost: Meeting):
    moving.move_visit(member(PARTNER), lost.id, [covered_pick(lost)])
    assert (lost.state, lost.date, lost.new_time) == ("waiting", MON, "")
    assert [(one.date, one.period, one.state) for one in requests() if one.state == "asked"] == [
        (MON, "2", "asked")
    ]
    before = sent(COACH, lost)
    assert before[-1][:2] == ("REQUEST", "TENTATIVE")
    settle_asked("approved")
    assert lost.state == "booked"
    after = sent(COACH, lost)
    assert after[-1][:2] == ("REQUEST", "CONFIRMED")
    numbers = [sequence for _, _, sequence in after]
    assert numbers == sorted(set(numbers))
    assert history(lost.pair.id)[-1].startswith(("moved", "debrief_booked"))


def test_calendars_are_told_when_the_new_time_comes_to_nothing_too(lost: Meeting):
    moving.move_visit(member(COACH), lost.id, [covered_pick(lost)])
    settle_asked("refused")
    assert lost.state == "cancelled"
    assert sent(PARTNER, lost)[-1][:2] == ("CANCEL", "CANCELLED")
