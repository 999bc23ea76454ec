"""DECLINECOUNTER and alarms, as independent programs read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coachsched.core.ical import Attendee, FeedEvent, Invitation, cancel, decline_counter, feed, request
from tests.parsers import read_with_ical_js, read_with_vobject, unfolded, values

SENT = datetime(2027, 1, 13, 9, 15, 30, tzinfo=UTC)
START = datetime(2027, 1, 20, 8, 0, tzinfo=UTC)
ANN = Attendee("Ann Abel", "ann@woodlands.test")
BEN = Attendee("Ben Boyd", "ben@woodlands.test", "ACCEPTED")
VISIT = Invitation(
    uid="7d0c1b9e@coach.test", sequence=3, stamp=SENT, start=START, end=START + timedelta(minutes=30),
    summary="Classroom visit", description="Ann and Ben", location="Room 12",
    organizer=Attendee("Woodlands High", "coaching@woodlands.test"), attendees=(ANN, BEN), alarm_minutes=30,
)  # fmt: skip


def test_a_proposal_declined_names_the_meeting_as_it_stands_and_who_proposed():
    body = decline_counter(VISIT, BEN)
    (seen,) = read_with_ical_js(body)
    (event,) = seen["events"]
    assert (seen["method"], event["uid"], event["sequence"]) == ("DECLINECOUNTER", VISIT.uid, 3)
    assert (event["start"], event["end"]) == ("2027-01-20T08:00:00Z", "2027-01-20T08:30:00Z")
    assert event["organizer"] == "mailto:coaching@woodlands.test"
    assert [one[0] for one in event["attendees"]] == ["mailto:ben@woodlands.test"]
    assert event["alarms"] == []
    assert event["status"] is None
    other = read_with_vobject(body)
    assert (other.method.value, other.vevent.uid.value) == ("DECLINECOUNTER", VISIT.uid)
    assert other.vevent.dtstart.value == START


def test_a_declined_proposal_has_what_the_rfc_asks_once_each():
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(decline_counter(VISIT, ANN))]
    for name in ("METHOD", "DTSTAMP", "ORGANIZER", "UID", "SEQUENCE", "ATTENDEE", "DTSTART", "DTEND"):
        assert names.count(name) == 1, name
    assert "RSVP=TRUE" not in decline_counter(VISIT, ANN).decode()


@pytest.mark.parametrize(
    ("minutes", "trigger"),
    [(10, "-PT10M"), (30, "-PT30M"), (60, "-PT60M"), (1440, "-P1D"), (1500, "-PT1500M")],
)
def test_an_alarm_rings_as_long_before_as_was_chosen(minutes: int, trigger: str):
    body = request(replace(VISIT, alarm_minutes=minutes))
    assert values(body, "TRIGGER") == [trigger]
    assert read_with_vobject(body).vevent.valarm.trigger.value == timedelta(minutes=-minutes)


def test_without_a_choice_nothing_rings_and_nothing_called_off_does():
    for body in (request(replace(VISIT, alarm_minutes=None)), cancel(VISIT), cancel(VISIT, only=(ANN,))):
        assert b"VALARM" not in body


def test_a_feed_rings_for_what_is_booked_only():
    event = FeedEvent(
        uid="1@coach.test", sequence=0, changed=SENT, start=START, end=START + timedelta(minutes=30),
        summary="Classroom visit", description="", location="", alarm_minutes=10,
    )  # fmt: skip
    gone = replace(event, uid="2@coach.test", cancelled=True)
    body = feed("Visits", "https://coach.test/feeds/x.ics", [event, gone])
    assert [one["alarms"] for one in read_with_ical_js(body)[0]["events"]] == [["-PT10M"], []]
