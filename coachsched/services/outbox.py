"""Delivering the outbox: retried with patience, never lost, never in anybody's way (design 7)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from coachsched.mail.transports import PermanentFailure, TemporaryFailure, Transport, open_transport
from coachsched.services.unit import transaction
from coachsched.store import outbox, session
from coachsched.store.outbox import OutboxMessage

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Claim:
    """A message that is ours until the lease ends."""

    id: int
    recipient: str
    message_id: str
    body: bytes


def deliver_due(clock: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> tuple[int, int]:
    """Send what is due, one at a time, until nothing is or ``stop`` says so: how many went, how many not.

    Real time matters here, so the clock is given: a demo whose clock stands still sends mail all the same.
    """
    settings = current_app.config["SETTINGS"]
    transport = open_transport(settings.mail_url)
    sent = failed = 0
    try:
        while not stop() and (claim := _claim(clock())):
            if _deliver(transport, settings.mail_from, claim, clock):
                sent += 1
            else:
                failed += 1
    finally:
        transport.close()
    return sent, failed


def _claim(now: datetime) -> Claim | None:
    """Take the next message under a lease, so that a killed worker's message comes back."""
    if outbox.due(now) is None:
        session.rollback()
        return None
    with transaction():
        message = outbox.due(now)
        if message is None:
            return None
        message.leased_until = now + LEASE
        message.attempts += 1
        return Claim(message.id, message.recipient, message.message_id, message.body)


def _deliver(transport: Transport, sender: str, claim: Claim, clock: Callable[[], datetime]) -> bool:
    try:
        transport.deliver(sender, claim.recipient, claim.body, claim.message_id)
    except TemporaryFailure as refusal:
        words = str(refusal)
        _note(claim, lambda message: _again_later(message, words, clock()))
        return False
    except Exception as failure:
        # One message that cannot be sent, for whatever reason, must not hold up the others.
        words = str(failure) if isinstance(failure, PermanentFailure) else repr(failure)
        _note(claim, lambda message: _give_up(message, words))
        return False
    _note(claim, lambda message: _done(message, clock()))
    return True


def _note(claim: Claim, change: Callable[[OutboxMessage], None]) -> None:
    with transaction():
        message = outbox.get(claim.id)
        if message is not None:
            message.leased_until = None
            change(message)


def _done(message: OutboxMessage, now: datetime) -> None:
    message.state, message.sent_at, message.error = "sent", now, ""


def _give_up(message: OutboxMessage, words: str) -> None:
    message.state, message.error = "failed", words[:500]


def _again_later(message: OutboxMessage, words: str, now: datetime) -> None:
    message.error = words[:500]
    if message.attempts >= MOST_ATTEMPTS:
        message.state = "failed"
        return
    wait = min(FIRST_WAIT * 2 ** (message.attempts - 1), LONGEST_WAIT)
    # Spread out, so that a server that comes back is not met by everything at once.
    message.due_at = now + wait * random.uniform(0.8, 1.2)  # noqa: S311
