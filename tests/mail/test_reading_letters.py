"""Letters of anybody's taken apart: calendars wherever they are, senders, bounces, and what is no answer."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachsched.core.itip import Said
from coachsched.mail.reading import letters
from coachsched.mail.reading.letters import Letter, read_letter

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{method}BEGIN:VEVENT\r\nUID:one@x\r\nSEQUENCE:3\r\n"
    "DTSTAMP:20270113T080000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:paul@school.test\r\n{more}"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
REPLY = CALENDAR.format(method="METHOD:REPLY\r\n", more="")
HEAD = "Message-ID: <1@x.test>\r\nFrom: Paul <paul@school.test>\r\nTo: coachsched@school.test\r\n"


def counter(*lines: str) -> str:
    return CALENDAR.format(method="METHOD:COUNTER\r\n", more="".join(f"{line}\r\n" for line in lines))


def read(calendar: str, head: str = "Content-Type: text/calendar; charset=utf-8") -> Letter:
    return read_letter(f"{HEAD}{head}\r\n\r\n{calendar}".encode())


def nested(*parts: str) -> str:
    """Parts inside two multiparts."""
    inner = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    mixed = 'Content-Type: multipart/alternative; boundary="b"\r\n\r\n' + inner
    return f"--a\r\n{mixed}\r\n--a--\r\n"


def part(kind: str, text: str, encoding: str = "8bit") -> str:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{text}"


MIXED = 'Content-Type: multipart/mixed; boundary="a"'
BASE64 = base64.encodebytes(REPLY.encode()).decode()


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (REPLY, "Content-Type: text/calendar"),
        (REPLY, "Content-Type: text/calendar; method=REPLY; component=VEVENT"),
        (REPLY.replace("METHOD:REPLY\r\n", ""), "Content-Type: text/calendar; method=reply"),
        (REPLY.replace("\r\n", "\n"), "Content-Type: application/ics; name=reply.ics"),
        (REPLY, 'Content-Type: application/octet-stream; name="reply.ICS"'),
        (nested(part("text/plain", "Yes"), part("text/calendar; method=REPLY", REPLY)), MIXED),
        (nested(part("text/calendar", BASE64, "base64")), MIXED),
        (nested(part("text/calendar", REPLY.replace("=", "=3D"), "quoted-printable")), MIXED),
        (nested(part("text/calendar; method=REPLY", REPLY), part("application/ics", REPLY)), MIXED),
        (nested(part("text/calendar", REPLY.replace("one@x", "o\r\n ne@x"))), MIXED),
        ("\ufeff" + REPLY, "Content-Type: text/calendar"),
        (REPLY, "Content-Type: text/plain; name=reply.ics"),
        (REPLY, 'Content-Type: application/octet-stream; name="=?utf-8?b?cmVwbHkuaWNz?="'),
        (nested(part("text/calendar", BASE64, " BASE64 ")), MIXED),
        (nested(part("text/calendar", BASE64, "base64 (of 76)")), MIXED),
        (
            REPLY.replace("mailto:paul@school.test", "mailto: <paul@school.test>"),
            "Content-Type: text/calendar",
        ),
        (REPLY.replace("school.test", "school.test?subject=Yes"), "Content-Type: text/calendar"),
        (
            REPLY.replace(":mailto:paul@school.test", ';EMAIL="paul@school.test":urn:uuid:1-2'),
            "Content-Type: text/calendar",
        ),
    ],
)
def test_a_calendar_is_found_wherever_it_is(body: str, head: str):
    letter = read(body, head)
    assert letter.aside == ""
    (answer,) = letter.answers
    assert (answer.method, answer.uid, answer.sequence) == ("REPLY", "one@x", 3)
    assert answer.attendees == (Said("paul@school.test", "ACCEPTED"),)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("told", ["; charset=utf-16", "; charset=utf-8", ""])
def test_a_calendar_of_two_octets_a_character_is_read(charset: str, told: str):
    body = base64.encodebytes(REPLY.encode(charset)).decode()
    letter = read(body, f"Content-Type: text/calendar{told}\r\nContent-Transfer-Encoding: base64")
    assert [answer.uid for answer in letter.answers] == ["one@x"]


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("paul@school.test", "paul@school.test"),
        ("<Paul@School.test>", "paul@school.test"),
        ('"Meyer, Paul" <paul@school.test>', "paul@school.test"),
        ("=?utf-8?q?Paul_M=C3=BCller?= <paul@school.test>", "paul@school.test"),
        ('"Paul" Meyer <paul@school.test>', "paul@school.test"),
        ("paul@school.test (Paul Meyer)", "paul@school.test"),
        ("Paul Meyer (Maths) <paul@school.test>", "paul@school.test"),
        ("paul@school.test <x@elsewhere.test>", "x@elsewhere.test"),
        ('"paul@school.test" <x@elsewhere.test>', "x@elsewhere.test"),
        ("paul@school.test, x@elsewhere.test", ""),
        ("<paul@school.test> <x@elsewhere.test>", ""),
        ("<paul@school.test>, <x@elsewhere.test>", ""),
        ("staff: paul@school.test;", ""),
        ("paul@school.test)x@elsewhere.test", ""),
        ("", ""),
    ],
)
def test_a_sender_is_one_plain_address_or_none(value: str, sender: str):
    raw = f"From: {value}\r\nContent-Type: text/calendar\r\n\r\n{REPLY}".encode()
    assert read_letter(raw).sender == sender


def test_two_froms_are_none():
    assert read(REPLY, "From: x@elsewhere.test\r\nContent-Type: text/calendar").aside == letters.NO_SENDER


WINTER = datetime(2027, 1, 18, 9, 45, tzinfo=UTC)
UNKNOWN = "The time it proposes is in a time zone that is not known."
NO_SUCH_TIME = "The time it proposes does not exist."


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (":20270118T094500Z", WINTER),
        (";TZID=Europe/Berlin:20270118T104500", WINTER),
        (';TZID="W. Europe Standard Time":20270118T104500', WINTER),
        (";TZID=Eastern Standard Time:20270618T094500", datetime(2027, 6, 18, 13, 45, tzinfo=UTC)),
        (";TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270118T104500", WINTER),
        (";TZID=tzone://Microsoft/Utc:20270118T094500", WINTER),
        (';TZID="tzone://Microsoft/Utc":20270118T094500', WINTER),
    ],
)
def test_the_proposed_time_is_an_instant(text: str, start: datetime):
    (answer,) = read(counter(f"DTSTART{text}", f"DTEND{text}")).answers
    assert (answer.start, answer.fault) == (start, "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (":20270118T104500", "The time it proposes names no time zone."),
        (";TZID=Europe:20270118T104500", UNKNOWN),
        (";TZID=../../etc/passwd:20270118T104500", UNKNOWN),
        (";TZID=Customized Time Zone:20270118T104500", UNKNOWN),
        (";TZID=Europe/Berlin:20270328T023000", NO_SUCH_TIME),
        (";VALUE=DATE:20270118", "It proposes a whole day."),
        (":99990118T104500Z", NO_SUCH_TIME),
        (":20271318T104500Z", NO_SUCH_TIME),
        (":soon", NO_SUCH_TIME),
        ("X:20270118T094500Z", "It proposes no time."),
    ],
)
def test_a_time_that_cannot_be_told_has_a_reason(text: str, fault: str):
    (answer,) = read(counter(f"DTSTART{text}", f"DTEND{text}")).answers
    assert (answer.start, answer.fault) == (None, fault)


def test_the_zone_of_its_own_that_says_where_it_is_counts():
    zone = "BEGIN:VTIMEZONE\r\nTZID:Home\r\nX-LIC-LOCATION:Europe/Berlin\r\nEND:VTIMEZONE\r\n"
    text = counter("DTSTART;TZID=Home:20270118T104500", "DTEND;TZID=Home:20270118T111500")
    (answer,) = read(text.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT")).answers
    assert answer.start == datetime(2027, 1, 18, 9, 45, tzinfo=UTC)


def test_generated_by_a_service_a_persons_answer_is_one():
    """Google's calendar writes the answer that somebody chose, and says that it did."""
    head = "Auto-Submitted: auto-generated\r\nContent-Type: text/calendar; method=REPLY"
    assert read(REPLY, head).answers
    assert (
        read("Hello", "Auto-Submitted: auto-generated\r\nContent-Type: text/plain").aside == letters.AUTOMATIC
    )


