"""What a school's rounds change: whose lesson is offered, what is talked about, how far apart visits lie."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import (
    COACH,
    FRI,
    MON,
    PARTNER,
    THIRD,
    TUE,
    accept,
    book,
    bring_together,
    choose,
    history,
    member,
    moving_times,
    outbox,
    pick,
    propose,
    the_pair,
    the_school,
    times,
)
from handles import Clock
from parsers import read_mail

from coachsched.models import Proposal, db
from coachsched.services import (
    access,
    closing,
    finding,
    listing,
    moving,
    nudges,
    partnerships,
    standings,
    ways_back,
)
from coachsched.store.meetings import Meeting

THU = date(2027, 1, 21)
BACK_AND_FORTH = {"round_visits": 2, "round_swaps": True}


@pytest.fixture
def clock(app, in_app) -> Clock:
    return Clock(app)


def at(on: date, hour: int = 7) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def overview(who: str = COACH) -> partnerships.Overview:
    return partnerships.overview(member(who), the_pair().id)


def host_of(found: finding.Search) -> str:
    return found.host.person.email


def standing(on: date) -> tuple[str, str | None]:
    (line,) = standings.of_some(the_school(), [the_pair().id], on)
    return line.standing.state, line.standing.reason


# --- each visits the other ------------------------------------------------------------------------


@pytest.mark.both_databases
def test_times_open_with_the_host_whose_turn_it_is(clock):
    choose(**BACK_AND_FORTH)
    assert {host_of(times(who)) for who in (COACH, PARTNER)} == {PARTNER}
    book((FRI, "3"))
    assert {host_of(times(who)) for who in (COACH, PARTNER)} == {COACH}
    book((TUE, "1"), by=PARTNER, answer=COACH)
    assert {host_of(times(who)) for who in (COACH, PARTNER)} == {PARTNER}
    clock.set(at(THU))
    assert overview().step.code == "again"


def test_who_asks_for_another_host_gets_that_one(in_app):
    choose(**BACK_AND_FORTH)
    assert host_of(times(host=COACH)) == COACH
    book((FRI, "1"), host=COACH)
    assert host_of(times()) == PARTNER


def test_without_swapping_each_still_opens_with_their_own_view(in_app):
    pair = bring_together(COACH, THIRD)
    assert host_of(times(COACH, pair)) == THIRD
    assert host_of(times(THIRD, pair)) == COACH


def test_where_roles_stay_the_round_goes_on_with_the_host_it_began_with(in_app):
    choose(round_visits=2)
    pair = bring_together(COACH, THIRD)
    book((FRI, "3"), pair=pair, host=THIRD, answer=THIRD)
    assert [host_of(times(who, pair)) for who in (COACH, THIRD)] == [THIRD, THIRD]


def test_the_way_back_and_the_nudges_follow_the_turn(clock):
    choose(**BACK_AND_FORTH)
    book((FRI, "3"))
    clock.set(at(date(2027, 2, 5)))
    pair, coach = the_pair(), member(COACH)
    assert standing(date(2027, 2, 5)) == ("quiet", "between_cycles")
    way = ways_back.way_back(coach, pair)
    assert (way.host.person.email, way.turn.number) == (COACH, 2)
    assert {(one.klass, one.period) for one in way.times} <= {("7A", "1"), ("7B", "2")}
    nudges.write_due()
    words = {
        message.recipient: read_mail(message.body).get_body(("plain",)).get_content()
        for message in outbox()
        if message.kind == "nudge"
    }
    assert "You would visit Clara." in words[PARTNER]
    assert "Paul would visit you." in words[COACH]
    assert "round with Paul has a classroom visit to come" in words[COACH].replace("\r\n", " ")
    ways_back.take(member(PARTNER), pair.id, way.times[0].key)
    (sent,) = db.session.scalars(db.select(Proposal).filter_by(state="open"))
    assert sent.host_id == coach.person_id


def test_in_a_group_of_three_everybody_hosts_once(clock):
    choose(**BACK_AND_FORTH)
    group = bring_together(COACH, PARTNER, THIRD, coach=COACH)
    order = [member(one).person_id for one in (PARTNER, THIRD, COACH)]
    strip = partnerships.overview(member(THIRD), group.id).stages
    assert [one.host for one in strip if one.kind == "visit"] == order
    accept(propose((FRI, "4"), pair=group))
    assert host_of(times(THIRD, group)) == THIRD
    (_, turn) = access.going_on(member(THIRD), group.id), partnerships.overview(member(THIRD), group.id).turn
    assert (turn.number, turn.of) == (2, 3)


def test_a_group_that_one_leaves_goes_on_with_a_shorter_round(clock):
    choose(**BACK_AND_FORTH)
    group = bring_together(COACH, PARTNER, THIRD, coach=COACH)
    accept(propose((FRI, "4"), pair=group))
    clock.set(at(MON))
    partnerships.leave(member(PARTNER), group.id)
    found = partnerships.overview(member(COACH), group.id)
    assert found.turn.host in {member(one).person_id for one in (COACH, THIRD)}
    assert [one.host for one in found.stages if one.kind == "visit"][1:] == [found.turn.host]


# --- which visits want a debrief ------------------------------------------------------------------


@pytest.mark.both_databases
def test_where_none_is_wanted_none_is_offered_booked_or_missed(clock):
    choose(debrief_after="none")
    found = times()
    assert found.slots
    assert {slot.debriefs for slot in found.slots} == {()}
    assert all(choice.reasons == () for choice in found.choices)
    booked = book((FRI, "3"))
    assert list(booked) == ["visit"]
    assert booked["visit"].wants_debrief is False
    assert history(the_pair().id)[-1] == "visit_only_booked"
    clock.set(at(THU))
    assert standing(THU) == ("active", None)
    assert standing(FRI + timedelta(days=21)) == ("quiet", "between_cycles")
    assert [one.kind for one in overview().stages] == ["visit"]
    assert overview().step.code == "again"


def test_the_command_lists_debriefs_all_the_same(in_app):
    span = the_school(), PARTNER, [COACH], FRI, TUE
    before = listing.slots(*span)
    choose(debrief_after="none", round_visits=2, round_swaps=True, visits_apart_least=9)
    book((FRI, "3"))
    moving.cancel(member(COACH), db.session.scalar(db.select(Meeting.id)))
    assert listing.slots(*span) == before
    assert all(slot["debriefs"] for slot in before)


def test_a_visit_that_wants_none_keeps_so_when_it_moves_and_comes_back(in_app):
    choose(debrief_after="none")
    visit = book((FRI, "3"))["visit"]
    found = moving_times(visit)
    assert {slot.debriefs for slot in found.slots} == {()}
    moving.move_visit(member(PARTNER), visit.id, [pick(found, MON, "4")])
    closing.close(member("admin@school.test"), closing.Wish(MON, MON))
    moving.move_visit(member(PARTNER), visit.id, [pick(moving_times(visit), TUE, "4")])
    kinds = [meeting.kind for meeting in db.session.scalars(db.select(Meeting))]
    assert kinds == ["visit"]
    assert history(the_pair().id)[-1] == "visit_only_booked"


def test_the_last_visit_of_a_round_is_talked_about_after_all_of_them(clock):
    choose(**BACK_AND_FORTH, debrief_after="last")
    first = book((TUE, "3"))
    assert list(first) == ["visit"]
    after = times(PARTNER)
    assert all(slot.debriefs for slot in after.slots)
    assert min(slot.visit.date for slot in after.slots) > TUE
    last = book((THU, "1"), by=PARTNER, answer=COACH)
    assert [one.wants_debrief for one in (first["visit"], last["visit"])] == [False, True]
    clock.set(at(THU + timedelta(days=1)))
    assert overview().step.code == "again"
    moving.did_not_happen(member(COACH), last["debrief"].id)
    assert overview().step.code == "debrief"


def test_on_the_same_day_the_last_visit_may_follow_the_first(in_app):
    choose(**BACK_AND_FORTH, debrief_after="last")
    book((TUE, "3"))
    starts = {(slot.visit.date, slot.visit.period) for slot in times(host=PARTNER).slots}
    assert (TUE, "4") in starts
    assert (MON, "3") not in starts


# --- settings that change in mid-round ------------------------------------------------------------


def test_what_was_sent_is_booked_as_it_was_sent(in_app):
    with_debrief = propose((FRI, "3"))
    choose(debrief_after="none")
    assert [one.kind for one in accept(with_debrief)] == ["visit", "debrief"]
    without = propose((MON, "3"))
    choose()
    (visit,) = accept(without)
    assert visit.wants_debrief is False


def test_times_a_partner_sent_can_be_taken_from_the_way_back_after_a_change(clock):
    proposal = propose((date(2027, 1, 28), "3"))
    choose(debrief_after="none")
    clock.set(at(date(2027, 1, 25)))
    way = ways_back.way_back(member(PARTNER), the_pair())
    assert [*way.offered.values()] == [proposal.options[0].id]
    assert ways_back.take(member(PARTNER), the_pair().id, way.times[0].key) == "booked"
    assert {one.kind for one in db.session.scalars(db.select(Meeting))} == {"visit", "debrief"}


def test_a_longer_round_begins_where_a_shorter_one_ended(clock):
    book((FRI, "3"))
    clock.set(at(TUE))
    assert overview().step.code == "again"
    choose(**BACK_AND_FORTH)
    found = overview()
    assert (found.step.code, found.turn.number, found.turn.host) == ("visit", 2, member(COACH).person_id)
    choose()
    assert overview().step.code == "again"
