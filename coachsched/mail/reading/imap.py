"""Reading a folder on an IMAP server (RFC 3501), told at once when something comes (IDLE, RFC 2177)."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from time import monotonic

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted

from coachsched.core.errors import UserError
from coachsched.mail.reading.boxes import ImapBox
from coachsched.mail.reading.letters import LARGEST

TIMEOUT = 60
# Servers may end an IDLE after half an hour (RFC 2177 3).
LONGEST_IDLE = 25 * 60
# How often a waiting reader looks whether it is to stop.
LOOK_UP = 1.0
AWAY = (OSError, imaplib.IMAP4.error, EOFError, ImapToolsError)


class AwayError(UserError):
    """The mailbox cannot be reached or refuses us, in the server's words; worth trying again."""


@dataclass(frozen=True)
class Place:
    """How far a folder has been read: up to ``uid``, as long as its UIDVALIDITY stays (RFC 3501 2.3.1.1)."""

    validity: int = 0
    uid: int = 0


class ImapFolder:
    """One connection, with the folder open. Messages are marked as read, never moved or deleted."""

    def __init__(self, box: ImapBox) -> None:
        try:
            self._mailbox = _connected(box)
            self._mailbox.folder.set(box.folder)
            self.validity = self._validity()
            self._mailbox.client.response("EXISTS")
        except AWAY as error:
            raise AwayError(f"The mailbox {box.name} cannot be read: {_words(error)}") from error

    def since(self, place: Place, earliest: date) -> Iterator[tuple[int, bytes]]:
        """UID and bytes of every message after a place, in order; of a folder that is new, or was made anew,
        those that came on a date or later. Of what is too large to be an answer only the beginning.
        """
        with _told():
            for uid in self._uids(place, earliest):
                raw = self._fetched(uid)
                # Deleted by somebody between the search and now.
                if raw is not None:
                    yield uid, raw

    def mark_read(self, uid: int) -> None:
        with _told():
            self._mailbox.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def wait(self, stop: Callable[[], bool]) -> None:
        """Until something happens in the folder, or it is time to ask again, or ``stop`` says so."""
        with _told():
            self._mailbox.client.noop()
            # What came while we were reading is told once, in whichever answer came next.
            if self._mailbox.client.response("EXISTS")[1] == [None]:
                self._idle(stop)

    def _idle(self, stop: Callable[[], bool]) -> None:
        until = monotonic() + LONGEST_IDLE
        with self._mailbox.idle as idle:
            while not stop() and monotonic() < until:
                asked = monotonic()
                # On a connection that is gone there is nothing to wait for: ending the IDLE says so.
                if idle.poll(timeout=LOOK_UP) or monotonic() - asked < LOOK_UP / 2:
                    return

    def close(self) -> None:
        with contextlib.suppress(*AWAY):
            self._mailbox.logout()

    def _uids(self, place: Place, earliest: date) -> list[int]:
        known = place.validity == self.validity
        criteria = f"UID {place.uid + 1}:*" if known else f"SINCE {_imap_date(earliest)}"
        kind, data = self._mailbox.client.uid("SEARCH", criteria)
        numbers = [int(one) for one in (data[0] or b"").split()] if kind == "OK" else []
        # "5:*" also names the last message where there is none after it (RFC 3501 6.4.8).
        return sorted(number for number in numbers if not known or number > place.uid)

    def _fetched(self, uid: int) -> bytes | None:
        kind, data = self._mailbox.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
        found = [one[1] for one in data if isinstance(one, tuple) and b"BODY[" in one[0]]
        return found[0] if kind == "OK" and found else None

    def _validity(self) -> int:
        _, data = self._mailbox.client.response("UIDVALIDITY")
        return int(data[0]) if data and data[0] else 0


class _told:  # noqa: N801 - reads as words
    """A connection lost in the middle, in one kind of error."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, AWAY):
            raise AwayError(f"The connection to the mailbox is lost: {_words(error)}") from error


def _connected(box: ImapBox) -> BaseMailBox:
    context = ssl.create_default_context()
    if box.tls:
        mailbox: BaseMailBox = MailBox(box.host, box.port, timeout=TIMEOUT, ssl_context=context)
    else:
        mailbox = MailBoxUnencrypted(box.host, box.port, timeout=TIMEOUT)
        if "STARTTLS" in mailbox.client.capabilities:
            mailbox.client.starttls(context)
    mailbox.login(box.user, box.password, initial_folder=None)
    return mailbox


def _imap_date(on: date) -> str:
    """01-Feb-2027, in English whatever the locale."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{on.day:02d}-{months[on.month - 1]}-{on.year}"


def _words(error: BaseException) -> str:
    """The server's own words, on one line; imap-tools quotes the command, but never the password."""
    return re.sub(r"\s+", " ", str(error) or type(error).__name__)[:300]
