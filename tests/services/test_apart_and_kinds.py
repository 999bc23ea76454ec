"""How far apart the meetings of a round lie, and which kind of visit a proposal is for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import COACH, FRI, MON, PARTNER, TUE, book, choose, member, pick, propose, the_pair, times

from coachsched.core.commitments import Commitment
from coachsched.core.errors import InputError
from coachsched.models import Proposal, db
from coachsched.services import moving, notes, own_time, proposals

THU = date(2027, 1, 21)


# --- how far apart --------------------------------------------------------------------------------


def test_visits_of_a_round_lie_apart_and_near(in_app):
    choose(round_visits=2, visits_apart_least=3)
    book((TUE, "3"))
    days = {slot.visit.date for slot in times().slots}
    # Friday and Monday come before that Tuesday, two and one school days; so do those after it.
    assert days.isdisjoint({FRI, MON, TUE, TUE + timedelta(days=1), THU})
    assert THU + timedelta(days=1) in days
    choose(round_visits=2, visits_apart_least=3, visits_apart_most=4)
    near = {THU + timedelta(days=1), date(2027, 1, 25)}
    found = times()
    assert {choice.slot.visit.date for choice in found.choices[:4]} == near
    assert {slot.visit.date for slot in found.slots} == days


def test_what_lies_apart_is_said_of_one_round_only(in_app):
    choose(visits_apart_least=9)
    book((TUE, "3"))
    assert TUE + timedelta(days=1) in {slot.visit.date for slot in times().slots}


def test_a_plan_lies_at_most_so_many_school_days_before_its_visit(in_app):
    monday = MON + timedelta(days=7)
    booked = book((monday, "3"), with_plan=True)
    moves = {talk.date for talk in moving.new_talks(member(COACH), booked["plan"])}
    choose(plan_within=2)
    near = {talk.date for talk in moving.new_talks(member(COACH), booked["plan"])}
    assert near == {THU, THU + timedelta(days=1)} < moves


def test_without_a_plan_near_enough_the_option_goes_without(in_app):
    wednesday = date(2027, 1, 20)
    own_time.add(member(COACH), Commitment("absent", first=MON, last=TUE))
    assert _planned(wednesday) == [FRI]
    choose(plan_within=2)
    assert _planned(wednesday) == []


def _planned(on: date) -> list[date]:
    """The date of the plan of an option on a date, if it has one."""
    return [time.date for time in propose((on, "3"), with_plan=True).options[0].times if time.kind == "plan"]


# --- the kind of visit ----------------------------------------------------------------------------


def test_a_kind_is_kept_with_the_proposal_and_its_visit_alone(in_app):
    choose(visit_kinds=["observe", "model"])
    booked = book((FRI, "3"), visit_kind="model")
    assert {kind: one.visit_kind for kind, one in booked.items()} == {"visit": "model", "debrief": ""}
    notes.forget(member(PARTNER), the_pair().id)
    db.session.expire_all()
    assert booked["visit"].visit_kind == ""


@pytest.mark.parametrize("kinds", [["observe"], [], ["observe", "model"]])
def test_a_kind_the_school_does_not_have_is_refused(in_app, kinds):
    choose(visit_kinds=kinds)
    with pytest.raises(InputError, match="no kind of visit"):
        propose((FRI, "3"), visit_kind="judge")
    assert not db.session.scalar(db.select(Proposal))
    assert proposals.send(member(COACH), the_pair().id, member(PARTNER).person_id, [pick(times(), FRI, "3")])
