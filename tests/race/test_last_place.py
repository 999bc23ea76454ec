"""Several who come for the last place of an open lesson at one moment: one does, the others are told."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from builders import COACH, COVER, MON, PARTNER, THIRD, TUE, member
from opened import come, opened

from coachsched.core.errors import ConflictError
from coachsched.models import Booking, db

pytestmark = pytest.mark.both_databases


def test_of_those_who_come_at_once_as_many_get_in_as_there_are_places(app):
    with app.app_context():
        # Somebody else who is free all day.
        member(COVER).roles = ["teacher", "cover"]
        db.session.commit()
    # The first who come make the visit, or join one that is there.
    for on, already in ((MON, []), (TUE, [COVER])):
        with app.app_context():
            lesson = opened(on, places=1 + len(already))
            for one in already:
                come(lesson, one)
        outcomes = rush(app, lesson, [one for one in (COACH, THIRD, COVER) if one not in already])
        assert outcomes == {"came": 1, "told": 2 - len(already)}
        with app.app_context():
            visited = db.select(Booking).join(Booking.meeting).filter_by(date=on)
            there = db.session.scalars(visited.where(Booking.active)).all()
            assert len(there) == 2 + len(already)
            assert member(PARTNER).person_id in {one.person_id for one in there}


def rush(app, lesson: int, who: list[str]) -> Counter[str]:
    """All of them at once; how many came, and how many were told that they cannot."""
    gun, outcomes = threading.Barrier(len(who), timeout=30), Counter[str]()

    def click(one: str) -> None:
        with app.app_context():
            gun.wait()
            try:
                come(lesson, one)
                outcomes["came"] += 1
            except ConflictError:
                outcomes["told"] += 1
            finally:
                db.session.remove()

    threads = [threading.Thread(target=click, args=[one]) for one in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
