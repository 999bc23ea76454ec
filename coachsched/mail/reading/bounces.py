"""Bounces: which of our letters could not be delivered to whom (RFC 3464, 6522)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

from coachsched.mail.reading.calendars import uids

RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")


@dataclass(frozen=True)
class Bounce:
    """The addresses that failed for good, casefolded, and what tells which letter of ours came back."""

    addresses: tuple[str, ...]
    message_ids: frozenset[str]
    uids: frozenset[str]
    has_original: bool


def is_report(message: Message) -> bool:
    """Whether a message says of itself that it is a delivery report."""
    kind = str(message.get_param("report-type", "")).casefold()
    return message.get_content_type() == "multipart/report" and kind in ("delivery-status", "")


def bounce(parts: Sequence[Message]) -> Bounce:
    """What the parts of a delivery report say; no addresses where nothing has failed for good."""
    addresses: list[str] = []
    originals: list[Message] = []
    for part in parts:
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            addresses += [found for block in _blocks(part) for found in _failed(block)]
        elif part.get_content_type() in RETURNED:
            originals += _original(part)
    calendars = [inner for one in originals for inner in one.walk() if _is_calendar(inner)]
    return Bounce(
        addresses=tuple(dict.fromkeys(addresses)),
        message_ids=frozenset(str(one["Message-ID"]).strip() for one in originals if one["Message-ID"]),
        uids=frozenset(uid for inner in calendars for uid in uids(content(inner))),
        has_original=bool(originals),
    )


def content(part: Message) -> bytes:
    """A part's own bytes, whatever its transfer encoding."""
    encoding = str(part.get("Content-Transfer-Encoding", ""))
    if encoding != (plain := re.split(r"[\s;(]", encoding.strip())[0]):
        # The standard library takes spaces and comments after it for a part of its name.
        part.replace_header("Content-Transfer-Encoding", plain)
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _failed(block: Message) -> list[str]:
    """The recipient of a block that reports a failure, as it was given to us and as it was in the end."""
    if str(block.get("Action", "")).strip().casefold() != "failed":
        return []
    named = (block.get("Original-Recipient"), block.get("Final-Recipient"))
    texts = [str(one).partition(";")[2].strip().strip("<>").casefold() for one in named if one]
    return [text for text in texts if text]


def _original(part: Message) -> list[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return [one for one in payload if isinstance(one, Message)]
    headers = Message()
    for line in str(payload).splitlines():
        name, _, value = line.partition(":")
        if name.casefold() == "message-id":
            headers["Message-ID"] = value.strip()
            break
    return [headers]


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in ("text/calendar", "application/ics") and not part.is_multipart()
