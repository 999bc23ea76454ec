import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachsched.core import phrases
from coachsched.core.ical import (
    Attendee,
    FeedDay,
    FeedEvent,
    Invitation,
    cancel,
    clean_text,
    day_feed,
    feed,
    one_line,
    request,
)
from coachsched.core.phrases import Phrase, phrase
from tests.parsers import read_with_ical_js, read_with_vobject, unfolded, values

SENT = datetime(2027, 1, 13, 9, 15, 30, tzinfo=UTC)
START = datetime(2027, 1, 20, 8, 0, tzinfo=UTC)
END = START + timedelta(minutes=30)
SCHOOL = Attendee("Woodlands High", "coaching@woodlands.test")
ANN = Attendee("Ann Abel", "ann@woodlands.test")
BEN = Attendee('Ben "Benny" O\'Neil, Dr; ^ü', "ben+visits@woodlands.test", "ACCEPTED")
URL = "https://coach.test/feeds/abc_DEF-123.ics"

NASTY = [
    "Room 12, upstairs; left: door",
    "C:\\North\\new\\\\",
    'the "old" hall ^n ^\' ^^',
    "=?utf-8?q?x=0D=0ABcc:_e@x?=",
    "one\r\ntwo\rthree\nfour\u2028five\x85six\u2029seven",
    "bell\x07 tab\t null\x00 del\x7f unit\x1f csi\x9b",
    "END:VEVENT\r\nATTENDEE:mailto:evil@x.test",
    "Übung für Größen 教室 " * 9,
    "👩\u200d🏫" * 30,
    "lone \ud83d surrogate",
    "\\" * 200,
]
typed = st.text(
    st.one_of(
        st.sampled_from('\\;,:"^=?\r\n\t\x00\x07\x1f\x7f\x85\u2028\ud800é教😀NnR '),
        st.characters(),
    ),
    max_size=90,
)


def invitation(**changes):
    values = {
        "uid": "7d0c1b9e@coach.test",
        "sequence": 2,
        "stamp": SENT,
        "start": START,
        "end": END,
        "summary": "Classroom visit",
        "description": "Room 12\nhttps://coach.test/meetings/7",
        "location": "Room 12",
        "organizer": SCHOOL,
        "attendees": (ANN, BEN),
    }
    return Invitation(**(values | changes))


def feed_event(**changes):
    values = {
        "uid": "7d0c1b9e@coach.test",
        "sequence": 2,
        "changed": SENT,
        "start": START,
        "end": END,
        "summary": "Classroom visit",
        "description": "With Ben",
        "location": "Room 12",
    }
    return FeedEvent(**(values | changes))


