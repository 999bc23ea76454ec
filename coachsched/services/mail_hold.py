"""After a copy was put back nothing is sent until somebody says so: what waits may have gone already."""

from __future__ import annotations

from datetime import datetime

from coachsched.core.phrases import phrase
from coachsched.services.unit import transaction
from coachsched.store import outbox

GIVEN_UP = phrase("Not sent: it waited in a copy that was put back.")


def since() -> datetime | None:
    """When mail began to be held back; None where it goes out."""
    return outbox.held_since()


def release(drop_waiting: bool = False) -> int:
    """Let mail go out again: how many messages wait for it.

    With ``drop_waiting`` those written before the copy was put back are given up; an administrator may
    still send one of them again.
    """
    with transaction():
        held = outbox.held_since()
        if held and drop_waiting:
            outbox.give_up_waiting(held, GIVEN_UP)
        outbox.release()
        return outbox.counts().get("waiting", 0)
