"""Mail that must change nothing: forged, misdirected, automatic, or broken. Kept aside, never answered."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from answers import MAILBOX, attendee, booking, calendar, letter, own_address, proposed, report, take
from builders import COACH, FRI, PARTNER, THIRD, book, dump, member, outbox
from flask import Flask

from coachsched.models import EmailAlias, InboxMessage, Meeting, Question, db
from coachsched.services import hearing, links, questions, reading

pytestmark = pytest.mark.usefixtures("in_app")
OUR_SERVER = "mx.school.test"
STRANGER = "stranger@elsewhere.test"
GENUINE = f"{OUR_SERVER}; dmarc=pass header.from=school.test"
# Kept about a message that changes nothing: that it came, and what its person may be asked.
KEPT = {"inbox", "question"}


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    """Booked where the school's own server says who is genuine."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], authserv_id=OUR_SERVER)
    return book((FRI, "3"))["visit"]


def changed(before: dict[str, Any]) -> set[str]:
    db.session.rollback()
    return {table for table, rows in dump().items() if rows != before[table]} - KEPT


def no(meeting: Meeting, who: str = PARTNER, **other: Any) -> str:
    return calendar(meeting, "REPLY", attendee(who, "DECLINED"), **other)


def forged(meeting: Meeting) -> dict[str, bytes]:
    """The spoofing table: name, and the message."""
    counter = calendar(meeting, "COUNTER", attendee(), *proposed(meeting.start_at.replace(hour=9, minute=45)))
    vacation = {"Auto_Submitted": "auto-replied"}
    return {
        "from another address": letter(no(meeting), STRANGER, to=own_address()),
        "from the partner of the pair": letter(no(meeting), COACH, to=own_address(COACH)),
        "to the address of another": letter(no(meeting), to=own_address(COACH)),
        "to the plain mailbox": letter(no(meeting), to=MAILBOX),
        "to a made up address": letter(no(meeting), to="coachsched+rabcdefghijklmnopqrstuvwx@school.test"),
        "with a guessed UID": letter(no(meeting, UID="guessed@coachsched")),
        "about no meeting": letter(no(meeting, UID=None)),
        "a forged verdict of another server": judged(
            meeting, GENUINE.replace(OUR_SERVER, "mx.elsewhere.test")
        ),
        "our server says no, a forged one below says yes": judged(
            meeting, f"{OUR_SERVER}; dmarc=fail header.from=school.test", GENUINE
        ),
        "a verdict about another domain": judged(
            meeting, f"{OUR_SERVER}; dmarc=pass header.from=elsewhere.test"
        ),
        "SPF alone": judged(meeting, f"{OUR_SERVER}; spf=pass smtp.mailfrom=school.test"),
        "two senders": letter(no(meeting), f"{PARTNER}>, <{STRANGER}"),
        "the sender's address as a name": letter(
            no(meeting), f"x> ({PARTNER}) <{STRANGER}", to=own_address()
        ),
        "a time proposed by a stranger": letter(counter, STRANGER, to=own_address()),
        "CANCEL": letter(calendar(meeting, "CANCEL", attendee(), "STATUS:CANCELLED")),
        "REQUEST": letter(calendar(meeting, "REQUEST", attendee(), *proposed(meeting.start_at))),
        "PUBLISH": letter(calendar(meeting, "PUBLISH", *proposed(meeting.start_at))),
        "DECLINECOUNTER": letter(calendar(meeting, "DECLINECOUNTER", attendee())),
        "two methods": letter(no(meeting)).replace(b"method=REPLY", b"method=COUNTER"),
        "no word": letter(calendar(meeting, "REPLY", attendee(PARTNER, "NEEDS-ACTION"))),
        "out of office": letter(no(meeting), **vacation),
        "an automatic note": letter("I am away.", **vacation),
        "X-Autoreply": letter(no(meeting), X_Autoreply="yes"),
        "nobody to answer to": letter(no(meeting), Return_Path="<>"),
        "a mailing list": letter(no(meeting), List_Id="<staff.school.test>"),
        "bulk": letter(no(meeting), Precedence="bulk"),
        "our own": letter(no(meeting), MAILBOX),
        "our own, with a token": letter(no(meeting), own_address()),
        "forwarded": _forwarded(letter(no(meeting))),
        "no calendar": letter("no calendar"),
        "a report of a failure elsewhere": report("nobody@elsewhere.test"),
        "nothing": b"",
    }  # fmt: skip


