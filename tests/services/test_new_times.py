"""Who needs a new time gets one letter with times to take, and can take one without a password."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import UTC, datetime, timedelta

import pytest
from builders import (
    ADMIN,
    COACH,
    FRI,
    LESSONS,
    MON,
    PARTNER,
    SCHOOL_TOML,
    TUE,
    book,
    calendars,
    dump,
    history,
    member,
    outbox,
    propose,
    the_pair,
    the_school,
    timetable_csv,
)
from parsers import values
from test_closing import LATE_BELL, fresh, reopen, shut

from coachsched.core.errors import ConflictError
from coachsched.models import Meeting, db
from coachsched.services import (
    closing,
    cover_search,
    invitations,
    links,
    moving,
    new_times,
    proposals,
    schools,
    timetables,
)
from coachsched.services.closing import Wish
from coachsched.services.picks import talk_key
from coachsched.services.proposals import SlotsGoneError
from coachsched.services.unit import transaction

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]

PAUL_HAS_NO_PERIOD_3 = timetable_csv(one for one in LESSONS if one[:2] != ("PAU", "3"))
NOBODY_MEETS = timetable_csv([*LESSONS, ("PAU", "Lunch", "", "Duty", ""), ("PAU", "After", "", "Duty", "")])


def put_in(timetable: str) -> None:
    timetables.import_timetable(the_school(), timetable.encode(), "timetable.csv")


def letters(to: str = PARTNER, since: int = 0) -> list[str]:
    """The texts of what was written to somebody, in order."""
    messages = [
        email.message_from_bytes(one.body, policy=email.policy.default)
        for one in outbox()[since:]
        if one.recipient == to
    ]
    return [one["Subject"] + "\n" + one.get_body(("plain",)).get_content() for one in messages]  # type: ignore[union-attr]


def keys(text: str) -> list[str]:
    return re.findall(r"\?time=(\S+)", text)


def times_of(meeting: Meeting, by: str = COACH) -> list[new_times.FreshTime]:
    return new_times.fresh_times(member(by), meeting)


def test_both_get_one_letter_with_times_both_timetables_allow():
    visit = book((FRI, "3"))["visit"]
    mails = len(outbox())
    put_in(PAUL_HAS_NO_PERIOD_3)
    for who in (COACH, PARTNER):
        (text,) = letters(who, mails)
        assert "The timetable has changed" in text
        assert keys(text) == [one.key for one in times_of(fresh(visit))]
        assert 0 < len(keys(text)) <= 3
        possible = {(slot.visit.date, slot.visit.period) for slot in found_times()}
        assert {(one.date, one.period) for one in times_of(fresh(visit))} <= possible


def found_times():
    return cover_search.find_times(member(COACH), the_pair().id, member(PARTNER).person_id).slots


def test_the_same_cause_is_told_once_and_what_works_again_not_at_all():
    visit = book((FRI, "3"))["visit"]
    put_in(PAUL_HAS_NO_PERIOD_3)
    mails = len(outbox())
    put_in(PAUL_HAS_NO_PERIOD_3.replace("9A,Art", "9C,Art"))
    assert len(outbox()) == mails
    put_in(timetable_csv())
    assert (fresh(visit).new_time, len(outbox())) == ("", mails)
    put_in(PAUL_HAS_NO_PERIOD_3)
    assert len(outbox()) == mails + 2


def test_a_visit_and_its_debrief_are_in_one_letter():
    booked = book((FRI, "3"))
    mails = len(outbox())
    without = [one for one in LESSONS if one[:2] != ("PAU", "3")]
    put_in(timetable_csv([*without, ("PAU", "Lunch", "", "Duty", "")]))
    assert all(fresh(one).new_time for one in booked.values())
    (text,) = letters(PARTNER, mails)
    assert "and its debrief with it" in text


def test_a_debrief_alone_gets_times_for_a_debrief():
    debrief = book((FRI, "3"))["debrief"]
    mails = len(outbox())
    put_in(timetable_csv([*LESSONS, ("PAU", "Lunch", "", "Duty", "")]))
    (text,) = letters(PARTNER, mails)
    assert "for your debrief" in text
    first = times_of(fresh(debrief))[0]
    assert (first.date, first.period) == (FRI, "5")
    invitations.move(member(PARTNER), debrief.id, keys(text)[0])
    moved = fresh(debrief)
    assert (moved.new_time, moved.date, moved.period) == ("", first.date, first.period)


def test_with_no_time_left_the_letter_says_so():
    debrief = book((FRI, "3"))["debrief"]
    mails = len(outbox())
    put_in(NOBODY_MEETS.replace("PAU,Mon,Lunch", "PAU,Mon,Before"))
    assert fresh(debrief).new_time
    assert letters(PARTNER, mails)


def test_a_snow_day_says_why_and_offers_times_instead():
    booked = book((FRI, "3"))
    mails = len(outbox())
    shut(FRI)
    visit, debrief = letters(PARTNER, mails)
    assert "There is no school that day." in visit
    assert len(keys(visit)) == 3
    assert keys(debrief) == []
    assert "in the other mail" in debrief
    invitations.move(member(PARTNER), booked["visit"].id, keys(visit)[0])
    again, talk = fresh(booked["visit"]), fresh(booked["debrief"])
    assert (again.state, again.school_closed, again.new_time) == ("booked", False, "")
    assert talk.state == "booked"
    assert again.date > FRI
    assert values(calendars(COACH, again.uid)[-1], "METHOD") == ["REQUEST"]
    assert history(the_pair().id)[-2:] == ["visit_booked", "debrief_booked"]
    # It has its new time, so reopening leaves it there.
    reopen(FRI)
    assert fresh(again).date > FRI


def test_a_delayed_morning_offers_the_same_lesson_first(clock):
    """58: a two-hour delay announced at six for today's bookings."""
    schools.apply((SCHOOL_TOML + LATE_BELL).encode(), "school.toml")
    booked = book((FRI, "3"))
    clock.set(datetime(2027, 1, 15, 5, tzinfo=UTC))
    mails = len(outbox())
    shut(FRI, bell="two hours late")
    first = times_of(fresh(booked["visit"]))[0]
    assert (first.date, first.period, f"{first.start:%H:%M}") == (FRI, "3", "11:30")
    (text,) = letters(COACH, mails)
    assert "The bell rings at other times that day." in text
    invitations.move(member(COACH), booked["visit"].id, keys(text)[0])
    visit, debrief = fresh(booked["visit"]), fresh(booked["debrief"])
    assert (visit.date, visit.period) == (FRI, "3")
    assert f"{visit.start_at:%H:%M}" == "10:30"
    assert (debrief.date, debrief.period) == (FRI, "Lunch")


