"""Two people at the same moment: a yes and an approval, or two of them, come out as one booking."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from builders import COACH, FRI, PARTNER, THIRD, accept, bring_together, outbox, propose, the_pair
from covers import approve, offer_cover, requests, states
from flask import Flask

from coachsched.core.errors import ConflictError
from coachsched.models import Booking, Proposal, db

pytestmark = pytest.mark.both_databases


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """What became of each: "done" or the name of what it raised."""
    gun, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            gun.wait()
            try:
                act()
                outcomes[place] = "done"
            except ConflictError:
                outcomes[place] = "conflict"

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def proposed(app: Flask, *others: str) -> int:
    with app.app_context():
        offer_cover()
        pair = bring_together(COACH, *others, PARTNER) if others else the_pair()
        return propose((FRI, "2"), pair=pair, host=PARTNER).id


def yes(number: int, by: str) -> Callable[[], object]:
    return lambda: accept(db.session.get_one(Proposal, number), by=by)


def test_of_two_acceptances_one_holds_it(app):
    number = proposed(app, THIRD)
    assert sorted(at_once(app, yes(number, PARTNER), yes(number, THIRD))) == ["conflict", "done"]
    with app.app_context():
        assert states() == {"visit": "waiting", "debrief": "waiting"}
        assert db.session.query(Booking).count() == 6


def test_accepted_and_approved_at_the_same_moment_it_is_booked_once(app):
    number = proposed(app)
    acts = yes(number, PARTNER), lambda: approve(requests()[0])
    outcomes = at_once(app, *acts)
    assert "" not in outcomes
    with app.app_context():
        # PostgreSQL may send one of two back that wait for each other; people try again.
        for place, outcome in enumerate(outcomes):
            if outcome == "conflict":
                acts[place]()
        assert states() == {"visit": "booked", "debrief": "booked"}
        assert sorted(one.recipient for one in outbox() if one.kind == "invitation") == [
            COACH,
            COACH,
            PARTNER,
            PARTNER,
        ]
