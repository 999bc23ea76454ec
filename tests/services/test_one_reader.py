"""Two readers of one message, as at the same moment: one gives it its effect. On both databases."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from answers import attendee, booking, calendar, letter, proposed
from builders import FRI, book, outbox
from flask import Flask

from coachsched.models import db
from coachsched.services import reading

READERS, ROUNDS = 4, 5


@pytest.mark.both_databases
def test_of_readers_at_the_same_moment_one_gives_it_its_effect(app: Flask):
    with app.app_context():
        meeting = book((FRI, "3"))["visit"]
        for number in range(ROUNDS):
            # The time it is booked for already is answered by one letter.
            lines = (attendee(), *proposed(meeting.start_at))
            raw = letter(calendar(meeting, "COUNTER", *lines, DTSTAMP=f"20270113T06000{number}Z"))
            before = len(outbox())
            assert sorted(at_once(app, raw)) == ["known"] * (READERS - 1) + ["taken"]
            db.session.rollback()
            assert len(outbox()) - before == 1
        assert booking(meeting).answer == "COUNTER"


def at_once(app: Flask, raw: bytes) -> list[str]:
    """What each of some readers makes of a message that all of them have in hand."""
    barrier, states = Barrier(READERS), []

    def read() -> None:
        with app.app_context():
            barrier.wait(30)
            states.append(reading.take_in(raw).state)

    threads = [Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return states
