"""Moving, calling off, missing and adding: by either partner, told to both calendars, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from builders import (
    COACH,
    FRI,
    MON,
    PARTNER,
    THIRD,
    TUE,
    book,
    bring_together,
    calendars,
    dump,
    history,
    member,
    outbox,
    pick,
    propose,
    the_pair,
    times,
)
from parsers import values

from coachsched.core.errors import ConflictError, InputError, NotFoundError
from coachsched.models import Meeting, db
from coachsched.services import moving, partnerships
from coachsched.services.picks import Pick, SlotsGoneError, talk_key

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("in_app")]


def fresh(meeting: Meeting) -> Meeting:
    db.session.rollback()
    return db.session.get_one(Meeting, meeting.id)


def move(visit: Meeting, on: date, period: str, debrief: str = "", by: str = COACH) -> Meeting:
    found = moving.new_times(member(by), visit)
    return moving.move_visit(member(by), visit.id, [pick(found, on, period, debrief)])


def talk(meeting: Meeting, on: date, period: str, adding: bool = False) -> str:
    """The key of a time that a talk could move to, or that a visit's debrief could have."""
    talks = (moving.debrief_talks if adding else moving.new_talks)(member(COACH), meeting)
    return talk_key(next(one for one in talks if (one.date, one.period) == (on, period)))


def told(meeting: Meeting, who: str = PARTNER) -> list[tuple[str, str]]:
    """Method and SEQUENCE of what somebody was told of a meeting."""
    return [(*values(one, "METHOD"), *values(one, "SEQUENCE")) for one in calendars(who, meeting.uid)]  # type: ignore[misc]


def test_a_visit_moves_with_its_debrief():
    booked = book((FRI, "3"))
    uids = [booked["visit"].uid, booked["debrief"].uid]
    move(booked["visit"], MON, "4", "After", by=PARTNER)
    visit, debrief = fresh(booked["visit"]), fresh(booked["debrief"])
    assert (visit.date, visit.period, visit.klass) == (MON, "4", "8C")
    assert (debrief.date, debrief.period) == (MON, "After")
    assert [visit.uid, debrief.uid] == uids
    for meeting in (visit, debrief):
        assert {(row.start_at, row.end_at) for row in meeting.bookings} == {
            (meeting.start_at, meeting.end_at)
        }


@pytest.mark.parametrize("who", [COACH, PARTNER])
def test_both_calendars_are_told_of_a_move(who: str):
    booked = book((FRI, "3"))
    move(booked["visit"], MON, "4")
    for meeting in booked.values():
        assert told(fresh(meeting), who) == [("REQUEST", "0"), ("REQUEST", "1")]
    last = calendars(who, fresh(booked["visit"]).uid)[-1]
    # A quarter to eleven in Berlin in winter.
    assert values(last, "DTSTART") == ["20270118T094500Z"]
    assert values(last, "DTEND") == ["20270118T101500Z"]


def test_each_message_of_a_meeting_is_newer_than_the_one_before():
    visit = book((FRI, "3"))["visit"]
    move(visit, MON, "3")
    move(fresh(visit), TUE, "3")
    moving.cancel(member(COACH), visit.id)
    mails = calendars(PARTNER, fresh(visit).uid)
    assert [values(one, "METHOD") for one in mails] == [["REQUEST"]] * 3 + [["CANCEL"]]
    assert [values(one, "SEQUENCE") for one in mails] == [["0"], ["1"], ["2"], ["3"]]
    stamps = [values(one, "DTSTAMP")[0] for one in mails]
    assert stamps == sorted(set(stamps))
    assert len({values(one, "UID")[0] for one in mails}) == 1


def test_answers_given_for_the_old_time_do_not_count_for_the_new_one():
    visit = book((FRI, "3"))["visit"]
    for row in visit.bookings:
        row.partstat = "ACCEPTED"
    db.session.commit()
    move(visit, MON, "3")
    assert {row.partstat for row in fresh(visit).bookings} == {"NEEDS-ACTION"}


def test_the_old_time_is_free_again():
    visit = book((FRI, "3"))["visit"]
    move(visit, MON, "3")
    assert (FRI, "3") in {(one.visit.date, one.visit.period) for one in times().slots}


def test_a_visit_may_stay_while_its_debrief_moves_with_it():
    booked = book((FRI, "3"))
    move(booked["visit"], FRI, "3", "After")
    assert fresh(booked["visit"]).date == FRI
    assert fresh(booked["debrief"]).period == "After"


def test_the_history_says_moved_and_keeps_the_booking():
    visit = book((FRI, "3"))["visit"]
    move(visit, MON, "3")
    assert history(the_pair().id)[2:] == ["visit_booked", "debrief_booked", "moved", "moved"]


