"""Answers in the forms of programs we hold no real message of, built after what is known of them."""

from __future__ import annotations

import pytest
from answers import MAILBOX, at, booking, calendar, letter, own_address, proposed, proposed_in, take
from builders import COACH, FRI, MON, PARTNER, book

from coachsched.models import Meeting, Suggestion, db

pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def meeting() -> Meeting:
    return book((FRI, "3"))["visit"]


ORGANIZER = f"ORGANIZER;CN=Linden School:mailto:{MAILBOX}"
QUOTED = PARTNER.replace("@", "%40")
PROGRAMS = {
    "Gmail": (
        "CALSCALE:GREGORIAN",
        f"ORGANIZER;CN=Linden:mailto:{MAILBOX}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={PARTNER};X-NUM-GUESTS=0:mailto:{PARTNER}",
        "TRANSP:OPAQUE",
    ),
    "Outlook on the web": (
        f'ATTENDEE;PARTSTAT=ACCEPTED;CN="Meyer, Paul (Maths)":MAILTO:{PARTNER}',
        "COMMENT;LANGUAGE=en-US:\\n",
        "DTSTART;TZID=W. Europe Standard Time:20270115T095500",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
    ),
    "Yahoo": (
        ORGANIZER,
        f"ATTENDEE;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;CN=Paul:mailto:{PARTNER}",
        "CLASS:PUBLIC",
    ),
    "Fastmail": (
        ORGANIZER,
        f"ATTENDEE;X-JMAP-ID=1;CN=Paul;EMAIL={PARTNER};CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED:mailto:{PARTNER}",
        f"ATTENDEE;CN=Clara;PARTSTAT=NEEDS-ACTION:mailto:{COACH}",
    ),
    "Zimbra": (
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Paul:mailto:{PARTNER.upper()}",
        ORGANIZER,
        "REQUEST-STATUS:2.0;Success",
    ),
    "SOGo": (
        "CREATED:20270113T070000Z",
        ORGANIZER,
        f'ATTENDEE;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;SENT-BY="mailto:office@school.test":mailto:{PARTNER}',
    ),
    "an address quoted as a URI": (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{QUOTED}",),
    "no mailto at all": (f"ATTENDEE;PARTSTAT=ACCEPTED:{PARTNER}",),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_yes_of_every_program_counts(meeting: Meeting, program: str):
    taken = take(letter(calendar(meeting, "REPLY", *PROGRAMS[program])))
    assert (taken.state, booking(meeting).partstat) == ("taken", "ACCEPTED")


COUNTERS = {
    "Outlook": (
        "W. Europe Standard Time",
        ["X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20270115T095500"],
    ),
    "Outlook, quoted": ('"W. Europe Standard Time"', []),
    "Thunderbird": ("Europe/Berlin", ["PRIORITY:0"]),
    "Evolution": ("/freeassociation.sourceforge.net/Europe/Berlin", []),
}


@pytest.mark.parametrize("program", COUNTERS)
def test_a_proposed_time_of_every_program_is_understood(meeting: Meeting, program: str):
    zone, more = COUNTERS[program]
    start = at("4", MON, meeting)
    # Some leave the attendee out; who proposes is who wrote.
    take(letter(calendar(meeting, "COUNTER", *proposed_in(zone, start), *more, zone=zone.strip('"'))))
    found = db.session.scalar(db.select(Suggestion))
    assert found is not None
    assert found.start_at == start


def test_google_proposes_with_a_reply_beside_it(meeting: Meeting):
    start = at("4", MON, meeting)
    line = f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{PARTNER}"
    take(letter(calendar(meeting, "COUNTER", line, *proposed(start)), Auto_Submitted="auto-generated"))
    take(letter(calendar(meeting, "REPLY", line), Auto_Submitted="auto-generated"))
    assert booking(meeting).partstat == "TENTATIVE"
    found = db.session.scalar(db.select(Suggestion))
    assert found is not None
    assert not found.refused


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20270118T104500", "DTEND:20270118T111500"],
        [
            "DTSTART;TZID=Customized Time Zone:20270118T104500",
            "DTEND;TZID=Customized Time Zone:20270118T111500",
        ],
        ["DTSTART;VALUE=DATE:20270118", "DTEND;VALUE=DATE:20270119"],
    ],
)
def test_a_time_that_would_have_to_be_guessed_is_kept_aside(meeting: Meeting, lines: list[str]):
    taken = take(letter(calendar(meeting, "COUNTER", *lines)))
    assert taken.state == "aside"
    assert taken.reason.startswith(("The time it proposes", "It proposes a whole day"))
    assert db.session.scalar(db.select(Suggestion)) is None


@pytest.mark.parametrize("where", ["Delivered_To", "X_Original_To", "Cc", "Envelope_To"])
def test_the_own_address_counts_wherever_a_server_writes_it(meeting: Meeting, where: str):
    line = f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{PARTNER}"
    taken = take(letter(calendar(meeting, "REPLY", line), to=MAILBOX, **{where: own_address().upper()}))
    assert taken.state == "taken"
