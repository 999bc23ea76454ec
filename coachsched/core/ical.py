r"""What goes into people's own calendars: invitations, cancellations and feeds (RFC 5545, 5546, 7986).

Lines are written here rather than by icalendar 7.3, which turns a typed ``\N`` into a line break and takes
ten times as long; it reads what comes from elsewhere. Times are UTC instants, so no object needs a
VTIMEZONE. There is no clock: the same values always give the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import icalendar

from coachsched.core.errors import InputError, Problem
from coachsched.core.ical_lines import (
    PRODUCT,
    before,
    calendar,
    clean_text,
    component,
    folded,
    mailto,
    name,
    one_line,
    text,
    uri,
    utc,
)
from coachsched.core.phrases import phrase

__all__ = [
    "PRODUCT", "Attendee", "FeedDay", "FeedEvent", "Invitation", "cancel", "clean_text", "day_feed",
    "decline_counter", "facts", "feed", "one_line", "request",
]  # fmt: skip

COUNTING = ("UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "LOCATION")
# Outlook and Thunderbird then offer no other time (MS-OXCICAL 2.1.3.1.1.20.38).
NO_COUNTER = "X-MICROSOFT-DISALLOW-COUNTER:TRUE"
TIMES = frozenset({"DTSTART", "DTEND"})
REFRESH = "PT1H"
PARTSTATS = frozenset({"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"})
# About ten megabytes: when one meeting of a feed changes, the others are there already.
EVENTS_KEPT = 16_384


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
    """One meeting as it is mailed; stamp is when this message was made, all times aware.

    To one that ``stays`` no other time can be proposed; a ``tentative`` one is held and not certain yet.
    """

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
    stays: bool = False
    tentative: bool = False


@dataclass(frozen=True)
class FeedEvent:
    """One meeting in a person's feed; changed is when it was last revised, all times aware.

    A ``tentative`` one takes its time already, but is not certain yet (RFC 5545 3.8.1.11); one that is not
    ``busy`` takes nobody's (3.8.2.7).
    """

    uid: str
    sequence: int
    changed: datetime
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    cancelled: bool = False
    tentative: bool = False
    busy: bool = True
    alarm_minutes: int | None = None


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
        f"STATUS:{'TENTATIVE' if invitation.tentative else 'CONFIRMED'}",
        *([NO_COUNTER] if invitation.stays else []),
        *_alarm(invitation.summary, invitation.alarm_minutes),
    ]
    return calendar(["METHOD:REQUEST"], folded(component("VEVENT", lines)))


def cancel(invitation: Invitation, only: tuple[Attendee, ...] | None = None) -> bytes:
    """A METHOD:CANCEL of the whole meeting, or for ``only`` those who are no longer in it (RFC 5546 3.2.5).

    The invitation already carries the raised sequence. ValueError as for a request.
    """
    people = invitation.attendees if only is None else only
    status = ["STATUS:CANCELLED"] if only is None else []
    lines = [*_scheduled(invitation, "TRANSPARENT", [_attendee(person) for person in people]), *status]
    return calendar(["METHOD:CANCEL"], folded(component("VEVENT", lines)))


def decline_counter(invitation: Invitation, proposer: Attendee) -> bytes:
    """A METHOD:DECLINECOUNTER to who proposed another time: the meeting stands as it was (RFC 5546 3.2.8).

    The sequence is the meeting's own, which this does not raise; the stamp is later than any before.
    """
    lines = _scheduled(invitation, "OPAQUE", [_attendee(proposer)])
    return calendar(["METHOD:DECLINECOUNTER"], folded(component("VEVENT", lines)))


def feed(title: str, url: str, events: Sequence[FeedEvent]) -> bytes:
    """A person's meetings, by start and then UID; ValueError as for a request."""
    ordered = sorted(events, key=lambda event: (event.start, event.uid))
    return _feed(
        title, url, (_feed_event(event, _titled(event), str(event.description)) for event in ordered)
    )


def day_feed(title: str, url: str, days: Sequence[FeedDay]) -> bytes:
    """The school's cycle days and closures as all-day entries, by date and then UID."""
    ordered = sorted(days, key=lambda day: (day.on, day.uid))
    return _feed(title, url, map(_feed_day, ordered))


