"""The mailbox that answers come back to: read once, or watched for as long as the worker runs (design 7)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import current_app
from sqlalchemy.exc import OperationalError

from coachsched.mail.reading.boxes import ImapBox, MaildirBox, inbox
from coachsched.mail.reading.imap import AwayError, ImapFolder, Place
from coachsched.mail.reading.maildirs import new_messages, put_away
from coachsched.services import clock, reading
from coachsched.services.unit import BusyError, transaction
from coachsched.store import inbox as places
from coachsched.store import session
from coachsched.store.inbox import InboxPlace

__all__ = ["AwayError", "Count", "read_new", "watch"]

# Of a mailbox met for the first time, or made anew, mail older than this is let be.
OLDEST = timedelta(days=30)
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
# How often a Maildir, which tells nobody, is looked into.
MAILDIR_SECONDS = 2.0
AWAY = (AwayError, BusyError, OperationalError)


@dataclass
class Count:
    """How many messages counted and how many were kept aside; those known already are not counted again."""

    states: dict[str, int] = field(default_factory=lambda: {"taken": 0, "aside": 0, "known": 0})

    def add(self, taken: reading.Taken) -> None:
        self.states[taken.state] += 1

    def __str__(self) -> str:
        return f"{self.states['taken']} taken in, {self.states['aside']} kept aside."


def read_new(url: str) -> Count:
    """Take in what is new in the mailbox, once. Raises AwayError, BusyError, OperationalError."""
    box = inbox(url)
    if isinstance(box, MaildirBox):
        return _read_maildir(box)
    folder = ImapFolder(box)
    try:
        return _read_folder(folder, box)
    finally:
        folder.close()


def watch(
    url: str,
    stop: Callable[[], bool],
    pause: Callable[[float], None] = time.sleep,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Take in what comes until ``stop`` says so, connecting again for as long as the mailbox is away."""
    box, wait = inbox(url), FIRST_WAIT
    while not stop():
        try:
            if isinstance(box, MaildirBox):
                _said(_read_maildir(box), say)
                pause(MAILDIR_SECONDS)
            else:
                for count in _stay(box, stop):
                    wait = FIRST_WAIT
                    _said(count, say)
        except AWAY as error:
            say(str(error) if isinstance(error, AwayError) else "The database is away or busy; trying again.")
        except Exception:
            # Whatever one server does, the reader must still be there for the next message.
            current_app.logger.exception("The mailbox could not be read; trying again.")
        else:
            continue
        pause(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def _stay(box: ImapBox, stop: Callable[[], bool]) -> Iterable[Count]:
    folder = ImapFolder(box)
    try:
        while not stop():
            yield _read_folder(folder, box)
            folder.wait(stop)
    finally:
        folder.close()


def _read_folder(folder: ImapFolder, box: ImapBox) -> Count:
    count, place = Count(), _place(box)
    for uid, raw in folder.since(place, _earliest()):
        taken = reading.take_in(raw)
        count.add(taken)
        # What counted is marked as read; what was kept aside stays unread, for a person to look at.
        if taken.state == "taken":
            folder.mark_read(uid)
        _advance(box, Place(folder.validity, uid))
    return count


def _read_maildir(box: MaildirBox) -> Count:
    count = Count()
    for name, raw in new_messages(box.path):
        taken = reading.take_in(raw)
        count.add(taken)
        put_away(box.path, name, taken.state == "taken")
    return count


def _place(box: ImapBox) -> Place:
    found = places.place(box.name)
    place = Place(found.validity, found.uid) if found else Place()
    session.rollback()
    return place


def _advance(box: ImapBox, place: Place) -> None:
    """Remember how far we are; a reader killed before this meets the message again, and knows it."""
    with transaction():
        found = places.place(box.name)
        if found is None:
            session.add(InboxPlace(folder=box.name, validity=place.validity, uid=place.uid))
        else:
            found.validity, found.uid = place.validity, place.uid


def _earliest() -> date:
    return (clock.real() - OLDEST).date()


def _said(count: Count, say: Callable[[str], None]) -> None:
    if count.states["taken"] or count.states["aside"]:
        say(str(count))
