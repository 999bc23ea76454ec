"""Nudges: who gets one, what stands in it, and that each goes out once whatever happens to the workers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from builders import (
    COACH,
    OTHER,
    PARTNER,
    THIRD,
    outbox,
)
from handles import Clock
from parsers import read_mail

from coachsched.models import OutboxMessage, db
from coachsched.services import nudges

# Ten school days after the pairs began.
QUIET = date(2027, 1, 27)


@pytest.fixture
def clock(app, in_app) -> Clock:
    return Clock(app)


def morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 7, tzinfo=UTC)


def letters(kind: str = "nudge") -> list[OutboxMessage]:
    db.session.rollback()
    return [message for message in outbox() if message.kind == kind]


def text(message: OutboxMessage) -> str:
    return read_mail(message.body).get_body(("plain",)).get_content().replace("\r\n", "\n")


@pytest.mark.both_databases
def test_both_partners_of_a_quiet_pair_get_the_same_nudge_once(clock):
    clock.set(morning(QUIET))
    assert [nudges.write_due() for _ in range(3)] == [2, 0, 0]
    assert sorted(message.recipient for message in letters()) == sorted([COACH, PARTNER, THIRD, OTHER])
