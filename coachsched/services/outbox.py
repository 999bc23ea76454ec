"""Delivering the outbox: retried with patience, never lost, never in anybody's way (design 7)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.exc import OperationalError

from coachsched.core.phrases import phrase
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
from coachsched.store.outbox import Due

# Longer than a slow server takes for one message; after it a killed worker's message is tried by others.
LEASE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
TOO_LATE = phrase("It could not be sent in time, and its day has passed.")
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
    transport = open_transport(settings.mail_url)
    line = _Line(clock, stop, pause, settings.mail_per_hour)
    went = []
    try:
        claim = None if stop() else line.first()
        while claim:
            outcome = _try(transport, settings.mail_from, claim, clock)
            went.append(outcome.sent)
            claim = line.next(claim, outcome)
    finally:
        transport.close()
    return went.count(True), went.count(False)


@dataclass(frozen=True)
class _Outcome:
    """How a delivery went, as columns of the message; ``ends_round`` where nobody was there to take it."""

    sent: bool
    columns: dict[str, Any]
    ends_round: bool = False


def _try(transport: Transport, sender: str, claim: Claim, clock: Callable[[], datetime]) -> _Outcome:
    try:
        transport.deliver(sender, claim.recipient, claim.body, claim.message_id)
    except TemporaryFailure as refusal:
        nobody = isinstance(refusal, NobodyThere)
        return _Outcome(False, _again_later(claim.attempt, str(refusal), clock()), nobody)
    except Exception as failure:
        # One message that cannot be sent, for whatever reason, must not hold up the others.
        words = str(failure) if isinstance(failure, PermanentFailure) else repr(failure)
        return _Outcome(False, _given_up(words))
    return _Outcome(True, {"state": "sent", "sent_at": clock(), "error": ""})


@dataclass(frozen=True)
class _Line:
    """Takes one message after the other; what became of one is written with the claim to the next.

    So a message costs one commit, for which a database waits longer than for anything else.
    """

    clock: Callable[[], datetime]
    stop: Callable[[], bool]
    pause: Callable[[float], None]
    most_an_hour: int | None

    def first(self) -> Claim | None:
        """The first message, without locking anybody out where there is none."""
        found = outbox.anything_due(self.clock())
        session.rollback()
        if not found:
            return None
        with transaction():
            return self._take()

    def next(self, claim: Claim, outcome: _Outcome) -> Claim | None:
        """With patience: a message sent but not noted would be sent again."""
        for wait in NOTE_WAITS:
            try:
                return self._note_and_take(claim, outcome)
            except (BusyError, OperationalError):
                self.pause(wait)
        return self._note_and_take(claim, outcome)

    def _note_and_take(self, claim: Claim, outcome: _Outcome) -> Claim | None:
        with transaction():
            # Once the lease has run out another worker may have the message; what has gone, has gone.
            outbox.note(claim.id, outcome.columns, None if outcome.sent else claim.attempt)
            return None if outcome.ends_round or self.stop() else self._take()

    def _take(self) -> Claim | None:
        """Take the next message under a lease, so that a killed worker's message comes back."""
        now = self.clock()
        if self.most_an_hour is not None and outbox.under_way(now, now - HOUR) >= self.most_an_hour:
            return None
        while message := outbox.take_due(now):
            if put_off := _put_off(message, now):
                outbox.note(message.id, put_off, message.attempts)
                continue
            attempt = message.attempts + 1
            outbox.lease(message.id, attempt, now + LEASE)
            return Claim(message.id, attempt, message.recipient, message.message_id, message.body)
        return None


def _put_off(message: Due, now: datetime) -> dict[str, Any]:
    """What becomes of a notice that must wait for school hours, or has come too late to be of use."""
    if message.good_until is not None and notice_hours.has_passed(message.good_until):
        return _given_up(TOO_LATE)
    school = None if message.urgent else schools.get(message.school_id)
    wait = notice_hours.wait(school) if school else timedelta()
    # A demo's school lives at an hour of its own, so what is left to wait is counted from the real one.
    return {"due_at": now + wait} if wait else {}


def _given_up(words: str) -> dict[str, Any]:
    return {"state": "failed", "error": words[:500]}


def _again_later(attempt: int, words: str, now: datetime) -> dict[str, Any]:
    if attempt >= MOST_ATTEMPTS:
        return _given_up(words)
    wait = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    # Spread out, so that a server that comes back is not met by everything at once.
    return {"error": words[:500], "due_at": now + wait * random.uniform(0.8, 1.2)}  # noqa: S311