def judged(meeting: Meeting, *verdicts: str) -> bytes:
    """A no to the plain mailbox, with these verdicts on top, the first one topmost."""
    return letter(
        no(meeting), to=MAILBOX, Authentication_Results="\r\nAuthentication-Results: ".join(verdicts)
    )


def _forwarded(inner: bytes) -> bytes:
    head = f"From: <{STRANGER}>\r\nTo: {own_address()}\r\nMessage-ID: <fwd@x.test>\r\n"
    return head.encode() + b"Content-Type: message/rfc822\r\n\r\n" + inner


def test_nothing_forged_changes_anything_or_is_answered(meeting: Meeting):
    for name, raw in forged(meeting).items():
        before = dump()
        taken = take(raw)
        assert (taken.state, bool(taken.reason)) == ("aside", True), name
        assert changed(before) == set(), name
    assert {row.state for row in db.session.scalars(db.select(InboxMessage))} == {"aside"}


def test_the_table_would_count_if_it_were_genuine(meeting: Meeting):
    """The control: the same no, from its sender, vouched for by our server, counts."""
    taken = take(letter(no(meeting), to=MAILBOX, Authentication_Results=GENUINE))
    assert taken.state == "taken"
    assert booking(meeting).partstat == "DECLINED"


def test_reasons_do_not_say_what_anybody_answered(meeting: Meeting):
    for raw in forged(meeting).values():
        assert not re.search(r"declin|accept|Paul|Clara", take(raw).reason, re.IGNORECASE)


@pytest.mark.slow
def test_a_thousand_mutations_change_nothing_and_break_nothing(meeting: Meeting):
    rng = Random(20270113)
    seeds = [raw for name, raw in forged(meeting).items() if name != "nothing"]
    before = dump()
    taken = [take(mutated(anew(rng.choice(seeds), number), rng)) for number in range(1000)]
    assert changed(before) == set()
    assert {one.state for one in taken} <= {"aside", "known"}
    assert sum(one.state == "aside" for one in taken) > 950
    assert reading.NO_EFFECT not in {one.reason for one in taken}


def test_broken_pieces_of_genuine_answers_surprise_nobody(meeting: Meeting):
    rng = Random(7)
    counter = calendar(meeting, "COUNTER", attendee(), *proposed(meeting.start_at.replace(hour=9, minute=45)))
    seeds = [letter(no(meeting)), letter(counter), report(PARTNER)]
    for number in range(300):
        raw = mutated(anew(rng.choice(seeds), number), rng)
        assert take(raw).reason != reading.NO_EFFECT, raw


def anew(raw: bytes, number: int) -> bytes:
    """The message as if it had not come before."""
    return raw.replace(b"Message-ID: <", b"Message-ID: <%d-" % number)


def mutated(raw: bytes, rng: Random) -> bytes:
    """A message with some of its bytes, lines or pieces changed, lost, doubled or put elsewhere."""
    data = bytearray(raw)
    for _ in range(rng.randint(1, 8)):
        first, last = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        piece = data[first : min(last, first + 60)]
        act = rng.randrange(5)
        if act == 0:
            data[first : first + len(piece)] = b""
        elif act == 1:
            data[last:last] = piece
        elif act == 2 and data:
            data[rng.randrange(len(data))] = rng.randrange(256)
        elif act == 3:
            data[first:first] = rng.choice(SPICE)
        else:
            data[first : first + len(piece)] = bytes(reversed(piece))
    return bytes(data)


SPICE = (
    b"\r\n\r\n", b"\x00", b"\xff\xfe", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b'"', b";", b":",
    b"=?utf-8?q?=00?=", b"DTSTART;TZID=Europe:20270118T100000\r\n", b"RRULE:FREQ=SECONDLY\r\n",
    b"Content-Type: message/rfc822\r\n", b"From: partner@school.test\r\n", b"--=_b\r\n", b"--=_b--\r\n",
    b"SEQUENCE:99999999999999999999\r\n",
)  # fmt: skip


