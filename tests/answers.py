"""Answers as calendar programs send them, about the meetings of the invented school. Need an app context."""

from __future__ import annotations

import base64
import quopri
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from builders import NOW, PARTNER, member, moving_times
from parsers import read_mail

from coachsched.models import db
from coachsched.services import moving, reading, reply_addresses
from coachsched.services.reading import Taken
from coachsched.store.meetings import Booking, Meeting

MAILBOX = "coachsched@school.test"
NUMBERS = count(1)
REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "imip"

BERLIN = """\
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def own_address(who: str = PARTNER) -> str:
    """The address that only this person was given to answer to."""
    return reply_addresses.of_person(member(who).person_id)


def calendar(meeting: Meeting, method: str = "REPLY", *lines: str, zone: str = "", **changes: object) -> str:
    """A calendar object about a meeting; ``lines`` are further properties, ``changes`` replace usual ones."""
    given = {
        "UID": meeting.uid,
        "DTSTAMP": f"{NOW + timedelta(minutes=1):%Y%m%dT%H%M%SZ}",
        "SEQUENCE": meeting.sequence,
        **changes,
    }
    own = [f"{name}:{value}" for name, value in given.items() if value is not None]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Calendar//EN", f"METHOD:{method}"]
    zones = [BERLIN.format(name=zone).strip()] if zone else []
    body = [*head, *zones, "BEGIN:VEVENT", *own, *lines, "END:VEVENT", "END:VCALENDAR"]
    return "\r\n".join("\n".join(body).split("\n")) + "\r\n"


def attendee(who: str = PARTNER, partstat: str = "ACCEPTED") -> str:
    return f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat}:mailto:{who}"


def utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def proposed(start: datetime, minutes: int = 30) -> list[str]:
    """DTSTART and DTEND of a COUNTER, in UTC."""
    return [f"DTSTART:{utc(start)}", f"DTEND:{utc(start + timedelta(minutes=minutes))}"]


def proposed_in(zone: str, start: datetime, minutes: int = 30) -> list[str]:
    """The same as Exchange writes it: the wall time of Berlin, under a zone's name."""
    wall = start.astimezone(ZoneInfo("Europe/Berlin"))
    ends = wall + timedelta(minutes=minutes)
    return [f"DTSTART;TZID={zone}:{wall:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{ends:%Y%m%dT%H%M%S}"]


def letter(
    body: str, sender: str = PARTNER, to: str | None = None, message_id: str = "", **headers: str
) -> bytes:
    """A mail around a calendar, as most programs write it: words, then the calendar."""
    lines = {
        "Message-ID": message_id or f"<answer-{next(NUMBERS)}@mail.test>",
        "From": f"Somebody <{sender}>",
        "To": to if to is not None else own_address(PARTNER),
        "Date": "Wed, 13 Jan 2027 08:01:00 +0100",
        "Subject": "Answer",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_b"',
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    method = next((line[7:] for line in body.splitlines() if line.startswith("METHOD:")), "")
    parts = [
        "Content-Type: text/plain; charset=utf-8\r\n\r\nAn answer.\r\n",
        f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(body.encode()).decode()}",
    ]
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    text += "".join(f"--=_b\r\n{part}\r\n" for part in parts) + "--=_b--\r\n"
    return text.encode()


def wrapped(calendar_bytes: bytes, sender: str, to: str, kind: str = "text/calendar; charset=utf-8") -> bytes:
    """A mail that is nothing but a calendar, quoted-printable, no method in its header: Apple's server."""
    head = (
        f"Message-ID: <wrapped-{next(NUMBERS)}@mail.test>\r\nFrom: {sender}\r\nTo: {to}\r\n"
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + quopri.encodestring(calendar_bytes)


def answer(meeting: Meeting, partstat: str, who: str = PARTNER, **other: str) -> Taken:
    """Somebody answers from their calendar, to the address that is theirs."""
    found = calendar(meeting, "REPLY", attendee(who, partstat), **other)
    return take(letter(found, who, own_address(who)))


def counter(meeting: Meeting, start: datetime, who: str = PARTNER, minutes: int = 30) -> Taken:
    """Somebody proposes another time from their calendar."""
    found = calendar(meeting, "COUNTER", attendee(who, "TENTATIVE"), *proposed(start, minutes))
    return take(letter(found, who, own_address(who)))


def take(raw: bytes) -> Taken:
    taken = reading.take_in(raw)
    db.session.rollback()
    return taken


def booking(meeting: Meeting, who: str = PARTNER) -> Booking:
    """Somebody's place in a meeting, as the database has it now."""
    db.session.rollback()
    found = db.session.get_one(Meeting, meeting.id)
    return next(row for row in found.bookings if row.person.email == who)


def report(failed: str) -> bytes:
    """A delivery report about an address, without the letter that came back."""
    return (
        f"From: MAILER-DAEMON@mx.test\r\nTo: {MAILBOX}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_r"\r\n\r\n'
        "--=_r\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--=_r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        "--=_r--\r\n"
    ).encode()


def at(period: str, on: date, meeting: Meeting) -> datetime:
    """The start of a slot that a visit could move to, in UTC."""
    found = moving_times(db.session.get_one(Meeting, meeting.id))
    slot = next(one for one in found.slots if (one.visit.date, one.visit.period) == (on, period))
    return moving.instants(slot.visit, found.time)[0]


def body_of(message: bytes) -> str:
    """The words of a letter of ours, on one line."""
    text = read_mail(message).get_body(("plain",))
    assert text is not None
    return " ".join(text.get_content().split())
