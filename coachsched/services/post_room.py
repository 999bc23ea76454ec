"""The outbox as an administrator sees it: what waits, what failed and why, never what is inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.core.phrases import phrase, said
from coachsched.services import access, clock, mail_hold
from coachsched.services.unit import transaction
from coachsched.store import outbox
from coachsched.store.outbox import OutboxMessage
from coachsched.store.people import Membership

SHOWN = 100
# So neutral that nobody's answer can be read from it: who was turned down, say.
NEUTRAL = {
    "invitation": phrase("Calendar entry"),
    "cancellation": phrase("Calendar entry"),
    "departure": phrase("Calendar entry"),
    "counter_declined": phrase("Calendar entry"),
    "cover": phrase("Calendar entry"),
    "cover_off": phrase("Calendar entry"),
    "cover_stays": phrase("Calendar entry"),
    "cover_wanted": phrase("Reminder"),
    "reminder": phrase("Reminder"),
    "digest": phrase("Reminder"),
    "nudge": phrase("Reminder"),
    "happened": phrase("Reminder"),
    "week": phrase("Reminder"),
}


@dataclass(frozen=True)
class Item:
    """A message from the outside."""

    id: int
    recipient: str
    what: str
    written: datetime
    sent: datetime | None
    next_try: datetime
    attempts: int
    words: str


@dataclass(frozen=True)
class PostRoom:
    """The latest messages of each state, and how many there are in all."""

    waiting: Sequence[Item]
    failed: Sequence[Item]
    sent: Sequence[Item]
    counts: dict[str, int]
    held_since: datetime | None


def look(actor: Membership) -> PostRoom:
    """The school's outbox; raises ForbiddenError."""
    access.require(actor, "outbox")
    zone = ZoneInfo(actor.school.timezone)
    lists = {
        state: _by_day([_item(one) for one in outbox.of_school(actor.school_id, state, SHOWN)], zone)
        for state in ("waiting", "failed", "sent")
    }
    return PostRoom(**lists, counts=outbox.counts_of_school(actor.school_id), held_since=mail_hold.since())


def _by_day(items: list[Item], zone: ZoneInfo) -> list[Item]:
    """The latest day first, and a day's by address: what stands together must not say who meets whom."""
    named = sorted(items, key=lambda item: item.recipient)
    return sorted(named, key=lambda item: item.written.astimezone(zone).date(), reverse=True)


def send_again(actor: Membership, message_id: int) -> None:
    """Have a message tried once more, at once; raises ConflictError for one that has gone."""
    access.require(actor, "outbox")
    with transaction():
        message = outbox.one_of_school(actor.school_id, message_id)
        if message is None:
            raise NotFoundError(phrase("There is no such message."))
        if message.state == "sent":
            raise ConflictError(phrase("This message has gone already."))
        now = clock.real()
        if message.leased_until and message.leased_until > now:
            raise ConflictError(phrase("This message is being sent at this moment."))
        if message.state == "failed":
            message.state, message.attempts = "waiting", 0
        message.due_at = now


def _item(message: OutboxMessage) -> Item:
    return Item(
        id=message.id,
        recipient=message.recipient,
        what=NEUTRAL.get(message.kind, phrase("Message about times")),
        written=message.created_at,
        sent=message.sent_at,
        next_try=message.due_at,
        attempts=message.attempts,
        words=said(message.error),
    )
