"""One person goes: out of a meeting or a partnership of three, while the others carry on."""

from __future__ import annotations

import icalendar
import pytest
from builders import (
    COACH,
    FRI,
    OTHER,
    PARTNER,
    THIRD,
    accept,
    bring_together,
    calendars,
    member,
    outbox,
    propose,
)  # fmt: skip

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.services import access, moving, partnerships
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def group(in_app) -> Partnership:
    return bring_together(COACH, PARTNER, THIRD, coach=COACH)


@pytest.fixture
def booked(group: Partnership) -> dict[str, Meeting]:
    """A visit to Paul by Clara and Tessa, with its debrief."""
    proposal = propose((FRI, "4"), by=COACH, pair=group, host=PARTNER)
    return {one.kind: one for one in accept(proposal, PARTNER)}


def last(to: str, uid: str) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(calendars(to, uid)[-1])


def event(calendar) -> icalendar.Event:
    return calendar.walk("VEVENT")[0]


def attendees(calendar) -> set[str]:
    found = event(calendar)["ATTENDEE"]
    return {str(one).removeprefix("mailto:") for one in (found if isinstance(found, list) else [found])}


def test_who_leaves_is_told_before_the_others_by_the_stamps_too(booked):
    """Every message of a UID is later than the one before it (RFC 5546 2.1.5)."""
    uid = booked["visit"].uid
    moving.leave(member(THIRD), booked["visit"].id)
    stamps = [event(one)["DTSTAMP"].dt for one in (last(THIRD, uid), last(COACH, uid))]
    assert stamps[0] < stamps[1]
    assert event(last(PARTNER, uid))["DTSTAMP"].dt == stamps[1]


def test_who_leaves_is_uninvited_and_the_others_keep_it(booked):
    visit, debrief = booked["visit"], booked["debrief"]
    visit.bookings[0].partstat = "ACCEPTED"
    moving.session.commit()
    moving.leave(member(THIRD), visit.id)
    for meeting in (visit, debrief):
        gone, kept = last(THIRD, meeting.uid), last(COACH, meeting.uid)
        assert (gone["METHOD"], event(gone).get("STATUS"), attendees(gone)) == ("CANCEL", None, {THIRD})
        assert (kept["METHOD"], attendees(kept)) == ("REQUEST", {COACH, PARTNER})
        assert event(gone)["SEQUENCE"] == event(kept)["SEQUENCE"] == 1
        assert event(gone)["DTSTART"].dt == event(kept)["DTSTART"].dt == meeting.start_at
        assert meeting.state == "booked"
    assert event(last(PARTNER, visit.uid))["ATTENDEE"][0].params["PARTSTAT"] == "ACCEPTED"


def test_the_time_of_who_left_is_free_again(booked):
    visit = booked["visit"]
    moving.leave(member(THIRD), visit.id)
    assert {row.person_id for row in visit.bookings} == {member(one).person_id for one in (COACH, PARTNER)}


def test_without_its_host_a_visit_does_not_take_place(booked):
    moving.leave(member(PARTNER), booked["visit"].id)
    assert {one.state for one in booked.values()} == {"cancelled"}
    for to in (COACH, PARTNER, THIRD):
        assert event(last(to, booked["debrief"].uid))["STATUS"] == "CANCELLED"


def test_without_its_host_a_debrief_does_not_take_place(booked):
    moving.leave(member(PARTNER), booked["debrief"].id)
    assert (booked["visit"].state, booked["debrief"].state) == ("booked", "cancelled")


def test_who_leaves_the_group_leaves_what_it_has_booked(group, booked):
    partnerships.leave(member(COACH), group.id)
    assert {row.person_id for row in group.members} == {member(one).person_id for one in (PARTNER, THIRD)}
    assert group.coach_id is None
    assert last(COACH, booked["visit"].uid)["METHOD"] == "CANCEL"
    with pytest.raises(NotFoundError):
        access.own_partnership(member(COACH), group.id)
    assert access.own_partnership(member(THIRD), group.id) is group


@pytest.mark.parametrize("who", [COACH, PARTNER])
def test_what_the_leaver_proposed_or_would_host_is_off_the_table(group, who):
    proposal = propose((FRI, "4"), by=COACH, pair=group, host=PARTNER)
    partnerships.leave(member(who), group.id)
    assert proposal.state == "withdrawn"


def test_a_pair_cannot_go_on_alone(in_app):
    pair = bring_together(COACH, OTHER)
    before = len(outbox())
    with pytest.raises(ConflictError, match="two"):
        partnerships.leave(member(COACH), pair.id)
    assert len(pair.members) == 2
    assert len(outbox()) == before