def test_a_lesson_that_has_passed_by_its_new_time_is_not_offered(clock):
    schools.apply((SCHOOL_TOML + LATE_BELL).encode(), "school.toml")
    booked = book((FRI, "4"))
    closing.close(member(ADMIN), Wish(FRI, FRI, bell="two hours late"))
    clock.set(datetime(2027, 1, 15, 11, 20, tzinfo=UTC))
    assert FRI not in {one.date for one in times_of(fresh(booked["visit"]))}


def test_a_person_gives_another_reason_and_a_recheck_leaves_it():
    visit = book((FRI, "3"))["visit"]
    mails = len(outbox())
    for _ in range(2):
        with transaction():
            new_times.needs_new_time(fresh_inside(visit), the_school(), "It does not suit everybody.")
    assert [one.recipient for one in outbox()[mails:]] == [COACH, PARTNER]
    put_in(timetable_csv().replace("9A,Art", "9C,Art"))
    assert fresh(visit).new_time == "It does not suit everybody."


def fresh_inside(meeting: Meeting) -> Meeting:
    return db.session.get_one(Meeting, meeting.id)


def test_it_works_for_me_is_noted_for_that_person_alone():
    visit = book((FRI, "3"))["visit"]
    invitations.accept(member(PARTNER), visit.id)
    answers = {row.person_id: row.partstat for row in fresh(visit).bookings}
    assert answers[member(PARTNER).person_id] == "ACCEPTED"
    assert answers[member(COACH).person_id] == "NEEDS-ACTION"


