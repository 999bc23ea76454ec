"""A double click, or a form sent again: the same answer, and nobody is asked twice (R15)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from builders import (
    COACH,
    FRI,
    MON,
    PARTNER,
    TUE,
    history,
    member,
    outbox,
    pick,
    propose,
    the_pair,
    times,
)

from coachsched.models import Proposal, db
from coachsched.services import proposals, ways_back

CLICKS = 4


def sent() -> list[tuple[str, str]]:
    """To whom times were sent: state of the proposal and recipient."""
    states = list(db.session.scalars(db.select(Proposal.state).order_by(Proposal.id)))
    letters = [one.recipient for one in outbox() if one.kind == "proposal"]
    return list(zip(states, letters, strict=True))


def all_at_once(app, act: Callable[[], int]) -> set[int]:
    """What several clicks of one moment get."""
    gun = Barrier(CLICKS)

    def click(_: int) -> int:
        with app.app_context():
            gun.wait()
            return act()

    with ThreadPoolExecutor(CLICKS) as pool:
        return set(pool.map(click, range(CLICKS)))


@pytest.mark.both_databases
def test_clicks_of_one_moment_send_one_proposal(app):
    def act() -> int:
        return propose((FRI, "3"), (MON, "4"), focus="Wait time").id

    assert len(all_at_once(app, act)) == 1
    with app.app_context():
        assert sent() == [("open", PARTNER)]
        assert history(the_pair().id) == ["began", "proposed"]


@pytest.mark.both_databases
def test_clicks_of_one_moment_answer_with_other_times_once(app):
    with app.app_context():
        first = propose((FRI, "3")).id

    def act() -> int:
        found = times(PARTNER)
        host = found.host.person_id
        return proposals.counter(member(PARTNER), first, host, [pick(found, TUE, "4")]).id

    assert len(all_at_once(app, act)) == 1
    with app.app_context():
        assert sent() == [("replaced", PARTNER), ("open", COACH)]


def test_the_same_form_sent_again_gets_the_same_page_and_asks_nobody_twice(app, signed_in):
    with app.app_context():
        number, host = the_pair().id, member(PARTNER).person_id
        key = pick(times(), FRI, "3").visit
    page, texts = signed_in(COACH), []
    for _ in range(2):
        page.post(f"/partnerships/{number}/proposals", host=host, pick=key, focus="Wait time")
        texts.append((page.response.status_code, page.words))
    assert texts[0] == texts[1]
    with app.app_context():
        assert sent() == [("open", PARTNER)]


@pytest.mark.parametrize("other", ["focus", "time", "plan", "host", "later"])
def test_other_words_or_times_are_another_proposal(in_app, clock, other: str):
    propose((TUE, "3"))
    if other == "later":
        clock.forward(minutes=11)
    when = (TUE, "4") if other == "time" else (TUE, "3")
    if other == "host":
        found = times(COACH, host=COACH)
        proposals.send(member(COACH), the_pair().id, found.host.person_id, [pick(found, TUE, "1")])
    else:
        propose(when, focus="Wait time" if other == "focus" else "", with_plan=other == "plan")
    assert sent() == [("replaced", PARTNER), ("open", PARTNER)]


def test_taking_a_way_back_twice_suggests_it_once(in_app, clock):
    clock.forward(days=30)
    way = ways_back.way_back(member(COACH), the_pair())
    assert way
    key = way.times[0].key
    taken = [ways_back.take(member(COACH), the_pair().id, key) for _ in range(2)]
    assert taken == ["sent", "sent"]
    assert len(sent()) == 1