@pytest.mark.parametrize(
    "text",
    [
        REPLY.replace("UID:one@x", "UID:one@x\r\nUID:two@x"),
        REPLY.replace("SEQUENCE:3", "SEQUENCE:three"),
        REPLY.replace("END:VCALENDAR", ""),
        REPLY.replace("BEGIN:VEVENT", "BEGIN:VJOURNAL").replace("END:VEVENT", "END:VJOURNAL"),
        "BEGIN:VCALENDAR\r\n" * 50 + REPLY,
        REPLY.replace("SEQUENCE:3", "X-LONG:x\r\n" * 6000),
        REPLY.replace("SEQUENCE:3", "X-LONG:" + "x" * 300_000),
        "",
    ],
)  # fmt: skip
def test_what_cannot_be_read_has_a_reason(text: str):
    letter = read(text)
    assert (letter.answers, letter.sender) == ((), "paul@school.test")
    assert letter.aside


def test_too_large_and_too_deep_is_kept_aside():
    deep = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(3000))
    many = MIXED + "\r\n\r\n" + "--a\r\n\r\n\r\n" * 100_000
    bomb = counter("DTSTART:20270118T094500Z", "RRULE:FREQ=SECONDLY", "RDATE:" + "20270118T094500Z," * 5000)
    assert read_letter((HEAD + deep).encode()).aside
    assert read_letter((HEAD + many).encode()).aside
    assert read_letter((HEAD + "\r\n" + "x" * letters.LARGEST).encode()).aside == letters.TOO_LARGE
    assert read(bomb).answers


def test_the_key_is_the_message_id_else_all_of_it():
    keys = [letters.key_of(raw) for raw in (
        b"Message-ID: <a@x>\r\n\r\none", b"Received: x\r\nmessage-id:\r\n <a@x>\r\n\r\ntwo",
        b"Subject: x\r\n\r\nMessage-ID: <a@x>", b"Subject: x\r\n\r\nMessage-ID: <a@x>\r\n",
    )]  # fmt: skip
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_have_a_reason(head: bytes, body: bytes):
    for raw in (head + b"\r\n\r\n" + body, HEAD.encode() + head + b"\r\n\r\n" + body, _as_calendar(body)):
        letter = read_letter(raw)
        assert letter.aside or letter.answers or letter.bounce


def _as_calendar(body: bytes) -> bytes:
    start, end = REPLY.encode().split(b"SEQUENCE:3\r\n")
    return HEAD.encode() + b"Content-Type: text/calendar\r\n\r\n" + start + body + b"\r\n" + end