def paragraphs_seen(text):
    """What a reader should see of typed text: newlines stay, other controls go, surrogates are replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = []
    for character in text:
        if character in "\n\x85\u2028\u2029":
            seen.append("\n")
        elif character == "\t":
            seen.append(" ")
        elif unicodedata.category(character) == "Cs":
            seen.append("\ufffd")
        elif unicodedata.category(character) != "Cc":
            seen.append(character)
    return "".join(seen)


def line_seen(text):
    return " ".join(part for part in paragraphs_seen(text).replace("\n", " ").split(" ") if part)


def name_meant(text):
    """Readers differ over a backslash in a name, so it is written as a slash."""
    return line_seen(text).replace("\\", "/")


def name_seen(raw):
    """A CN parameter without its quotes and RFC 6868 escapes."""
    return raw.strip('"').replace("^^", "\0").replace("^'", '"').replace("^n", "\n").replace("\0", "^")


def property_names(calendar):
    return [line.partition(":")[0].partition(";")[0] for line in unfolded(calendar)]


def assert_well_formed_lines(calendar):
    assert calendar.endswith(b"\r\n")
    for line in calendar[:-2].split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        assert not any(unicodedata.category(character) == "Cc" for character in line.decode())


def test_vobject_reads_the_request_that_was_meant():
    calendar = read_with_vobject(request(invitation()))
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value, event.status.value) == (
        "7d0c1b9e@coach.test",
        "2",
        "CONFIRMED",
    )
    assert (event.dtstart.value, event.dtend.value, event.dtstamp.value) == (START, END, SENT)
    assert event.description.value == "Room 12\nhttps://coach.test/meetings/7"
    assert event.organizer.value == "mailto:coaching@woodlands.test"
    assert [person.value for person in event.attendee_list] == [
        "mailto:ann@woodlands.test",
        "mailto:ben+visits@woodlands.test",
    ]
    assert [person.params["PARTSTAT"] for person in event.attendee_list] == [["NEEDS-ACTION"], ["ACCEPTED"]]
    assert [person.params["RSVP"] for person in event.attendee_list] == [["TRUE"], ["TRUE"]]


def test_ical_js_reads_every_object_that_was_meant():
    asked, off, out, mirrored, days = read_with_ical_js(
        request(invitation(alarm_minutes=15)),
        cancel(invitation(sequence=3)),
        cancel(invitation(sequence=3), only=(BEN,)),
        feed("Visits of Ann", URL, [feed_event(), feed_event(uid="2", cancelled=True)]),
        day_feed("Days", URL, [FeedDay("d1", date(2027, 2, 28), "Day 3", SENT)]),
    )
    assert [one["method"] for one in (asked, off, out, mirrored, days)] == [
        "REQUEST",
        "CANCEL",
        "CANCEL",
        None,
        None,
    ]
    event = asked["events"][0]
    assert (event["start"], event["end"]) == ("2027-01-20T08:00:00Z", "2027-01-20T08:30:00Z")
    assert (event["uid"], event["sequence"], event["status"]) == ("7d0c1b9e@coach.test", 2, "CONFIRMED")
    assert event["organizer"] == "mailto:coaching@woodlands.test"
    assert event["attendees"] == [
        ["mailto:ann@woodlands.test", ANN.name, "NEEDS-ACTION", "TRUE"],
        ["mailto:ben+visits@woodlands.test", BEN.name, "ACCEPTED", "TRUE"],
    ]
    assert event["alarms"] == ["-PT15M"]
    assert (off["events"][0]["status"], off["events"][0]["sequence"]) == ("CANCELLED", 3)
    assert (out["events"][0]["status"], len(out["events"][0]["attendees"])) == (None, 1)
    assert (mirrored["name"], mirrored["refresh"], mirrored["source"]) == ("Visits of Ann", "PT1H", URL)
    assert [one["transparency"] for one in mirrored["events"]] == ["TRANSPARENT", "OPAQUE"]
    assert (days["events"][0]["start"], days["events"][0]["end"]) == ("2027-02-28", "2027-03-01")


def test_ical_js_reads_typed_text_as_typed():
    calendars = [
        request(
            invitation(summary=text, description=text, location=text, attendees=(Attendee(text, "a@b.test"),))
        )
        for text in NASTY
    ]
    for text, calendar in zip(NASTY, read_with_ical_js(*calendars), strict=True):
        (event,) = calendar["events"]
        assert (event["summary"], event["location"]) == (line_seen(text), line_seen(text))
        assert event["description"] == paragraphs_seen(text)
        assert event["attendees"] == [["mailto:a@b.test", name_meant(text), "NEEDS-ACTION", "TRUE"]]


def test_a_meeting_cancelled_as_a_whole_names_everybody_and_its_status():
    event = read_with_vobject(cancel(invitation(sequence=3, alarm_minutes=10))).vevent
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "3")
    assert len(event.attendee_list) == 2
    assert "valarm" not in event.contents


def test_people_taken_out_of_a_meeting_get_no_status():
    calendar = cancel(invitation(sequence=3), only=(ANN,))
    event = read_with_vobject(calendar).vevent
    assert [person.value for person in event.attendee_list] == ["mailto:ann@woodlands.test"]
    assert values(calendar, "STATUS") == []


def test_an_alarm_rings_before_the_start():
    event = read_with_vobject(request(invitation(alarm_minutes=15))).vevent
    assert event.valarm.trigger.value == timedelta(minutes=-15)


def test_no_alarm_unless_asked_for():
    assert "BEGIN:VALARM" not in unfolded(request(invitation()))


def test_times_of_any_zone_are_written_in_utc():
    east = timezone(timedelta(hours=5, minutes=45))
    calendar = request(invitation(start=START.astimezone(east), end=END.astimezone(east)))
    assert values(calendar, "DTSTART") == ["20270120T080000Z"]
    assert b"TZID" not in calendar
    assert b"VTIMEZONE" not in calendar


def test_attendees_are_asked_for_an_answer_in_the_way_clients_look_for():
    (line,) = [
        line for line in unfolded(request(invitation(attendees=(ANN,)))) if line.startswith("ATTENDEE")
    ]
    for parameter in (
        "CUTYPE=INDIVIDUAL",
        "ROLE=REQ-PARTICIPANT",
        "PARTSTAT=NEEDS-ACTION",
        "RSVP=TRUE",
        'CN="Ann Abel"',
    ):
        assert f";{parameter}" in line


def test_proposing_a_new_time_stays_allowed():
    assert b"DISALLOW-COUNTER" not in request(invitation())


def test_a_nameless_attendee_is_shown_by_address():
    assert b'CN="a@b.test":mailto:a@b.test' in request(invitation(attendees=(Attendee(" ", "a@b.test"),)))


def test_a_feed_is_a_publication_without_people():
    names = property_names(feed("Visits", URL, [feed_event(), feed_event(uid="2", cancelled=True)]))
    assert not {"METHOD", "ATTENDEE", "ORGANIZER"} & set(names)


def test_a_feed_names_itself_and_says_how_often_to_come_back():
    lines = unfolded(feed("Ann; visits\r\nX-EVIL:1", URL, [feed_event()]))
    assert r"NAME:Ann\; visits X-EVIL:1" in lines
    assert r"X-WR-CALNAME:Ann\; visits X-EVIL:1" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert f"SOURCE;VALUE=URI:{URL}" in lines


def test_feed_stamps_are_those_of_the_last_revision():
    calendar = feed("Visits", URL, [feed_event()])
    assert values(calendar, "DTSTAMP") == values(calendar, "LAST-MODIFIED") == ["20270113T091530Z"]


def test_a_cancelled_meeting_stays_in_the_feed_and_frees_the_time():
    event = read_with_vobject(feed("Visits", URL, [feed_event(sequence=3, cancelled=True)])).vevent
    assert (event.status.value, event.transp.value) == ("CANCELLED", "TRANSPARENT")
    assert event.summary.value == "Cancelled: Classroom visit"
    assert event.sequence.value == "3"


def test_what_is_only_held_takes_its_time_and_rings_no_alarm():
    held = feed("Visits", URL, [feed_event(tentative=True, alarm_minutes=10)])
    assert values(held, "STATUS") == ["TENTATIVE"]
    assert values(held, "TRANSP") == ["OPAQUE"]
    assert b"VALARM" not in held


def test_feeds_have_one_order_and_one_spelling():
    events = [
        feed_event(uid="b"),
        feed_event(uid="a"),
        feed_event(uid="c", start=START - timedelta(minutes=1)),
    ]
    assert len({feed("Visits", URL, order) for order in permutations(events)}) == 1
    assert values(feed("Visits", URL, events), "UID") == ["c", "a", "b"]
    days = [FeedDay(uid, date(2027, 2, day), "x", SENT) for uid, day in (("b", 2), ("a", 2), ("c", 1))]
    assert len({day_feed("Days", URL, order) for order in permutations(days)}) == 1


@pytest.mark.parametrize("calendar", [feed("Visits", URL, []), day_feed("Days", URL, [])])
def test_an_empty_feed_is_still_a_calendar_without_events(calendar):
    read = read_with_vobject(calendar)
    assert "vevent" not in read.contents
    assert len(list(read.components())) == 1


def test_a_whole_day_ends_where_the_next_begins():
    event = read_with_vobject(
        day_feed("Days", URL, [FeedDay("d", date(2027, 12, 31), "Closed", SENT)])
    ).vevent
    assert (event.dtstart.value, event.dtend.value) == (date(2027, 12, 31), date(2028, 1, 1))
    assert event.transp.value == "TRANSPARENT"


def test_addresses_cannot_break_out_of_their_line():
    calendar = request(invitation(attendees=(Attendee("A", "a@b.test\r\nX-EVIL:1?cc=c d,é<%>"),)))
    assert b"\nX-EVIL" not in calendar
    assert values(calendar, "ATTENDEE") == ["mailto:a@b.test%20X-EVIL%3A1%3Fcc=c%20d%2C%C3%A9%3C%25%3E"]


@settings(max_examples=60, deadline=None)
@given(text=typed)
def test_whatever_is_typed_is_read_back_and_adds_nothing(text):
    calendar = request(
        invitation(
            summary=text, description=text + ".", location=text + ".", attendees=(Attendee(text, "a@b.test"),)
        )
    )
    assert_well_formed_lines(calendar)
    plain = request(invitation(summary="x", attendees=(ANN,)))
    assert property_names(calendar) == property_names(plain)
    event = read_with_vobject(calendar).vevent
    assert event.summary.value == line_seen(text)
    assert event.description.value == paragraphs_seen(text + ".")
    assert event.location.value == line_seen(text + ".")
    (attendee,) = event.attendee_list
    assert name_seen(attendee.params["CN"][0]) == (name_meant(text) or "a@b.test")


@settings(max_examples=40, deadline=None)
@given(text=typed)
def test_whatever_is_typed_leaves_feeds_well_formed(text):
    for calendar in (
        feed(text, URL, [feed_event(summary=text, description=text, cancelled=True)]),
        day_feed(text, URL, [FeedDay("d", date(2027, 2, 1), text, SENT)]),
    ):
        assert_well_formed_lines(calendar)
        assert len(read_with_vobject(calendar).vevent_list) == 1


@settings(max_examples=60, deadline=None)
@given(text=typed)
def test_cleaning_is_done_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert one_line(one_line(text)) == one_line(text) == line_seen(text)


@pytest.mark.parametrize("filler", ["é", "教", "😀", "\\", "a"])
def test_folds_fall_between_characters_wherever_they_fall(filler):
    for length in range(60, 80):
        title = "a" * length + filler * 40
        calendar = request(invitation(summary=title))
        assert_well_formed_lines(calendar)
        assert read_with_vobject(calendar).vevent.summary.value == title


@pytest.mark.parametrize(
    "changes",
    [
        {"end": START},
        {"start": START.replace(tzinfo=None), "end": END.replace(tzinfo=None)},
        {"stamp": SENT.replace(tzinfo=None)},
        {"attendees": ()},
    ],
)
def test_impossible_invitations_are_refused(changes):
    with pytest.raises(ValueError, match=r"ends after|its zone|an attendee"):
        request(invitation(**changes))


def test_an_answer_is_one_that_the_standard_knows():
    with pytest.raises(ValueError, match="answer"):
        Attendee("Ann", "ann@woodlands.test", "MAYBE")


def test_an_event_of_a_feed_is_in_the_language_it_is_asked_for_in(monkeypatch):
    event = feed_event(summary=phrase("Classroom visit"), description=phrase("With %(who)s", who="Ben"))
    called_off = replace(event, uid="8@coach.test", cancelled=True)
    german = {
        "Classroom visit": "Unterrichtsbesuch",
        "With %(who)s": "Mit %(who)s",
        "Cancelled: %(title)s": "Abgesagt: %(title)s",
    }

    def in_german(one: Phrase) -> str:
        return german[one.msgid] % {name: str(value) for name, value in one.blanks.items()}

    def shown() -> list[tuple[str, str]]:
        lines = unfolded(feed("", URL, [event, called_off]))
        names = ("SUMMARY:", "DESCRIPTION:")
        return [tuple(line.split(":", 1)) for line in lines if line.startswith(names)]

    english_lines = shown()
    with monkeypatch.context() as patch:
        patch.setattr(phrases, "_speaker", in_german)
        assert [value for _, value in shown()] == [
            "Unterrichtsbesuch",
            "Mit Ben",
            "Abgesagt: Unterrichtsbesuch",
            "Mit Ben",
        ]
    assert shown() == english_lines
    assert ("SUMMARY", "Cancelled: Classroom visit") in english_lines
