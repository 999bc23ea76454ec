"""Typed text made safe for mail headers and envelopes (RFC 5322, 2047)."""

from __future__ import annotations

import base64
import re

from coachsched.core.errors import UserError
from coachsched.core.ical import one_line
from coachsched.core.phrases import phrase


def header_text(text: str) -> str:
    """One line without control characters, in which nothing reads as an encoded word.

    Python before 3.11.15 lets an encoded line break inside a title start a header of its own.
    """
    without = _ENCODED_WORD.sub("", one_line(text))
    return one_line(without.replace("=?", "= ?"))


def address(name: str, email: str) -> str:
    """The value of From, To or Reply-To; UserError where the e-mail address cannot be one."""
    shown = header_text(name)
    if not shown:
        return plain_address(email)
    named = f'"{_quoted(shown)}"' if _fits_as_it_is(shown) else encoded(shown)
    gap = " " if len(named) + len(email) <= 60 else "\r\n "
    return f"{named}{gap}<{plain_address(email)}>"


def plain_address(email: str) -> str:
    """The address alone if nothing in it can end a header or an SMTP command early, else UserError."""
    if not _ADDRESS.fullmatch(email) or "=?" in email or len(email) > 254:
        shown = repr(one_line(email))
        raise UserError(
            phrase("%(address)s is not an e-mail address that mail can be sent to.", address=shown)
        )
    return email


def encoded(text: str) -> str:
    """Header text as it is where it is short ASCII, else as encoded words, folded (RFC 2047 2)."""
    if _fits_as_it_is(text):
        return text
    words = (base64.b64encode(piece.encode()).decode("ascii") for piece in _pieces(text))
    return "\r\n ".join(f"=?utf-8?b?{word}?=" for word in words)


_ENCODED_WORD = re.compile(r"=\?[^?]*\?[^?]*\?[^?]*\?=")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def _fits_as_it_is(text: str) -> bool:
    return text.isascii() and len(text) <= 60


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _pieces(text: str, octets: int = 39) -> list[str]:
    """The text cut between characters, so that a field name and an encoded word fit 76 (RFC 2047 2)."""
    pieces = [""]
    for character in text:
        if len((pieces[-1] + character).encode()) > octets:
            pieces.append("")
        pieces[-1] += character
    return pieces
