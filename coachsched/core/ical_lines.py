"""The lines of iCalendar objects: typed text made safe, escaped, and folded (RFC 5545 3.1, 3.3; RFC 6868)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

PRODUCT = "-//coachsched//coachsched//EN"
LONGEST = 75


def clean_text(text: str) -> str:
    """What a person typed, without control characters other than newlines, or lone surrogates."""
    text = str(text)  # a phrase is put into its language here
    # Nearly all text is printable, and a feed has thousands of pieces of it.
    if text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Clean text with every run of spaces and newlines as one space."""
    return _GAPS.sub(" ", clean_text(text)).strip(" ")


_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_GAPS = re.compile(r"[ \n]+")


def text(value: str) -> str:
    r"""TEXT of RFC 5545 3.3.11: backslash, semicolon, comma and newline are escaped, nothing else."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def utc(moment: datetime) -> str:
    """An aware instant as UTC; ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time in a calendar needs its zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def before(minutes: int) -> str:
    """A duration before something, such as a whole day: -P1D."""
    days, rest = divmod(minutes, timedelta(days=1) // timedelta(minutes=1))
    return f"-P{days}D" if days and not rest else f"-PT{minutes}M"


def name(person: str, email: str) -> str:
    """The quoted CN parameter; quotes and carets inside it as RFC 6868 writes them."""
    # ical.js and icalendar unescape a backslash there, vobject and RFC 5545 do not: none is sent.
    shown = (one_line(person) or one_line(email)).replace("\\", "/")
    return '"' + shown.replace("^", "^^").replace('"', "^'") + '"'


def mailto(email: str) -> str:
    return "mailto:" + quote(one_line(email), safe="@!$&'*+/=^`{|}~")


def uri(url: str) -> str:
    return quote(one_line(url), safe=":/?#[]@!$&'()*+,;=%~")


def component(kind: str, lines: Iterable[str]) -> list[str]:
    return [f"BEGIN:{kind}", *lines, f"END:{kind}"]


def calendar(head: Iterable[str], body: str) -> bytes:
    """A VCALENDAR of properties and of components that are folded already."""
    opening = folded(["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", *head])
    return f"{opening}{body}END:VCALENDAR\r\n".encode()


def folded(lines: Iterable[str]) -> str:
    """The lines, each of at most 75 octets before its CRLF, cut between characters (RFC 5545 3.1)."""
    return "".join([f"{line if _is_short(line) else _cut_up(line)}\r\n" for line in lines])


def _is_short(line: str) -> bool:
    return len(line) <= LONGEST and (line.isascii() or len(line.encode()) <= LONGEST)


def _cut_up(line: str) -> str:
    rest = line.encode()
    pieces, room = [], LONGEST
    while len(rest) > room:
        cut = _cut(rest, room)
        pieces.append(rest[:cut])
        # The space that begins a further line is one of its octets.
        rest, room = rest[cut:], LONGEST - 1
    return b"\r\n ".join([*pieces, rest]).decode()


def _cut(line: bytes, room: int) -> int:
    cut = room
    while line[cut] & 0xC0 == 0x80:
        cut -= 1
    backslashes = cut - len(line[:cut].rstrip(b"\\"))
    # Some readers unescape before they unfold, so an escape is not parted.
    return cut - backslashes % 2
