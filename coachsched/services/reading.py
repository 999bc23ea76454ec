"""Mail that comes in, taken in once: an answer has its effect, everything else is kept aside (design 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import current_app
from sqlalchemy.exc import IntegrityError, OperationalError

from coachsched.core.errors import UserError
from coachsched.core.itip import Answer
from coachsched.core.phrases import phrase
from coachsched.mail.reading.letters import UNREADABLE, Letter, read_letter
from coachsched.services import bounced, clock, hearing, reply_addresses
from coachsched.services.replies import Aside
from coachsched.services.unit import BusyError, transaction
from coachsched.store import answers, inbox, session
from coachsched.store.inbox import InboxMessage

OURS = phrase("It was sent by this program itself.")
NO_EFFECT = phrase("It could not be carried out just now; nothing was changed.")
UNKNOWN_MEETING = phrase("It is about no meeting known here.")

State = Literal["taken", "aside", "known"]


@dataclass(frozen=True)
class Taken:
    """What became of a message: it counted, is kept aside for a reason, or was known already."""

    state: State
    reason: str = ""


def take_in(raw: bytes) -> Taken:
    """Give a message its effect, once however often it comes; effect and mark are one transaction.

    Whatever it holds, it is taken in or kept aside. Raises BusyError or OperationalError only, where the
    database is away; calling again is then right.
    """
    letter = read_letter(raw, current_app.config["SETTINGS"].authserv_id)
    try:
        return _once(letter, None)
    except (BusyError, OperationalError):
        raise
    except UserError as error:
        return _once(letter, error.words)
    except Exception:
        current_app.logger.exception("A message that came in was kept aside, since reading it failed.")
        return _once(letter, NO_EFFECT)


def _once(letter: Letter, failed: str | None) -> Taken:
    """Write the message down, which only one reader can do, and then give it its effect."""
    try:
        with transaction():
            if inbox.is_known(letter.key):
                return Taken("known")
            row = InboxMessage(key=letter.key, state="taken", received_at=clock.now())
            session.add(row)
            # Another reader of the same message waits here, and is refused.
            session.flush()
            reason = _effect(letter, row) if failed is None else failed
            if reason:
                _keep_aside(row, letter, reason)
        return Taken("aside" if reason else "taken", reason)
    except IntegrityError as error:
        if "inbox" in str(error.orig):
            return Taken("known")
        raise


def _effect(letter: Letter, row: InboxMessage) -> str:
    """Carry a message out; the reason where it has none, or only some of it counted."""
    if letter.aside:
        return letter.aside
    if letter.sender and _is_ours(letter.sender):
        return OURS
    if letter.bounce:
        return bounced.mark(letter.bounce)
    reasons = [_answer(letter, answer, row) for answer in letter.answers]
    return next(filter(None, reasons), "")


def _answer(letter: Letter, answer: Answer, row: InboxMessage) -> str:
    meeting = answers.meeting_by_uid(answer.uid)
    if meeting is None:
        return UNKNOWN_MEETING
    row.school_id = meeting.school_id
    try:
        hearing.hear(letter, answer, meeting)
    except Aside as aside:
        words: str = aside.args[0]
        return words
    return ""


def _is_ours(sender: str) -> bool:
    settings = current_app.config["SETTINGS"]
    local, _, domain = sender.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" == str(settings.mail_from).casefold()


def _keep_aside(row: InboxMessage, letter: Letter, reason: str) -> None:
    row.state, row.reason = "aside", reason or UNREADABLE
    row.sender, row.sent_at = letter.sender, letter.sent_at
    if row.school_id is None:
        row.school_id = _school_of(letter)


def _school_of(letter: Letter) -> int | None:
    """Whose administrator should look: the school of the address it came to, else of its sender."""
    people = [reply_addresses.person_of(address) for address in letter.recipients]
    sender = answers.person_at(letter.sender) if letter.sender else None
    for person in [*people, sender.id if sender else None]:
        found = answers.schools_of(person) if person else []
        if found:
            return found[0].id
    return None