def test_what_is_over_is_neither_accepted_nor_moved(clock):
    visit = book((FRI, "3"))["visit"]
    clock.forward(days=5)
    before = dump()
    with pytest.raises(ConflictError):
        invitations.accept(member(PARTNER), visit.id)
    with pytest.raises(ConflictError):
        invitations.move(member(PARTNER), visit.id, "2027-01-20T0955.00000000")
    assert dump() == before


def test_a_time_taken_meanwhile_is_gone():
    visit = book((FRI, "3"))["visit"]
    shut(FRI)
    before = dump()
    with pytest.raises(SlotsGoneError):
        invitations.move(member(PARTNER), visit.id, "2027-01-18T0955.00000000")
    assert dump() == before


def test_an_open_proposal_for_the_closed_day_can_no_longer_be_accepted():
    offered = propose((FRI, "3"), (MON, "3"))
    shut(FRI)
    gone = next(one for one in offered.options if any(time.date == FRI for time in one.times))
    with pytest.raises(ConflictError):
        proposals.accept(member(PARTNER), offered.id, gone.id)


def test_the_link_is_one_persons_and_one_meetings():
    booked = book((FRI, "3"))
    token = links.to_meeting(booked["visit"], member(PARTNER).person_id).rpartition("/")[2]
    who, meeting = links.read_meeting(token)
    assert (who.person_id, meeting.id) == (member(PARTNER).person_id, booked["visit"].id)


def test_a_term_that_ends_earlier_calls_off_what_lies_after_it():
    """74: what is booked beyond a year that was cut short is named, not lost."""
    booked = book((TUE, "3"))
    shorter = SCHOOL_TOML.replace("end = 2027-03-19", f"end = {MON}")
    broken = schools.apply(shorter.encode(), "school.toml").broken
    assert {one.meeting.id for one in broken} == {one.id for one in booked.values()}
    schools.apply(SCHOOL_TOML.encode(), "school.toml")
    assert {fresh(one).state for one in booked.values()} == {"booked"}


def test_a_timetable_in_force_since_yesterday_breaks_what_is_ahead_only(clock):
    """63: valid from a day in the past."""
    early, late = book((FRI, "3"))["visit"], book((TUE, "3"))["visit"]
    clock.forward(days=4)
    past = MON - timedelta(days=7)
    broken = timetables.import_timetable(
        the_school(), PAUL_HAS_NO_PERIOD_3.encode(), "timetable.csv", valid_from=past
    ).broken
    assert [one.meeting.id for one in broken] == [late.id]
    assert fresh(early).new_time == ""


def test_a_debrief_that_falls_into_the_next_timetable_is_judged_by_it():
    """62: the visit lies in the last week of one timetable, its debrief in the first of the next."""
    booked = book((FRI, "3"))
    talks = moving.new_talks(member(COACH), booked["debrief"])
    lunch = next(one for one in talks if (one.date, one.period) == (MON, "Lunch"))
    moving.move_talk(member(COACH), booked["debrief"].id, talk_key(lunch))
    duties = timetable_csv([*LESSONS, ("PAU", "Lunch", "", "Duty", "")])
    broken = timetables.import_timetable(
        the_school(), duties.encode(), "timetable.csv", valid_from=MON
    ).broken
    assert [one.meeting.id for one in broken] == [booked["debrief"].id]
    assert fresh(booked["visit"]).new_time == ""
