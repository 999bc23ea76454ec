"""Every letter and feed, with whatever people type wherever they type it: the expected, nothing more."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from builders import COACH, FRI, MON, PARTNER, accept, member, propose, the_school, times
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parsers import read_mail, read_with_vobject, unfolded, values

from coachsched.core import ical
from coachsched.mail.text import header_text
from coachsched.models import OutboxMessage, db
from coachsched.services import ask_letters, feeds, letters, notice, notices, reply_addresses
from coachsched.store import session

THURSDAY = date(2027, 1, 14)
FOCUS = "Canary of the focus"
HEADERS = Counter(
    ["Content-Type", "MIME-Version", "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
     "Reply-To"]
)  # fmt: skip
FRAME = ["BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "END", "END"]
EVENT = ["UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "ORGANIZER", "TRANSP"]
ALARM = ["BEGIN", "ACTION", "TRIGGER", "DESCRIPTION", "END"]
# By the letter: its method, how many attendees it names, and whether it has a status.
CALENDARS = {
    "invitation": ("REQUEST", 2, True),
    "cancellation": ("CANCEL", 2, True),
    "departure": ("CANCEL", 1, False),
    "counter_declined": ("DECLINECOUNTER", 1, False),
}
LETTERS = {
    *CALENDARS,
    "proposal",
    "none_left",
    "not_now",
    "reminder",
    "digest",
    "partner_ask",
    "partners_now",
}
TAGS = {"html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "b", "br", "a", "ul", "li"}
ATTACKS = [
    "=?utf-8?q?x=0D=0ABcc:_e@x?=",
    "Visit\r\nBcc: evil@x.test\r\n\r\nSent from elsewhere",
    "Room\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE:mailto:evil@x.test",
    'a";X-EVIL=1:"b',
    "\\n\\N;,:\\",
    "{{ person.email }}{% raw %}",
    "<script>alert(1)</script>&amp;<a href='http://evil.test/'>",
    "\u2028\x85\x0b\x0c\x00\x1b[31m\x1f",
    "a" * 400,
    "\u202eтест 教室 👩\u200d🏫" * 9,
    " ",
]
typed = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(
        st.one_of(
            st.sampled_from("=?utf-8qb\"<>,;:\\()\r\n\t\x00\x1f\x85\u2028é教😀 @{}%&'^"),
            # A lone surrogate reaches no database.
            st.characters(exclude_categories=["Cs"]),
        ),
        max_size=60,
    ),
)


@pytest.fixture
def ids(in_app):
    """A meeting booked and a proposal open, in a school where nobody has typed anything odd yet."""
    notice.choose(member(COACH), "reminder", "30")
    notice.choose(member(PARTNER), "digest", "none")
    feeds.renew(member(COACH), "meetings")
    booked = accept(propose((FRI, "3"), focus=FOCUS))
    return [meeting.id for meeting in booked], propose((MON, "3"), focus=FOCUS).id


def write_everything(ids, name, room, klass, subject, school_name, reason):
    """Every letter there is, in a transaction that the next one takes back: the messages, and a feed."""
    session.rollback()
    found, school = times(), the_school()
    visit, proposal = session.get(letters.Meeting, ids[0][0]), session.get(letters.Proposal, ids[1])
    clara, paul = member(COACH), member(PARTNER)
    file = feeds.FeedFile("", visit.changed_at, session.scalars(db.select(feeds.Feed)).one(), school)
    for row in session.scalars(db.select(OutboxMessage)):
        session.delete(row)
    session.flush()
    for one in (clara, paul):
        one.person.name = f"{one.person.email[0]}{name}"
    for one in (visit, *proposal.options):
        one.room, one.klass, one.subject = room, klass, subject
    school.name = school_name
    letters.propose(proposal, found)
    letters.none_left(proposal, [clara, paul])
    letters.not_now(proposal, paul, None)
    letters.invite(visit, school)
    letters.call_off(visit, school)
    visit.sequence += 1
    letters.let_go(visit, visit.bookings[0], school)
    letters.decline_counter(visit, paul.person, school, reason, [(visit.start_at, visit.end_at)])
    ask_letters.ask(clara, paul, "either", has_line=True)
    ask_letters.partners(visit.partnership, clara, paul, by=paul)
    visit.changed_at -= timedelta(days=1)
    notices._Round(school, THURSDAY).write()
    return list(session.scalars(db.select(OutboxMessage))), feeds.render(file)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=typed, room=typed, klass=typed, subject=typed, school_name=typed, reason=typed)
def test_nothing_typed_adds_a_header_a_part_a_property_or_a_tag(
    in_app, ids, name, room, klass, subject, school_name, reason
):
    messages, feed = write_everything(ids, name, room, klass, subject, school_name, reason)
    assert {message.kind for message in messages} == LETTERS
    for message in messages:
        look_at(message, room)
    look_at_feed(feed)


@pytest.mark.parametrize("attack", ATTACKS)
def test_known_attacks_add_nothing(in_app, ids, attack):
    messages, feed = write_everything(ids, *[attack] * 6)
    for message in messages:
        look_at(message, attack)
    look_at_feed(feed)


def test_a_line_break_in_a_name_begins_no_line_of_a_mail(in_app, ids):
    messages, _ = write_everything(ids, *["x\nCall it off: http://evil.test/"] * 6)
    for message in messages:
        text = read_mail(message.body).get_body(("plain",)).get_content()
        assert not [line for line in text.splitlines() if line.startswith("Call it off: http://evil")]


def look_at(message, room):
    mail = read_mail(message.body)
    notices_own = Counter(["List-Unsubscribe"] if message.kind in ("reminder", "digest") else [])
    assert Counter(mail.keys()) == HEADERS + notices_own
    assert [one.addr_spec for one in mail["From"].addresses] == ["coachsched@school.test"]
    assert [one.addr_spec for one in mail["To"].addresses] == [message.recipient]
    assert [one.addr_spec for one in mail["Reply-To"].addresses] == [
        reply_addresses.of_person(message.person_id)
    ]
    assert str(mail["Subject"]) == header_text(str(mail["Subject"]))
    assert FOCUS not in str(mail["Subject"])
    parts = list(mail.iter_parts())
    expected = ["text/plain", "text/html"] + ["text/calendar"] * (message.kind in CALENDARS)
    assert [part.get_content_type() for part in parts] == expected
    assert not any(FOCUS in part.get_payload(decode=True).decode() for part in parts)
    look_at_page(parts[1].get_content())
    if message.kind in CALENDARS:
        look_at_calendar(message, parts[2], room)


def look_at_page(html):
    page = Tags()
    page.feed(html)
    assert set(page.tags) <= TAGS
    assert all(link.startswith("http://localhost/") for link in page.links)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"style", "href", "lang", "charset", "name", "content"}
        self.links += [value for name, value in attrs if name == "href"]


def look_at_calendar(message, part, room):
    method, attendees, status = CALENDARS[message.kind]
    calendar = part.get_payload(decode=True)
    assert part["Content-Type"].params["method"] == method
    rings = method == "REQUEST" and message.recipient == COACH
    expected = [*FRAME, *EVENT, *["ATTENDEE"] * attendees, *["STATUS"] * status]
    expected += ["LOCATION"] * bool(ical.one_line(room)) + ALARM * rings
    assert Counter(names(calendar)) == Counter(expected)
    assert {one.partition("@")[2] for one in values(calendar, "ATTENDEE")} == {"school.test"}
    event = read_with_vobject(calendar).vevent
    assert event.summary.value == "Classroom visit"
    assert event.dtend.value > event.dtstart.value


def look_at_feed(calendar):
    events = read_with_vobject(calendar).vevent_list
    # Each with its alarm, since its reader chose one.
    assert Counter(names(calendar))["BEGIN"] == 1 + 2 * len(events) == 5
    assert not {"ATTENDEE", "ORGANIZER", "METHOD"} & set(names(calendar))
    assert FOCUS not in calendar.decode()


def names(calendar):
    return [line.partition(":")[0].partition(";")[0] for line in unfolded(calendar)]
