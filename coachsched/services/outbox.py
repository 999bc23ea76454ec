"""Delivering the outbox: retried with patience, never lost, never in anybody's way (design 7)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import OperationalError

from coachsched.mail.transports import (
    NobodyThere,
    PermanentFailure,
    TemporaryFailure,
    Transport,
    open_transport,
)
from coachsched.services import notice_hours
from coachsched.services.unit import BusyError, transaction
from coachsched.store import outbox, schools, session
from coachsched.store.outbox import OutboxMessage

# Longer than a slow server takes for one message; after it a killed worker's message is tried by others.
LEASE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TOO_LATE = "It could not be sent in time, and its day has passed."
# With the waits between them some five days, as RFC 5321 4.5.4.1 has it: a server may be down for a weekend.
MOST_ATTEMPTS = 27
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# How long to wait, in seconds, each time the database cannot be told how a delivery went.
NOTE_WAITS = (0.1, 0.5, 1, 2, 4, 8, 16)


@dataclass(frozen=True)
class Claim:
    """A message that is ours until the lease ends; a later ``attempt`` than this is somebody else's."""

    id: int
    attempt: int
    recipient: str
    message_id: str
    body: bytes


def deliver_due(
    clock: Callable[[], datetime],
    stop: Callable[[], bool] = lambda: False,
    pause: Callable[[float], None] = time.sleep,
) -> tuple[int, int]:
    """Send what is due, one at a time, until nothing is or ``stop`` says so: how many went, how many not.

    A server that cannot be reached ends the round: the next would wait for it as long as this one did.

    Real time matters here, so the clock is given: a demo whose clock stands still sends mail all the same.
    ``pause`` waits some seconds for a database that is away. Raises BusyError or OperationalError when it
    stays away; nothing is lost by that, and calling again goes on.
    """
    settings = current_app.config["SETTINGS"]
    delivery = _Delivery(open_transport(settings.mail_url), settings.mail_from, clock, pause)
    went = []
    try:
        while not stop() and (claim := _claim(clock(), settings.mail_per_hour)):
            went.append(delivery.try_one(claim))
            if delivery.nobody_there:
                break
    finally:
        delivery.transport.close()
    return went.count(True), went.count(False)


def _claim(now: datetime, most_an_hour: int | None) -> Claim | None:
    """Take the next message under a lease, so that a killed worker's message comes back."""
    while _anything_due(now):
        with transaction():
            if most_an_hour is not None and outbox.under_way(now, now - HOUR) >= most_an_hour:
                return None
            message = outbox.take_due(now)
            if message is None:
                return None
            if not _put_off(message, now):
                message.leased_until = now + LEASE
                message.attempts += 1
                return Claim(
                    message.id, message.attempts, message.recipient, message.message_id, message.body
                )
    return None


def _anything_due(now: datetime) -> bool:
    found = outbox.anything_due(now)
    session.rollback()
    return found


def _put_off(message: OutboxMessage, now: datetime) -> bool:
    """Whether a notice must wait for school hours, or has come too late to be of use."""
    if message.good_until is not None and notice_hours.has_passed(message.good_until):
        _give_up(message, TOO_LATE)
        return True
    school = None if message.urgent else schools.get(message.school_id)
    wait = notice_hours.wait(school) if school else timedelta()
    if wait:
        # A demo's school lives at an hour of its own, so what is left to wait is counted from the real one.
        message.due_at = now + wait
    return bool(wait)


@dataclass
class _Delivery:
    """One run of a worker: its way out, its time, how it waits, and whether no server is there at all."""

    transport: Transport
    sender: str
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    nobody_there: bool = False

    def try_one(self, claim: Claim) -> bool:
        try:
            self.transport.deliver(self.sender, claim.recipient, claim.body, claim.message_id)
        except TemporaryFailure as refusal:
            words = str(refusal)
            self.nobody_there = isinstance(refusal, NobodyThere)
            self._note(claim, lambda message: _again_later(message, words, self.clock()))
            return False
        except Exception as failure:
            # One message that cannot be sent, for whatever reason, must not hold up the others.
            words = str(failure) if isinstance(failure, PermanentFailure) else repr(failure)
            self._note(claim, lambda message: _give_up(message, words))
            return False
        self._note(claim, lambda message: _done(message, self.clock()), whoever_holds_it=True)
        return True

    def _note(
        self, claim: Claim, change: Callable[[OutboxMessage], None], whoever_holds_it: bool = False
    ) -> None:
        """Write down how it went, with patience: a message sent but not noted would be sent again."""
        for wait in NOTE_WAITS:
            try:
                return _write(claim, change, whoever_holds_it)
            except (BusyError, OperationalError):
                self.pause(wait)
        return _write(claim, change, whoever_holds_it)


def _write(claim: Claim, change: Callable[[OutboxMessage], None], whoever_holds_it: bool) -> None:
    with transaction():
        message = outbox.locked(claim.id)
        # Once the lease has run out another worker may have the message, or have sent it.
        if message and (whoever_holds_it or (message.state, message.attempts) == ("waiting", claim.attempt)):
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