def test_what_breaks_our_own_code_is_kept_aside_too(meeting: Meeting, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(hearing, "hear", fails)
    assert take(letter(no(meeting))) == reading.Taken("aside", reading.NO_EFFECT)


def test_was_this_you_is_shown_and_mails_nobody_where_our_server_can_tell(meeting: Meeting):
    before = len(outbox())
    take(letter(no(meeting), to=MAILBOX))
    question = db.session.scalar(db.select(Question))
    assert question is not None
    assert (question.partstat, question.person.email, question.mailed_at) == ("DECLINED", PARTNER, None)
    assert len(outbox()) == before


def test_where_nobody_can_tell_the_person_is_asked_by_mail_once(in_app: Flask):
    visit = book((FRI, "3"))["visit"]
    before = len(outbox())
    for partstat in ("DECLINED", "ACCEPTED", "TENTATIVE"):
        take(letter(calendar(visit, "REPLY", attendee(PARTNER, partstat)), to=MAILBOX))
    assert [one.recipient for one in outbox()[before:]] == [PARTNER]
    assert booking(visit).partstat == "NEEDS-ACTION"


def test_who_said_yes_is_asked_about_their_next_answer_too(in_app: Flask):
    visit = book((FRI, "3"))["visit"]
    before = len(outbox())
    take(letter(calendar(visit, "REPLY", attendee()), to=MAILBOX))
    questions.confirm(links.path_to_question(db.session.scalar(db.select(Question))).rpartition("/")[2])
    take(letter(no(visit, DTSTAMP="20270113T070500Z"), to=MAILBOX))
    take(letter(no(visit, DTSTAMP="20270113T070600Z"), to=MAILBOX))
    assert [one.recipient for one in outbox()[before:]] == [PARTNER, PARTNER]
    assert booking(visit).partstat == "ACCEPTED"


def test_nobody_is_asked_by_mail_about_what_is_over(in_app: Flask, clock):
    visit = book((FRI, "3"))["visit"]
    before = len(outbox())
    clock.set(visit.end_at)
    take(letter(no(visit), to=MAILBOX))
    assert len(outbox()) == before


def test_asking_by_mail_is_capped(in_app: Flask):
    days = [(FRI, "3"), (FRI.replace(day=18), "3"), (FRI.replace(day=19), "3")]
    meetings = [one for day in days for one in book(day).values()]
    before = len(outbox())
    for visit in meetings:
        take(letter(calendar(visit, "REPLY", attendee()), to=MAILBOX))
    assert len(meetings) == 6
    assert len(outbox()) - before == questions.MOST_MAILS


def test_confirmed_it_counts_and_a_new_address_does_from_then_on(meeting: Meeting):
    take(letter(no(meeting), STRANGER, to=own_address()))
    question = db.session.scalar(db.select(Question))
    token = links.path_to_question(question).rpartition("/")[2]
    questions.confirm(token, keep_address=True)
    assert booking(meeting).partstat == "DECLINED"
    assert db.session.scalar(db.select(EmailAlias.address)) == STRANGER
    later = calendar(meeting, "REPLY", attendee(PARTNER), DTSTAMP="20270113T070100Z")
    assert take(letter(later, STRANGER, to=own_address())).state == "taken"
    assert booking(meeting).partstat == "ACCEPTED"
    with pytest.raises(questions.ConflictError):
        questions.deny(token)


def test_an_address_is_not_taken_over_from_somebody_else(meeting: Meeting):
    """A stranger's address that has become a colleague's before the question is answered stays theirs."""
    take(letter(no(meeting), STRANGER, to=own_address()))
    member(THIRD).person.email = STRANGER
    db.session.commit()
    token = links.path_to_question(db.session.scalar(db.select(Question))).rpartition("/")[2]
    questions.confirm(token, keep_address=True)
    assert db.session.scalar(db.select(EmailAlias.address)) is None


def test_denied_it_changes_nothing(meeting: Meeting):
    take(letter(no(meeting), to=MAILBOX))
    questions.deny(links.path_to_question(db.session.scalar(db.select(Question))).rpartition("/")[2])
    assert booking(meeting).partstat == "NEEDS-ACTION"
