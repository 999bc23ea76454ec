"""The main job on a school that really was: commands put it in, two teachers meet, the rest follows."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import vobject
from browser import Browser

SHARED = Path(__file__).parents[3] / "shared" / "data"
SCHOOL = SHARED / "schools" / "za-wd-09"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real school (../shared/data) is not here")

MONDAY = datetime(2027, 1, 18, 6, tzinfo=UTC)
COACH, PARTNER = "t001@school.test", "t002@school.test"
PASSWORD = "long enough for a test"


@pytest.fixture
def app(make_app):
    """The real school, put in by its commands."""
    app = make_app("empty", now=MONDAY)
    for command in (
        ["school", "apply", str(SCHOOL / "school.toml")],
        ["import", "people", str(SCHOOL / "people.csv")],
        ["import", "timetable", str(SHARED / "timetables" / "ZA-WD-09.csv")],
        ["partnership", "create", COACH, PARTNER, "--coach", COACH],
        *(["people", "password", email, "--password", PASSWORD] for email in (COACH, PARTNER)),
    ):
        flask(app, *command)
    return app


def flask(app, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_from_a_slot_of_the_command_to_both_feeds_and_the_standing(app):
    dates = ("--from", "2027-01-20", "--to", "2027-02-26")
    listed = json.loads(flask(app, "slots", "--observer", COACH, "--host", PARTNER, *dates, "--json"))
    assert listed[0]["visit"]["date"] >= "2027-01-20"

    coach, partner = (Browser(app).sign_in(email, PASSWORD) for email in (COACH, PARTNER))
    times = coach.get("/partnerships/1/slots")
    picks = [*dict.fromkeys(times.fields("pick"))][:3]
    host = times.fields("host")[0]
    coach.post("/partnerships/1/proposals", pick=picks, host=host)
    option = partner.get("/proposals/1").fields("option")[0]
    partner.post("/proposals/1/acceptance", option=option)

    # One letter asks, and each of the two is invited to the visit and to the debrief.
    assert "5 sent, 0 not sent" in flask(app, "mail", "send")
    feeds = [feed_of(app, browser) for browser in (coach, partner)]
    assert feeds[0] == feeds[1]
    assert len(feeds[0]) == 2

    (standing,) = json.loads(flask(app, "quiet", "--on", "2027-01-18", "--json"))
    assert (standing["state"], standing["reason"]) == ("active", None)
    (later,) = json.loads(flask(app, "quiet", "--on", "2027-03-19", "--json"))
    assert later["state"] == "quiet"


def feed_of(app, browser) -> list[tuple[str, str]]:
    browser.post("/calendar/feeds/meetings")
    address = re.search(r'"(http://localhost/feeds/[^"]+)"', browser.get("/calendar").text)[1]
    body = app.test_client().get(address.removeprefix("http://localhost")).get_data(as_text=True)
    events = vobject.readOne(body).vevent_list
    return sorted((event.uid.value, event.dtstart.value.isoformat()) for event in events)
