"""A worker killed in the middle of its nudges: nothing is left half written, and the next one goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from datetime import UTC, datetime

import pytest
from builders import COACH, OTHER, PARTNER, THIRD, outbox
from handles import Clock

from coachsched import create_app
from coachsched.models import Nudge, db
from coachsched.services import nudges
from coachsched.settings import Settings


def work_until(settings: Settings, letter: int) -> None:
    """Write nudges, and be killed at the letter of that number, before it is written."""
    write, ahead = nudges._letter, iter(range(letter))

    def killed(*args):
        if next(ahead, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(*args)

    nudges._letter = killed
    with create_app(settings).app_context():
        nudges.write_due()


def letters() -> list[str]:
    db.session.rollback()
    return [message.recipient for message in outbox() if message.kind == "nudge"]


@pytest.mark.both_databases
def test_a_killed_worker_leaves_whole_nudges_and_the_next_goes_on(app):
    Clock(app).set(datetime(2027, 1, 27, 7, tzinfo=UTC))
    for letter, there in ((0, 0), (1, 0), (3, 2), (1, 2)):
        worker = multiprocessing.get_context("fork").Process(
            target=work_until, args=(app.config["SETTINGS"], letter)
        )
        worker.start()
        worker.join()
        assert worker.exitcode == -signal.SIGKILL
        with app.app_context():
            assert len(letters()) == there
            assert len(db.session.scalars(db.select(Nudge)).all()) == there // 2
            db.session.remove()
            db.engine.dispose()
    with app.app_context():
        assert nudges.write_due() == 1
        assert Counter(letters()) == Counter([COACH, PARTNER, THIRD, OTHER])
