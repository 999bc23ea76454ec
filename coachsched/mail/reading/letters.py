"""A letter that came in, taken apart: who sent it, to which address, and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from coachsched.core.itip import Answer
from coachsched.core.phrases import phrase
from coachsched.mail.reading.bounces import Bounce, bounce, content, is_report
from coachsched.mail.reading.calendars import answers
from coachsched.mail.reading.lines import UnreadableError
from coachsched.mail.reading.verdicts import vouches

LARGEST = 2 * 1024 * 1024
MOST_PARTS, DEEPEST = 100, 20
CALENDARS = ("text/calendar", "application/ics", "text/x-vcalendar", "application/calendar")
ARRIVED_AT = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
AUTOMATIC_MARKS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
# L10N: why a mail did not count, for the administrator; "it" is the mail.
TOO_LARGE = phrase("It is too large to be an answer.")
NO_SENDER = phrase("It does not come from one plain address.")
AUTOMATIC = phrase("It was sent by a program, not by a person.")
OF_A_LIST = phrase("It came through a mailing list.")
NO_CALENDAR = phrase("It holds no answer of a calendar.")
UNREADABLE = phrase("It cannot be read.")
EMPTY = phrase("It is empty.")


@dataclass(frozen=True)
class Letter:
    """What counts in a message. ``sender`` is casefolded, empty where it is not one plain address.

    ``vouched`` says that our own mail server found the sender genuine. ``aside`` is why the message is no
    answer, empty where ``answers`` or ``bounce`` say what it is.
    """

    key: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    vouched: bool = False
    answers: tuple[Answer, ...] = ()
    bounce: Bounce | None = None
    aside: str = ""


def read_letter(raw: bytes, authserv_id: str | None = None) -> Letter:
    """A message of anybody's, which may be anything; never fails."""
    key = key_of(raw)
    if not raw.strip():
        return Letter(key, aside=EMPTY)
    if len(raw) > LARGEST:
        raw = raw[: _header_end(raw)]
        return _safely(raw, key, authserv_id, TOO_LARGE)
    return _safely(raw, key, authserv_id)


def key_of(raw: bytes) -> str:
    """What is the same whenever the same message comes again: its Message-ID, or all of it."""
    found = _MESSAGE_ID.search(b"\n" + raw[: _header_end(raw)])
    return sha256(found[1] if found else raw).hexdigest()


_MESSAGE_ID = re.compile(rb"\n[Mm][Ee][Ss][Ss][Aa][Gg][Ee]-[Ii][Dd][ \t]*:\s*(<[^<>\r\n]{1,900}>)")
_BLANK = re.compile(rb"\r?\n\r?\n|\r\r")


def _header_end(raw: bytes) -> int:
    found = _BLANK.search(raw[:LARGEST])
    return min(found.start() if found else len(raw), 256 * 1024)


def _safely(raw: bytes, key: str, authserv_id: str | None, aside: str = "") -> Letter:
    try:
        return _read(message_from_bytes(raw), key, authserv_id, aside)
    except UnreadableError as error:
        return Letter(key, aside=error.words)
    except Exception:
        # The standard library's parser raises many kinds of errors on what was made to break it.
        return Letter(key, aside=UNREADABLE)


def _read(message: Message, key: str, authserv_id: str | None, aside: str) -> Letter:
    sender = _sender(message)
    known = Letter(
        key=key,
        sender=sender,
        recipients=_recipients(message),
        sent_at=_date(message),
        vouched=vouches(_values(message, "Authentication-Results"), authserv_id, sender),
        aside=aside,
    )
    if aside:
        return known
    parts = list(_parts(message))
    if is_report(message):
        return _with(known, bounce=bounce(parts))
    found, faults = _answers(parts)
    fault = _fault(message, sender, bool(found)) or ("" if found else faults[0] if faults else NO_CALENDAR)
    return _with(known, aside=fault) if fault else _with(known, answers=tuple(found))


def _with(letter: Letter, **changes: object) -> Letter:
    return Letter(**{**letter.__dict__, **changes})


def _fault(message: Message, sender: str, answers: bool) -> str:
    """Why a message is no answer, whatever its calendar says (RFC 3834, 2919)."""
    if not sender:
        return NO_SENDER
    automatic = _word(message, "Auto-Submitted")
    # A calendar service writes the answer its person chose: generated, but no reply of a machine.
    if automatic and automatic != "no" and not (answers and automatic == "auto-generated"):
        return AUTOMATIC
    if any(_word(message, name) not in ("", "no") for name in AUTOMATIC_MARKS):
        return AUTOMATIC
    if _word(message, "Precedence") == "auto_reply" or str(message.get("Return-Path", "")).strip() == "<>":
        return AUTOMATIC
    if _word(message, "Precedence") in ("list", "bulk", "junk"):
        return OF_A_LIST
    return OF_A_LIST if message["List-Id"] or message["List-Post"] else ""


def _answers(parts: list[Message]) -> tuple[list[Answer], list[str]]:
    """The answers in every calendar part, each once: programs like to attach them twice."""
    found: dict[tuple[object, ...], Answer] = {}
    faults = []
    for part in parts:
        if not _is_calendar(part):
            continue
        try:
            method = str(part.get_param("method") or "")
            read = answers(content(part), part.get_content_charset() or "", method)
        except UnreadableError as error:
            faults.append(error.words)
            continue
        found |= {(one.method, one.uid, one.sequence, one.attendees, one.start): one for one in read}
    return list(found.values()), faults


def _is_calendar(part: Message) -> bool:
    if part.is_multipart():
        return False
    kind, name = part.get_content_type(), part.get_filename() or ""
    if kind in CALENDARS or name.casefold().endswith(".ics"):
        return True
    return kind == "application/octet-stream" and content(part).lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every part, but none of a message inside it, which speaks for somebody else."""
    if depth > DEEPEST:
        raise UnreadableError(phrase("It is nested too deeply."))
    yield message
    payload = message.get_payload()
    if isinstance(payload, list) and message.get_content_maintype() == "multipart":
        if len(payload) > MOST_PARTS:
            raise UnreadableError(phrase("It has too many parts."))
        for part in payload:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _sender(message: Message) -> str:
    """The one plain address in the one From, casefolded; empty where there is not exactly one."""
    values = _values(message, "From")
    found = _FROM.fullmatch(re.sub(r"\s+", " ", values[0]).strip()) if len(values) == 1 else None
    return (found["angle"] or found["plain"]).casefold() if found else ""


_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+"
# A name, quoted or not, and one address; whatever could be read in two ways is not read.
_FROM = re.compile(
    rf'(?:"(?:[^"\\]|\\.)*"|[^"<>,;:])*<(?P<angle>{_ADDRESS})>(?: ?\([^()<>]*\))?'
    rf"|(?P<plain>{_ADDRESS})(?: ?\([^()<>]*\))?"
)


def _recipients(message: Message) -> tuple[str, ...]:
    values = [value for name in ARRIVED_AT for value in _values(message, name)]
    original = [value.partition(";")[2] for value in _values(message, "Original-Recipient")]
    found = [address.strip() for _, address in getaddresses([*values, *original][:50])]
    return tuple(dict.fromkeys(one.casefold() for one in found if "@" in one))[:200]


def _values(message: Message, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _word(message: Message, name: str) -> str:
    return re.split(r"[\s;(]", str(message.get(name, "")).strip().casefold())[0]


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