def test_a_move_strikes_out_what_it_takes():
    visit = book((FRI, "3"))["visit"]
    second = bring_together(PARTNER, THIRD)
    offered = propose((MON, "4"), by=THIRD, pair=second, host=PARTNER)
    move(visit, MON, "4")
    db.session.expire_all()
    assert offered.options[0].taken


@pytest.mark.parametrize("count", [0, 2])
def test_one_time_is_picked_to_move_to(count: int):
    visit = book((FRI, "3"))["visit"]
    before = dump()
    with pytest.raises(InputError):
        moving.move_visit(member(COACH), visit.id, [Pick("x")] * count)
    assert dump() == before


def test_a_time_that_has_gone_moves_nothing():
    booked = book((FRI, "3"))
    before = dump()
    with pytest.raises(SlotsGoneError):
        moving.move_visit(member(COACH), booked["visit"].id, [Pick("2027-01-18T0800.00000000")])
    with pytest.raises(SlotsGoneError):
        moving.move_talk(member(COACH), booked["debrief"].id, "2027-01-18T0800")
    with pytest.raises(InputError):
        moving.move_talk(member(COACH), booked["debrief"].id, "")
    assert dump() == before


def test_the_visit_that_moves_does_not_count_as_one_held_lately():
    visit = book((FRI, "3"))["visit"]
    choices = moving.new_times(member(COACH), visit).choices
    alike = [choice.slot.visit.date for choice in choices if choice.reasons == choices[0].reasons]
    assert alike == sorted(alike)


def test_a_debrief_moves_alone():
    booked = book((FRI, "3"))
    moving.move_talk(member(PARTNER), booked["debrief"].id, talk(booked["debrief"], MON, "Lunch"))
    debrief = fresh(booked["debrief"])
    assert (debrief.date, debrief.period) == (MON, "Lunch")
    assert told(debrief) == [("REQUEST", "0"), ("REQUEST", "1")]
    assert told(fresh(booked["visit"])) == [("REQUEST", "0")]


def test_a_debrief_is_offered_only_after_its_visit():
    booked = book((MON, "3"))
    talks = moving.new_talks(member(COACH), booked["debrief"])
    assert min((one.date, one.start) for one in talks) >= (MON, 10 * 60 + 25)


def test_a_plan_is_offered_only_on_days_before_its_visit():
    booked = book((TUE, "3"), with_plan=True)
    talks = moving.new_talks(member(COACH), booked["plan"])
    assert talks
    assert max(one.date for one in talks) < TUE


def test_a_debrief_moves_into_the_time_that_the_plan_leaves():
    booked = book((TUE, "3"), with_plan=True)
    moving.move_talk(member(COACH), booked["plan"].id, talk(booked["plan"], MON, "Lunch"))
    plan = fresh(booked["plan"])
    day, period = plan.date, plan.period
    slot, debrief = next(
        (slot, talk)
        for slot in moving.new_times(member(COACH), booked["visit"]).slots
        for talk in slot.debriefs
        if slot.visit.date == day and (talk.date, talk.period) == (day, period)
    )
    move(booked["visit"], day, slot.visit.period, debrief.period)
    assert (fresh(booked["debrief"]).date, fresh(booked["debrief"]).period) == (day, period)
    assert not fresh(plan).stands or fresh(plan).date < day


@pytest.mark.parametrize("who", [COACH, PARTNER])
def test_calling_off_a_visit_calls_off_its_debrief(who: str):
    booked = book((FRI, "3"))
    moving.cancel(member(who), booked["visit"].id)
    for meeting in booked.values():
        assert fresh(meeting).state == "cancelled"
        assert not any(row.active for row in fresh(meeting).bookings)
        for reader in (COACH, PARTNER):
            assert told(fresh(meeting), reader) == [("REQUEST", "0"), ("CANCEL", "1")]
    assert (FRI, "3") in {(one.visit.date, one.visit.period) for one in times().slots}


def test_nothing_that_is_sent_says_who_called_off():
    bodies = []
    for who in (COACH, PARTNER):
        visit = book((FRI, "3"))["visit"]
        mails = len(outbox())
        moving.cancel(member(who), visit.id)
        texts = [one.body.decode() for one in outbox()[mails:] if one.recipient == COACH]
        bodies.append([_without_ids(text, fresh(visit)) for text in texts])
    assert len(bodies[0]) == 2
    assert bodies[0][0] == bodies[1][0]


