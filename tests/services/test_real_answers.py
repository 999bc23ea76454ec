"""What calendar programs really send, fitted with a meeting of ours: the effect a person would expect."""

from __future__ import annotations

import re

import pytest
from answers import REAL, at, attendee, body_of, booking, calendar, letter, own_address, report, take, wrapped
from builders import COACH, FRI, MON, PARTNER, book, member, outbox

from coachsched.models import Meeting, Suggestion, db
from coachsched.services import clock, hearing, suggestions
from coachsched.services import outbox as delivery
from coachsched.store import people

real = pytest.mark.skipif(not REAL.is_dir(), reason="what programs really send (../shared/data) is not here")
pytestmark = pytest.mark.usefixtures("in_app")


@pytest.fixture
def meeting() -> Meeting:
    return book((FRI, "3"))["visit"]


def fitted(name: str, meeting: Meeting, theirs: str, **texts: str) -> bytes:
    """A real file with our UID, our attendee in place of theirs, and other texts in place of its own."""
    raw = (REAL / name).read_bytes()
    if name.endswith(".ics"):
        raw = re.sub(rb"\r?\n ", b"", raw)
    raw = re.sub(rb"(^|=0A|\n)UID:[^\r\n=]+", lambda found: found[1] + b"UID:" + meeting.uid.encode(), raw)
    raw = re.sub(re.escape(theirs.encode()), PARTNER.encode(), raw, flags=re.IGNORECASE)
    for old, new in texts.items():
        raw = re.sub(rb"(\n%s[^:\r\n]*):[^\r\n]*" % old.encode(), rb"\1:%s" % new.encode(), raw)
    if name.endswith(".ics"):
        return wrapped(raw, PARTNER, own_address())
    return re.sub(rb"^(From|To):.*$", lambda found: _address(found[1]), raw, flags=re.MULTILINE)


def _address(header: bytes) -> bytes:
    return header + b": " + (PARTNER if header == b"From" else own_address()).encode()


@real
@pytest.mark.parametrize(
    ("name", "theirs", "partstat"),
    [
        ("google-reply-accepted.ics", "person2@example.org", "ACCEPTED"),
        ("apple-reply-accepted.ics", "mail@example.de", "ACCEPTED"),
        ("reply-declined.ics", "person4@example.org", "DECLINED"),
        ("thunderbird-reply-accepted.eml", "person4@example.org", "ACCEPTED"),
        ("thunderbird-reply-declined.eml", "person4@example.org", "DECLINED"),
        ("outlook14-reply.eml", "person8@example.org", "ACCEPTED"),
        ("apple-server-reply.eml", "xyzzy@example.com", "ACCEPTED"),
        ("kde-reply-delegated.ics", "testuserb@example.com", "DELEGATED"),
        ("exchange-reply-no-organizer-per-spec.ics", "tomas@school.example.org", "ACCEPTED"),
    ],
)
def test_a_real_reply_sets_the_answer(meeting: Meeting, name: str, theirs: str, partstat: str):
    taken = take(fitted(name, meeting, theirs))
    assert (taken.state, taken.reason) == ("taken", "")
    assert booking(meeting).partstat == partstat
    assert booking(meeting, COACH).partstat == "NEEDS-ACTION"
    assert bool(booking(meeting).meeting.new_time) == (partstat == "DECLINED")


@real
def test_a_reply_that_says_neither_who_nor_what_is_kept_aside(meeting: Meeting):
    """Its calendar names no attendee; its words alone say yes, and words are not read."""
    taken = take(fitted("apple-server-reply-no-organizer.eml", meeting, "xyzzy@example.com"))
    assert (taken.state, taken.reason) == ("aside", hearing.NO_ANSWER)
    assert booking(meeting).partstat == "NEEDS-ACTION"


@real
@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("kde-counter.ics", "testuserb@example.com"),
        ("nextcloud-counter.ics", "b@example.com"),
        ("exchange-counter-per-spec.ics", "tomas@school.example.org"),
    ],
)
def test_a_real_counter_is_passed_on_where_it_works(meeting: Meeting, name: str, theirs: str):
    start = at("4", MON, meeting)
    # New York's wall clock shows it for Exchange, whose zone is Windows' name for New York's.
    zone = "%Y%m%dT044500" if name.startswith("exchange") else "%Y%m%dT094500Z"
    ends = zone.replace("44500", "51500").replace("94500", "101500").replace("0101500", "101500")
    raw = fitted(name, meeting, theirs, DTSTART=f"{start:{zone}}", DTEND=f"{start:{ends}}")
    assert take(raw).state == "taken"
    found = db.session.scalar(db.select(Suggestion))
    assert found is not None
    assert (found.start_at, found.person.email) == (start, PARTNER)


@real
@pytest.mark.parametrize("name", ["kde-counter.ics", "nextcloud-counter.ics"])
def test_a_real_counter_with_its_own_times_is_answered_kindly(meeting: Meeting, name: str):
    take(fitted(name, meeting, "testuserb@example.com"))
    assert suggestions.GONE_BY in body_of(outbox()[-1].body)
    assert [one.recipient for one in outbox()][-1] == PARTNER


@real
def test_a_bounce_with_the_invitation_in_it_marks_the_address(meeting: Meeting):
    raw = (REAL / "bounce-with-calendar.eml").read_bytes()
    raw = re.sub(rb"\nUID:[^\r\n]+", b"\nUID:" + meeting.uid.encode(), raw)
    assert take(raw.replace(b"nonexistant@example.com", PARTNER.encode())).state == "taken"
    assert member(PARTNER).person.bounced_at == clock.now()
    assert member(COACH).person.bounced_at is None


@real
def test_a_bounce_of_mail_that_is_not_ours_marks_nobody(meeting: Meeting):
    raw = (REAL / "bounce-with-calendar.eml").read_bytes()
    assert take(raw.replace(b"nonexistant@example.com", PARTNER.encode())).state == "aside"
    assert member(PARTNER).person.bounced_at is None


def test_a_report_without_the_letter_is_believed_of_somebody_written_to(meeting: Meeting):
    assert take(report(PARTNER)).state == "aside"
    delivery.deliver_due(clock.real)
    assert take(report(PARTNER).replace(b"Sorry", b"So sorry")).state == "taken"
    assert people.person_by_email(PARTNER).bounced_at == clock.now()  # type: ignore[union-attr]


def test_an_answer_from_the_address_takes_the_mark_away(meeting: Meeting):
    member(PARTNER).person.bounced_at = clock.now()
    db.session.commit()
    take(letter(calendar(meeting, "REPLY", attendee())))
    assert member(PARTNER).person.bounced_at is None
