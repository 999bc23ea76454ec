"""A proposal by its state: what was answered stays answered, and to others it is not there."""

from __future__ import annotations

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    TUE,
    accept,
    dump,
    member,
    pick,
    propose,
    times,
)

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.services import proposals

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.mark.parametrize("who", [THIRD, OTHER, COORDINATOR, ADMIN])
def test_to_others_the_proposal_does_not_exist(who: str):
    proposal = propose()
    before = dump()
    with pytest.raises(NotFoundError):
        accept(proposal, by=who)
    with pytest.raises(NotFoundError):
        proposals.turn_down(member(who), proposal.id)
    with pytest.raises(NotFoundError):
        proposals.withdraw(member(who), proposal.id)
    assert dump() == before


@pytest.mark.parametrize("act", ["accept", "turn_down", "counter", "withdraw"])
@pytest.mark.parametrize("state", ["accepted", "turned_down", "withdrawn", "replaced"])
def test_what_was_answered_stays_answered(state: str, act: str):
    proposal = propose((FRI, "3"), (MON, "3"))
    if state == "accepted":
        accept(proposal)
    elif state == "turned_down":
        proposals.turn_down(member(PARTNER), proposal.id)
    elif state == "withdrawn":
        proposals.withdraw(member(COACH), proposal.id)
    else:
        propose((TUE, "3"))
    before = dump()
    acts = {
        "accept": lambda: accept(proposal, option=1),
        "turn_down": lambda: proposals.turn_down(member(PARTNER), proposal.id),
        "counter": lambda: proposals.counter(
            member(PARTNER), proposal.id, member(PARTNER).person_id, [pick(times(PARTNER), TUE, "4")]
        ),
        "withdraw": lambda: proposals.withdraw(member(COACH), proposal.id),
    }
    with pytest.raises(ConflictError):
        acts[act]()
    assert dump() == before


def test_the_proposer_cannot_accept():
    proposal = propose()
    before = dump()
    with pytest.raises(ConflictError):
        accept(proposal, by=COACH)
    assert dump() == before


def test_the_partner_cannot_withdraw_it():
    proposal = propose()
    before = dump()
    with pytest.raises(ConflictError):
        proposals.withdraw(member(PARTNER), proposal.id)
    assert dump() == before