def test_a_debrief_is_called_off_alone():
    booked = book((FRI, "3"))
    moving.cancel(member(COACH), booked["debrief"].id)
    assert (fresh(booked["visit"]).state, fresh(booked["debrief"]).state) == ("booked", "cancelled")


def test_what_was_called_off_stays_so():
    booked = book((FRI, "3"))
    moving.cancel(member(COACH), booked["visit"].id)
    before = dump()
    with pytest.raises(ConflictError):
        moving.cancel(member(PARTNER), booked["visit"].id)
    with pytest.raises(ConflictError):
        moving.move_visit(member(PARTNER), booked["visit"].id, [Pick("x")])
    with pytest.raises(ConflictError):
        moving.move_talk(member(PARTNER), booked["debrief"].id, "x")
    assert dump() == before


def test_a_meeting_that_has_begun_is_neither_moved_nor_called_off(clock):
    visit = book((FRI, "3"))["visit"]
    # Five minutes into it.
    clock.forward(days=2, hours=2)
    before = dump()
    with pytest.raises(ConflictError):
        moving.cancel(member(COACH), visit.id)
    with pytest.raises(ConflictError):
        moving.move_visit(member(COACH), visit.id, [Pick("x")])
    with pytest.raises(ConflictError):
        moving.did_not_happen(member(COACH), visit.id)
    assert dump() == before


def test_a_passed_meeting_can_be_said_not_to_have_happened(clock):
    booked = book((FRI, "3"))
    mails = len(outbox())
    clock.forward(days=2, hours=3)
    moving.did_not_happen(member(PARTNER), booked["visit"].id)
    assert fresh(booked["visit"]).state == "not_held"
    assert history(the_pair().id)[-1] == "not_held"
    assert len(outbox()) == mails
    with pytest.raises(ConflictError):
        moving.did_not_happen(member(PARTNER), booked["visit"].id)


def test_a_visit_held_gets_the_debrief_it_lost(clock):
    booked = book((FRI, "3"))
    moving.cancel(member(COACH), booked["debrief"].id)
    clock.forward(days=3)
    key = talk(fresh(booked["visit"]), MON, "Lunch", adding=True)
    debrief = moving.add_debrief(member(PARTNER), booked["visit"].id, key)
    assert (debrief.date, debrief.visit_id) == (MON, booked["visit"].id)
    for who in (COACH, PARTNER):
        assert told(debrief, who) == [("REQUEST", "0")]
    with pytest.raises(ConflictError):
        moving.add_debrief(member(PARTNER), booked["visit"].id, key)


def test_a_visit_that_needs_no_debrief_ends_its_round(clock):
    booked = book((FRI, "3"))
    with pytest.raises(ConflictError):
        moving.wants_no_debrief(member(COACH), booked["visit"].id)
    moving.cancel(member(COACH), booked["debrief"].id)
    clock.forward(days=3)
    overview = partnerships.overview(member(COACH), the_pair().id)
    assert overview.step.code == "debrief"
    moving.wants_no_debrief(member(PARTNER), booked["visit"].id)
    overview = partnerships.overview(member(COACH), the_pair().id)
    assert overview.step.code == "again"
    assert [stage.kind for stage in overview.stages] == ["visit"]


ACTS: dict[str, Callable[[str, dict[str, Meeting]], object]] = {
    "move visit": lambda who, booked: moving.move_visit(member(who), booked["visit"].id, [Pick("x")]),
    "move talk": lambda who, booked: moving.move_talk(member(who), booked["debrief"].id, "x"),
    "cancel": lambda who, booked: moving.cancel(member(who), booked["visit"].id),
    "no debrief": lambda who, booked: moving.wants_no_debrief(member(who), booked["visit"].id),
    "missed": lambda who, booked: moving.did_not_happen(member(who), booked["visit"].id),
    "add debrief": lambda who, booked: moving.add_debrief(member(who), booked["visit"].id, "x"),
}


@pytest.mark.parametrize("act", ACTS)
def test_to_others_the_meeting_does_not_exist(act: str):
    booked = book((FRI, "3"))
    before = dump()
    for who in (THIRD, "coordinator@school.test", "admin@school.test"):
        with pytest.raises(NotFoundError):
            ACTS[act](who, booked)
    assert dump() == before


def _without_ids(text: str, visit: Meeting) -> str:
    """A mail's words alone: the calendar part, addresses and numbers left out."""
    words = text.partition("text/calendar")[0]
    kept = [
        line
        for line in words.splitlines()
        if not line.startswith(("Message-ID", "Content-Type", "--=_", "\tboundary", " boundary"))
    ]
    return "\n".join(kept).replace(f"/meetings/{visit.id}", "/meetings/N")