def facts(message: str) -> list[tuple[str, str]]:
    """What a calendar program reads in a message: its method, then name and value of what counts.

    InputError for what is no calendar: icalendar raises many kinds of errors on such input.
    """
    try:
        read = icalendar.Calendar.from_ical(message)
        event = read.walk("VEVENT")[0]
        found = [(key, event.get(key)) for key in COUNTING if event.get(key) is not None]
        values = [(key, value.to_ical().decode() if key in TIMES else str(value)) for key, value in found]
        return [("METHOD", str(read["METHOD"])), *values]
    except Exception as error:
        raise InputError(Problem("calendar", phrase("it cannot be read."))) from error


def _feed(title: str, url: str, events: Iterable[str]) -> bytes:
    shown = text(one_line(title))
    head = [
        f"NAME:{shown}",
        f"X-WR-CALNAME:{shown}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{uri(url)}",
    ]
    return calendar(head, "".join(events) or folded(_nothing_yet(url)))


def _nothing_yet(url: str) -> list[str]:
    """A VCALENDAR holds at least one component (RFC 5545 3.4); an empty VFREEBUSY is one that nobody sees."""
    return component("VFREEBUSY", [f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, url)}", "DTSTAMP:19700101T000000Z"])


def _titled(event: FeedEvent) -> str:
    title = phrase("Cancelled: %(title)s", title=event.summary) if event.cancelled else event.summary
    return str(title)


@lru_cache(EVENTS_KEPT)
def _feed_event(event: FeedEvent, summary: str, description: str) -> str:
    """An event in the language its words are given in, by which it is kept."""
    status = "CANCELLED" if event.cancelled else "TENTATIVE" if event.tentative else "CONFIRMED"
    certain = not event.cancelled and not event.tentative
    lines = [
        *_identity(event.uid, event.changed),
        f"LAST-MODIFIED:{utc(event.changed)}",
        f"SEQUENCE:{event.sequence}",
        *_times(event.start, event.end),
        *_words(summary, description, event.location),
        f"STATUS:{status}",
        f"TRANSP:{'OPAQUE' if event.busy and not event.cancelled else 'TRANSPARENT'}",
        *_alarm(summary, event.alarm_minutes if certain else None),
    ]
    return folded(component("VEVENT", lines))


def _feed_day(day: FeedDay) -> str:
    lines = [
        *_identity(day.uid, day.changed),
        f"LAST-MODIFIED:{utc(day.changed)}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        *_words(day.summary),
        "TRANSP:TRANSPARENT",
    ]
    return folded(component("VEVENT", lines))


def _scheduled(invitation: Invitation, transparency: str, attendees: list[str]) -> list[str]:
    if not attendees:
        raise ValueError("a scheduling message needs an attendee")
    return [
        *_identity(invitation.uid, invitation.stamp),
        f"SEQUENCE:{invitation.sequence}",
        *_times(invitation.start, invitation.end),
        *_words(invitation.summary, invitation.description, invitation.location),
        f"ORGANIZER;CN={_who(invitation.organizer)}",
        *attendees,
        f"TRANSP:{transparency}",
    ]


def _attendee(person: Attendee, rsvp: str = "FALSE") -> str:
    parameters = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={person.partstat};RSVP={rsvp}"
    return f"ATTENDEE;{parameters};CN={_who(person)}"


def _alarm(summary: str, minutes: int | None) -> list[str]:
    if minutes is None:
        return []
    trigger = f"TRIGGER:{before(minutes)}"
    return component("VALARM", ["ACTION:DISPLAY", trigger, f"DESCRIPTION:{text(one_line(summary))}"])


def _identity(uid: str, stamp: datetime) -> list[str]:
    return [f"UID:{text(one_line(uid))}", f"DTSTAMP:{utc(stamp)}"]


def _times(start: datetime, end: datetime) -> list[str]:
    if end <= start:
        raise ValueError("a meeting ends after it starts")
    return [f"DTSTART:{utc(start)}", f"DTEND:{utc(end)}"]


def _words(summary: str, description: str = "", location: str = "") -> list[str]:
    described = text(clean_text(description))
    located = text(one_line(location))
    return [
        f"SUMMARY:{text(one_line(summary))}",
        *([f"DESCRIPTION:{described}"] if described else []),
        *([f"LOCATION:{located}"] if located else []),
    ]


def _who(person: Attendee) -> str:
    """The value of CN, and after it the address."""
    return f"{name(person.name, person.email)}:{mailto(person.email)}"
