"""What goes into people's own calendars: invitations, cancellations and feeds (RFC 5545, 5546, 7986).

Lines are written here rather than by icalendar 7.3, which turns a typed ``\\N`` into a line break and takes
ten times as long; it reads what comes from elsewhere. Times are UTC instants, so no object needs a
VTIMEZONE. There is no clock: the same values always give the same bytes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import icalendar

from coachsched.core.errors import InputError, Problem

COUNTING = ("UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "LOCATION")
TIMES = frozenset({"DTSTART", "DTEND"})
PRODUCT = "-//coachsched//coachsched//EN"
REFRESH = "PT1H"
PARTSTATS = frozenset({"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"})


@dataclass(frozen=True)
class Attendee:
    """Somebody in an invitation, with their answer so far as RFC 5545 3.2.12 names it."""

    name: str
    email: str
    partstat: str = "NEEDS-ACTION"

    def __post_init__(self) -> None:
        if self.partstat not in PARTSTATS:
            raise ValueError(f"{self.partstat!r} is not an attendee's answer")


@dataclass(frozen=True)
class Invitation:
    """One meeting as it is mailed; stamp is when this message was made, all times aware."""

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    organizer: Attendee
    attendees: tuple[Attendee, ...]
    alarm_minutes: int | None = None


@dataclass(frozen=True)
class FeedEvent:
    """One meeting in a person's feed; changed is when it was last revised, all times aware."""

    uid: str
    sequence: int
    changed: datetime
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    cancelled: bool = False


@dataclass(frozen=True)
class FeedDay:
    """One all-day entry of the school's feed, such as a cycle day or a closure."""

    uid: str
    on: date
    summary: str
    changed: datetime


def request(invitation: Invitation) -> bytes:
    """A METHOD:REQUEST that asks every attendee for an answer (RFC 5546 3.2.2).

    ValueError without attendees, for a naive time, and for an end that is not after the start.
    """
    lines = [
        *_scheduled(invitation, "OPAQUE", [_attendee(person, "TRUE") for person in invitation.attendees]),
        "STATUS:CONFIRMED",
        *_alarm(invitation),
    ]
    return _calendar(["METHOD:REQUEST"], _component("VEVENT", lines))


def cancel(invitation: Invitation, only: tuple[Attendee, ...] | None = None) -> bytes:
    """A METHOD:CANCEL of the whole meeting, or for ``only`` those who are no longer in it (RFC 5546 3.2.5).

    The invitation already carries the raised sequence. ValueError as for a request.
    """
    people = invitation.attendees if only is None else only
    status = ["STATUS:CANCELLED"] if only is None else []
    lines = [*_scheduled(invitation, "TRANSPARENT", [_attendee(person) for person in people]), *status]
    return _calendar(["METHOD:CANCEL"], _component("VEVENT", lines))


def decline_counter(invitation: Invitation, to: Attendee) -> bytes:
    """A METHOD:DECLINECOUNTER: the meeting stays as it is (RFC 5546 3.2.8). ValueError as for a request."""
    lines = _scheduled(invitation, "OPAQUE", [_attendee(to)])
    return _calendar(["METHOD:DECLINECOUNTER"], _component("VEVENT", lines))


def feed(name: str, url: str, events: Sequence[FeedEvent]) -> bytes:
    """A person's meetings, by start and then UID; ValueError as for a request."""
    ordered = sorted(events, key=lambda event: (event.start, event.uid))
    return _feed(name, url, (_component("VEVENT", _feed_event(event)) for event in ordered))


def day_feed(name: str, url: str, days: Sequence[FeedDay]) -> bytes:
    """The school's cycle days and closures as all-day entries, by date and then UID."""
    ordered = sorted(days, key=lambda day: (day.on, day.uid))
    return _feed(name, url, (_component("VEVENT", _feed_day(day)) for day in ordered))


def facts(text: str) -> list[tuple[str, str]]:
    """What a calendar program reads in a message: its method, then name and value of what counts.

    InputError for what is no calendar: icalendar raises many kinds of errors on such input.
    """
    try:
        calendar = icalendar.Calendar.from_ical(text)
        event = calendar.walk("VEVENT")[0]
        found = [(name, event.get(name)) for name in COUNTING if event.get(name) is not None]
        values = [(name, value.to_ical().decode() if name in TIMES else str(value)) for name, value in found]
        return [("METHOD", str(calendar["METHOD"])), *values]
    except Exception as error:
        raise InputError(Problem("calendar", "it cannot be read.", "")) from error


def clean_text(text: str) -> str:
    """What a person typed, without control characters other than newlines, or lone surrogates."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Clean text with every run of spaces and newlines as one space."""
    return _GAPS.sub(" ", clean_text(text)).strip(" ")


_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_GAPS = re.compile(r"[ \n]+")


