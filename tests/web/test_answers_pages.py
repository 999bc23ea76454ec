"""What people and their administrator see of answers from calendars, and the links that settle them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from answers import MAILBOX, answer, at, attendee, booking, calendar, counter, letter, own_address, take
from browser import Browser
from builders import ADMIN, COACH, COORDINATOR, FRI, MON, PARTNER, book, member, moving_times, pick
from flask import Flask

from coachsched.models import Meeting, db
from coachsched.services import clock, moving

SignedIn = Callable[[str], Browser]
STRANGER = "stranger@elsewhere.test"


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    with app.app_context():
        return book((FRI, "3"))["visit"]


def link(browser: Browser, words: str) -> str:
    """Where the link with these words leads."""
    found = [one.get("href") for one in browser.tree.iter("a") if "".join(one.itertext()) == words]
    assert found, browser.words
    return str(found[0])


def test_partners_see_what_each_of_them_answered(app: Flask, meeting: Meeting, signed_in: SignedIn):
    with app.app_context():
        answer(meeting, "ACCEPTED")
        answer(meeting, "TENTATIVE", COACH)
    words = signed_in(COACH).get(f"/meetings/{meeting.id}").words
    assert "Paul Meyer Accepted (in their calendar)" in words
    assert "You Perhaps (in your calendar)" in words


def test_an_answer_to_the_earlier_time_is_shown_as_one(app: Flask, meeting: Meeting, signed_in: SignedIn):
    with app.app_context():
        answer(meeting, "ACCEPTED")
        times = moving_times(db.session.get_one(Meeting, meeting.id))
        moving.move_visit(member(COACH), meeting.id, [pick(times, MON, "4")])
    words = signed_in(COACH).get(f"/meetings/{meeting.id}").words
    assert "Paul Meyer Answered the earlier time: accepted" in words


def test_a_no_is_shown_to_the_partner_and_named_to_nobody_else(
    app: Flask, meeting: Meeting, signed_in: SignedIn
):
    with app.app_context():
        answer(meeting, "DECLINED")
    assert "needs a new time" in signed_in(COACH).get(f"/meetings/{meeting.id}").words
    assert "Cannot come then" not in signed_in(COORDINATOR).get("/board").words
    assert "Cannot come then" not in signed_in(ADMIN).get("/inbox").words


def test_a_proposed_time_is_one_click_from_the_home_page(app: Flask, meeting: Meeting, signed_in: SignedIn):
    with app.app_context():
        counter(meeting, at("4", MON, meeting))
    browser = signed_in(COACH).get("/")
    assert "Paul suggests another time" in browser.words
    path = link(browser, "Look at it")
    assert "10:45" in Browser(app).get(path).words
    asked = Browser(app).get(path)
    assert "Moved." in asked.post(f"{path}/acceptance").words
    assert "no longer open" in asked.get(path).post(f"{path}/acceptance", status=409).words
    assert "10:45" in browser.get(f"/meetings/{meeting.id}").words


def test_a_proposed_time_can_be_left(app: Flask, meeting: Meeting, signed_in: SignedIn):
    with app.app_context():
        counter(meeting, at("4", MON, meeting))
    browser = signed_in(COACH)
    path = link(browser.get("/"), "Look at it")
    assert "stays where it is" in browser.get(path).post(f"{path}/refusal").words
    assert "suggests another time" not in browser.get("/").words


def test_was_this_you_is_asked_where_its_person_looks(app: Flask, meeting: Meeting, signed_in: SignedIn):
    with app.app_context():
        take(letter(calendar(meeting, "REPLY", attendee(PARTNER, "DECLINED")), STRANGER, to=own_address()))
    assert "Was this you?" not in signed_in(COACH).get("/").words
    browser = signed_in(PARTNER).get("/")
    path = link(browser, "Look at it")
    asked = Browser(app).get(path)
    assert STRANGER in asked.words
    assert "Cannot come then" in asked.words
    assert "counts now" in asked.post(f"{path}/confirmation", keep="1").words
    with app.app_context():
        assert booking(meeting).partstat == "DECLINED"
    assert "settled already" in asked.get(path).post(f"{path}/denial", status=409).words


def test_what_is_confirmed_is_what_was_read(app: Flask, meeting: Meeting, signed_in: SignedIn):
    """A forgery that comes between reading and clicking does not slip in."""
    with app.app_context():
        take(letter(calendar(meeting, "REPLY", attendee()), to=MAILBOX))
    path = link(signed_in(PARTNER).get("/"), "Look at it")
    asked = Browser(app).get(path)
    (read,) = asked.fields("shown")
    with app.app_context():
        take(letter(calendar(meeting, "REPLY", attendee(PARTNER, "DECLINED")), to=MAILBOX))
    assert "has come meanwhile" in asked.post(f"{path}/confirmation", status=409, shown=read).words
    with app.app_context():
        assert booking(meeting).partstat == "NEEDS-ACTION"
    (read,) = asked.get(path).fields("shown")
    asked.post(f"{path}/confirmation", shown=read)
    with app.app_context():
        assert booking(meeting).partstat == "DECLINED"


def test_the_administrator_sees_who_when_and_why_and_is_done_with_it(app: Flask, signed_in: SignedIn):
    with app.app_context():
        take(letter("A private text that is nobody's business.", STRANGER, to=MAILBOX))
    browser = signed_in(ADMIN).get("/inbox")
    for words in (STRANGER, "Wed 13 Jan", "no meeting"):
        assert words in browser.words
    assert "private" not in browser.text
    form = next(one for one in browser.tree.iter("form") if "completion" in (one.get("action") or ""))
    assert STRANGER not in browser.post(str(form.get("action"))).words
    with app.app_context():
        rows = repr(db.session.execute(db.text("SELECT * FROM inbox")).all())
    assert STRANGER not in rows


@pytest.mark.parametrize(("server", "said"), [(None, True), ("mx.school.test", False)])
def test_the_administrator_learns_what_lets_answers_count_at_once(
    app: Flask, signed_in: SignedIn, server: str | None, said: bool
):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], inbox_url="maildir:/nowhere", authserv_id=server)
    assert ("COACHSCHED_AUTHSERV_ID" in signed_in(ADMIN).get("/inbox").words) == said


def test_mail_that_came_back_is_told_to_whom_it_concerns(app: Flask, signed_in: SignedIn):
    with app.app_context():
        member(PARTNER).person.bounced_at = clock.now()
        db.session.commit()
    assert "came back" in signed_in(PARTNER).get("/").words
    assert "came back" not in signed_in(COACH).get("/").words
    browser = signed_in(ADMIN).get("/people")
    assert "mail came back on Wed 13 Jan" in browser.words
    with app.app_context():
        person = member(PARTNER).person_id
    assert "mail came back" not in browser.post(f"/people/{person}/bounce/clearance").words
