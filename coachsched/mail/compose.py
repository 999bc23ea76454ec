"""One letter as the bytes that are sent: text, HTML and, last, the calendar part (RFC 5322, 6047)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from urllib.parse import quote

from coachsched.core.ical import clean_text
from coachsched.mail.text import address, encoded, header_text

# Header values are final before the email package sees them, so it must write them down untouched.
WIRE = compat32.clone(linesep="\r\n", max_line_length=0)


@dataclass(frozen=True)
class Letter:
    """A mail to one person; date is aware, method is that of the calendar object."""

    to_name: str
    to_email: str
    from_name: str
    from_email: str
    reply_to: str | None
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    calendar: bytes | None = None
    method: str | None = None
    list_unsubscribe: str | None = None


def message_id(unique: str, domain: str) -> str:
    """A Message-ID for a local part that is used once; ValueError where the two cannot form one."""
    return _checked_id(f"<{unique}@{domain}>")


def compose(letter: Letter) -> bytes:
    """The letter in 7-bit bytes with CRLF, the same for the same letter.

    UserError for an address that mail cannot be sent to; ValueError for a malformed Message-ID, a naive
    date, and a method that is not the calendar's own (RFC 6047 2.4).
    """
    message = MIMEMultipart("alternative", boundary=_boundary(letter.message_id), policy=WIRE)
    for name, value in _headers(letter):
        message[name] = value
    message.attach(_words(letter.text, "plain"))
    message.attach(_words(letter.html, "html"))
    if letter.calendar is not None:
        message.attach(_calendar(letter.calendar, letter.method))
    return message.as_bytes()


def _headers(letter: Letter) -> list[tuple[str, str]]:
    if letter.date.tzinfo is None:
        raise ValueError("a letter's date needs its zone")
    headers = [
        ("From", address(letter.from_name, letter.from_email)),
        ("To", address(letter.to_name, letter.to_email)),
        ("Subject", encoded(header_text(letter.subject))),
        ("Date", format_datetime(letter.date.astimezone(UTC))),
        ("Message-ID", _checked_id(letter.message_id)),
        # RFC 3834 5: an out-of-office note must not come back as if it were an answer.
        ("Auto-Submitted", "auto-generated"),
    ]
    if letter.reply_to:
        headers.append(("Reply-To", address("", letter.reply_to)))
    if letter.list_unsubscribe:
        headers.append(("List-Unsubscribe", f"<{quote(letter.list_unsubscribe, safe=_URI_MARKS)}>"))
    return headers


_URI_MARKS = ":/?#[]@!$&'()*+,;=%~"
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=^_`{|}~.-]+@[A-Za-z0-9.-]+>")


def _checked_id(identifier: str) -> str:
    if not _MESSAGE_ID.fullmatch(identifier):
        raise ValueError(f"{identifier!r} is not a Message-ID")
    return identifier


def _boundary(identifier: str) -> str:
    """Fixed for a letter; "=_" occurs in no quoted-printable or base64 line (RFC 2045 6.7)."""
    return f"=_{hashlib.sha256(identifier.encode()).hexdigest()[:24]}"


def _words(text: str, subtype: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return MIMEText(clean_text(text), subtype, charset, policy=WIRE)  # type: ignore[arg-type]


def _calendar(calendar: bytes, method: str | None) -> MIMENonMultipart:
    if f"\r\nMETHOD:{method}\r\n".encode() not in calendar:
        raise ValueError(f"the calendar object's method is not {method}")
    part = MIMENonMultipart("text", "calendar", policy=WIRE)
    # As RFC 6047 2.4 writes it, for the email package would quote each value, past 78 characters.
    kind = f"text/calendar; charset=UTF-8; method={method};\r\n component=VEVENT"
    part.replace_header("Content-Type", kind)
    part.set_payload(calendar)
    encode_base64(part)
    return part
