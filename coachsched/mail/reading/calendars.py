"""The answers in a calendar object (RFC 5546 3.2.3, 3.2.7; what programs make of it: MS-OXCICAL)."""

from __future__ import annotations

from urllib.parse import unquote

from coachsched.core.itip import Answer, Said
from coachsched.core.phrases import phrase
from coachsched.mail.reading.lines import Component, Line, UnreadableError, components
from coachsched.mail.reading.zones import TimeFaultError, instant, stamp

MOST_EVENTS, MOST_ATTENDEES = 10, 200
LARGEST = 256 * 1024
# How a calendar of two octets a character begins; as UTF-8 it would be no error, and no calendar.
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"B\0": "utf-16-le", b"\0B": "utf-16-be"}
ASKS = {
    "REQUEST": phrase("It is an invitation, and only answers are read."),
    "CANCEL": phrase("It calls something off in a calendar program's words, and only answers are read."),
    "PUBLISH": phrase("It is a calendar, and only answers are read."),
}
OTHERS = phrase("It is calendar mail of a kind that is no answer.")
TWO_METHODS = phrase("Its header and its calendar say different things.")
NO_EVENT = phrase("Its calendar holds no meeting.")


def answers(calendar: bytes, charset: str, method: str) -> list[Answer]:
    """The answers in one calendar part; ``method`` is that of its header, which may leave it out.

    UnreadableError, with the reason, where it holds none.
    """
    if len(calendar) > LARGEST:
        raise UnreadableError(phrase("Its calendar is too long."))
    found = components(_decoded(calendar, charset))
    events = [one for one in found if one.kind == "VEVENT"]
    if not events:
        raise UnreadableError(NO_EVENT)
    if len(events) > MOST_EVENTS:
        raise UnreadableError(phrase("Its calendar holds too many meetings."))
    zones = _zones(found)
    return [_answer(event, method.strip().upper(), zones) for event in events]


def uids(calendar: bytes) -> set[str]:
    """The UIDs in a calendar of whatever method; none where it cannot be read."""
    try:
        found = components(_decoded(calendar[:LARGEST], ""))
    except UnreadableError:
        return set()
    return {line.value.strip() for one in found if one.kind == "VEVENT" for line in one.every("UID")}


def _answer(event: Component, header: str, zones: dict[str, str]) -> Answer:
    if header and event.method and header != event.method:
        raise UnreadableError(TWO_METHODS)
    method = header or event.method
    if method not in ("REPLY", "COUNTER"):
        raise UnreadableError(ASKS.get(method, OTHERS))
    answer = Answer(
        method=method,
        uid=_only(event, "UID"),
        sequence=_sequence(event),
        stamp=stamp(event.first("DTSTAMP")),
        attendees=tuple(_said(line) for line in event.every("ATTENDEE")[:MOST_ATTENDEES]),
    )
    return _with_times(answer, event, zones) if method == "COUNTER" else answer


def _with_times(answer: Answer, event: Component, zones: dict[str, str]) -> Answer:
    start, end, fault = None, None, ""
    try:
        start, end = instant(event.first("DTSTART"), zones), instant(event.first("DTEND"), zones)
    except TimeFaultError as error:
        fault = error.words
    return Answer(
        answer.method, answer.uid, answer.sequence, answer.stamp, answer.attendees, start, end, fault
    )


def _said(line: Line) -> Said:
    named = _address(line.value)
    return Said(
        # Apple's servers name a person by a path or a number of theirs, and the address beside it.
        address=named if "@" in named else _address(line.parameters.get("EMAIL", "")),
        partstat=line.parameters.get("PARTSTAT", "").upper(),
        delegated_to=_address(line.parameters.get("DELEGATED-TO", "")),
    )


def _address(value: str) -> str:
    text = value.strip()
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0])
    return text.strip().strip("<>").casefold()


def _only(event: Component, name: str) -> str:
    values = {line.value.strip() for line in event.every(name)}
    if len(values) != 1:
        raise UnreadableError(
            phrase("Its calendar names more than one %(property)s.", property=name)
            if values
            else phrase("Its calendar names no %(property)s.", property=name)
        )
    return values.pop()


def _sequence(event: Component) -> int:
    """The SEQUENCE the answer echoes; 0 where it is left out (RFC 5545 3.8.7.4)."""
    text = _only(event, "SEQUENCE") if event.first("SEQUENCE") else "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UnreadableError(phrase("Its calendar's SEQUENCE is no number."))
    return int(text)


def _zones(found: list[Component]) -> dict[str, str]:
    """The IANA names that VTIMEZONEs give for their own names."""
    zones = {}
    for one in found:
        name, place = one.first("TZID"), one.first("X-LIC-LOCATION")
        if one.kind == "VTIMEZONE" and name and place:
            zones[name.value.strip()] = place.value.strip()
    return zones


def _decoded(calendar: bytes, charset: str) -> str:
    """UTF-16 or UTF-8 if it is, else as its header says, else Latin-1, which reads everything."""
    for name in (WIDE.get(calendar[:2].upper(), "utf-8-sig"), charset or "latin-1"):
        try:
            return calendar.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return calendar.decode("latin-1")