def _feed(name: str, url: str, components: Iterable[list[str]]) -> bytes:
    title = _text(one_line(name))
    head = [
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{_uri(url)}",
    ]
    body = [line for component in components for line in component]
    return _calendar(head, body or _nothing_yet(url))


def _nothing_yet(url: str) -> list[str]:
    """A VCALENDAR holds at least one component (RFC 5545 3.4); an empty VFREEBUSY is one that nobody sees."""
    return _component("VFREEBUSY", [f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, url)}", "DTSTAMP:19700101T000000Z"])


def _feed_event(event: FeedEvent) -> list[str]:
    summary = f"Cancelled: {event.summary}" if event.cancelled else event.summary
    return [
        *_identity(event.uid, event.changed),
        f"LAST-MODIFIED:{_utc(event.changed)}",
        f"SEQUENCE:{event.sequence}",
        *_times(event.start, event.end),
        *_words(summary, event.description, event.location),
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"TRANSP:{'TRANSPARENT' if event.cancelled else 'OPAQUE'}",
    ]


def _feed_day(day: FeedDay) -> list[str]:
    return [
        *_identity(day.uid, day.changed),
        f"LAST-MODIFIED:{_utc(day.changed)}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        *_words(day.summary),
        "TRANSP:TRANSPARENT",
    ]


def _scheduled(invitation: Invitation, transparency: str, attendees: list[str]) -> list[str]:
    if not attendees:
        raise ValueError("a scheduling message needs an attendee")
    return [
        *_identity(invitation.uid, invitation.stamp),
        f"SEQUENCE:{invitation.sequence}",
        *_times(invitation.start, invitation.end),
        *_words(invitation.summary, invitation.description, invitation.location),
        f"ORGANIZER;CN={_name(invitation.organizer)}:{_mailto(invitation.organizer)}",
        *attendees,
        f"TRANSP:{transparency}",
    ]


def _attendee(person: Attendee, rsvp: str = "FALSE") -> str:
    parameters = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={person.partstat};RSVP={rsvp}"
    return f"ATTENDEE;{parameters};CN={_name(person)}:{_mailto(person)}"


def _alarm(invitation: Invitation) -> list[str]:
    if invitation.alarm_minutes is None:
        return []
    trigger = f"TRIGGER:-PT{invitation.alarm_minutes}M"
    words = f"DESCRIPTION:{_text(one_line(invitation.summary))}"
    return _component("VALARM", ["ACTION:DISPLAY", trigger, words])


def _identity(uid: str, stamp: datetime) -> list[str]:
    return [f"UID:{_text(one_line(uid))}", f"DTSTAMP:{_utc(stamp)}"]


def _times(start: datetime, end: datetime) -> list[str]:
    if end <= start:
        raise ValueError("a meeting ends after it starts")
    return [f"DTSTART:{_utc(start)}", f"DTEND:{_utc(end)}"]


def _words(summary: str, description: str = "", location: str = "") -> list[str]:
    described = _text(clean_text(description))
    located = _text(one_line(location))
    return [
        f"SUMMARY:{_text(one_line(summary))}",
        *([f"DESCRIPTION:{described}"] if described else []),
        *([f"LOCATION:{located}"] if located else []),
    ]


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a time in a calendar needs its zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    r"""TEXT of RFC 5545 3.3.11: backslash, semicolon, comma and newline are escaped, nothing else."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _name(person: Attendee) -> str:
    """The quoted CN parameter; quotes and carets inside it as RFC 6868 writes them."""
    # ical.js and icalendar unescape a backslash there, vobject and RFC 5545 do not: none is sent.
    name = (one_line(person.name) or one_line(person.email)).replace("\\", "/")
    return '"' + name.replace("^", "^^").replace('"', "^'") + '"'


def _mailto(person: Attendee) -> str:
    return "mailto:" + quote(one_line(person.email), safe="@!$&'*+/=^`{|}~")


def _uri(url: str) -> str:
    return quote(one_line(url), safe=":/?#[]@!$&'()*+,;=%~")


def _component(name: str, lines: Iterable[str]) -> list[str]:
    return [f"BEGIN:{name}", *lines, f"END:{name}"]


def _calendar(head: list[str], body: list[str]) -> bytes:
    lines = _component("VCALENDAR", ["VERSION:2.0", f"PRODID:{PRODUCT}", *head, *body])
    return b"".join(_folded(line) for line in lines)


def _folded(line: str) -> bytes:
    """A line of at most 75 octets before each CRLF, cut between characters (RFC 5545 3.1)."""
    rest = line.encode()
    pieces, room = [], 75
    while len(rest) > room:
        cut = _cut(rest, room)
        pieces.append(rest[:cut])
        rest, room = rest[cut:], 74
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"


def _cut(line: bytes, room: int) -> int:
    cut = room
    while line[cut] & 0xC0 == 0x80:
        cut -= 1
    backslashes = cut - len(line[:cut].rstrip(b"\\"))
    # Some readers unescape before they unfold, so an escape is not parted.
    return cut - backslashes % 2
