"""A proposal by its state: what was answered stays answered, and to others it is not there."""

from __future__ import annotations

from datetime import date

import pytest
from builders import (
    ADMIN,
    COACH,
    COORDINATOR,
    COVER,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    TUE,
    accept,
    bring_together,
    dump,
    member,
    outbox,
    pick,
    propose,
    times,
)
from sqlalchemy import event

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.models import db
from coachsched.services import proposals
from coachsched.store.partnerships import Partnership

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


def test_ending_many_proposals_takes_as_many_questions_to_the_database_as_ending_one(in_app):
    """Everybody else's booking waits meanwhile."""
    pairs = [bring_together(who, PARTNER) for who in (OTHER, COORDINATOR, COVER)]
    asked = [_asked((FRI, "3"), pairs[:1]), _asked((MON, "3"), pairs)]
    assert [one.kind for one in outbox()].count("none_left") == 4
    assert asked[0] == asked[1]


def _asked(when: tuple[date, str], pairs: list[Partnership]) -> int:
    """How often the database is asked when something is accepted that ends the proposals of these pairs."""
    wanted, asked = propose(when), []
    for pair in pairs:
        propose(when, by=pair.members[0].person.email, pair=pair, host=PARTNER)

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    accept(wanted)
    event.remove(db.engine, "before_cursor_execute", note)
    return sum(statement.startswith("SELECT") for statement in asked)
