"""Behind the links of a nudge: one button for each time, none of which a GET presses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from browser import CSRF
from builders import (
    ADMIN,
    COACH,
    FRI,
    PARTNER,
    book,
    history,
    member,
    the_pair,
)
from flask import Flask
from handles import Clock

from coachsched.services import links, moving, ways_back

QUIET = datetime(2027, 1, 27, 7, tzinfo=UTC)


@pytest.fixture
def quiet(app: Flask) -> Flask:
    Clock(app).set(QUIET)
    return app


def link(app: Flask, who: str) -> str:
    with app.app_context():
        return links.to_nudge(the_pair().id, member(who).person_id).removeprefix("http://localhost")


def keys(app: Flask, who: str) -> list[str]:
    with app.app_context():
        way = ways_back.way_back(member(who), the_pair())
        return [one.key for one in way.times] if way else []


def send(app: Flask, address: str, **fields: str) -> Any:
    client = app.test_client()
    token = CSRF.search(client.get("/sign-in").text)[1]
    return client.post(address, data={"csrf_token": token, **fields})


def happened(app: Flask) -> list[str]:
    with app.app_context():
        return history(the_pair().id)


def test_looking_changes_nothing(quiet, dumped):
    before = dumped()
    key = keys(quiet, COACH)[0]
    page = quiet.test_client().get(f"{link(quiet, COACH)}?time={key}")
    assert page.status_code == 200
    assert page.text.count("Suggest it to Paul") == 3
    assert "After the holidays" in page.text
    assert dumped() == before


@pytest.mark.both_databases
def test_one_suggests_a_time_and_the_other_taking_the_same_books_it(quiet):
    key = keys(quiet, COACH)[1]
    assert "Sent." in send(quiet, link(quiet, COACH) + "/time", time=key).text
    assert happened(quiet) == ["began", "proposed"]
    assert keys(quiet, PARTNER)[0] == key
    assert "Booked." in send(quiet, link(quiet, PARTNER) + "/time", time=key).text
    assert happened(quiet)[2:] == ["visit_booked", "debrief_booked"]


def test_pressing_twice_sends_once(quiet):
    key = keys(quiet, COACH)[0]
    answers = [send(quiet, link(quiet, COACH) + "/time", time=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("Sent." in answer.text for answer in answers)
    assert happened(quiet) == ["began", "proposed"]


@pytest.mark.parametrize(("time", "status"), [("", 422), ("2027-01-29T0000.00000000", 409)])
def test_a_time_that_is_none_or_gone_is_answered_with_fresh_ones(quiet, dumped, time, status):
    before = dumped()
    answer = send(quiet, link(quiet, COACH) + "/time", time=time)
    assert answer.status_code == status
    assert answer.text.count("Suggest it to Paul") == 3
    assert dumped() == before


def test_a_debrief_still_wanted_is_booked_at_once(app):
    with app.app_context():
        booked = book((FRI, "3"))
        moving.cancel(member(COACH), booked["debrief"].id)
    Clock(app).set(datetime(2027, 1, 20, 7, tzinfo=UTC))
    key = keys(app, PARTNER)[0]
    assert "Booked." in send(app, link(app, PARTNER) + "/time", time=key).text
    assert happened(app)[-1] == "debrief_booked"


def test_it_rests_until_after_the_holidays_or_a_day_of_their_own(quiet):
    assert "Resting." in send(quiet, link(quiet, COACH) + "/pause").text
    assert "Resting." in send(quiet, link(quiet, COACH) + "/pause", until="2027-05-03").text
    assert send(quiet, link(quiet, COACH) + "/pause", until="2027-01-01").status_code == 422
    assert happened(quiet) == ["began", "paused", "paused"]
    assert "Nothing is asked of you" in quiet.test_client().get(link(quiet, COACH)).text


def test_a_forged_or_borrowed_link_leads_nowhere(quiet):
    client = quiet.test_client()
    with quiet.app_context():
        stranger = links.to_nudge(the_pair().id, member(ADMIN).person_id).removeprefix("http://localhost")
        other = links.to_notice(member(COACH)).rpartition("/")[2]
    for address in (link(quiet, COACH) + "x", stranger, f"/nudges/{other}"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/", "/partnerships/{}"])
def test_the_pages_offer_the_same_times_with_one_click(quiet, signed_in, path):
    with quiet.app_context():
        number = the_pair().id
    shown = keys(quiet, COACH)
    page = signed_in(COACH).get(path.format(number))
    text = str(page.text)
    assert re.findall(r'name="time" value="([^"]+)"', text) == shown
    assert "After the holidays" in text


def test_one_click_on_the_page_sends_it(quiet, signed_in):
    with quiet.app_context():
        number = the_pair().id
    page = signed_in(COACH).get(f"/partnerships/{number}")
    assert "Sent." in page.post(f"/partnerships/{number}/way-back", time=keys(quiet, COACH)[0]).words
    assert happened(quiet) == ["began", "proposed"]


def test_after_a_meeting_both_are_asked_once_and_either_answers_from_the_mail(app):
    with app.app_context():
        visit = book((FRI, "3"))["visit"]
        address = links.to_meeting(visit, member(PARTNER).person_id).removeprefix("http://localhost")
    Clock(app).set(datetime(2027, 1, 18, 7, tzinfo=UTC))
    assert "Did it happen?" in app.test_client().get(address).text
    assert send(app, address + "/confirmation").status_code == 200
    assert "Did it happen?" not in app.test_client().get(address).text
    assert send(app, address + "/missed").status_code == 200
    assert happened(app)[-1] == "not_held"
