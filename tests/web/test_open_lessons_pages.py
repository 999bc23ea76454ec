"""The pages of open lessons, as a teacher with four minutes meets them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from answers import body_of
from browser import Browser
from builders import (
    COACH,
    COORDINATOR,
    FRI,
    MON,
    NOW,
    OTHER,
    PARTNER,
    PRINCIPAL,
    THIRD,
    TUE,
    member,
    outbox,
)
from flask import Flask
from opened import come, key, opened

from coachsched.models import Meeting, OpenLesson, db
from coachsched.services import links, open_talks
from coachsched.services.picks import talk_key

LINE = "Peer feedback on first drafts"


@pytest.fixture
def number(app: Flask) -> int:
    with app.app_context():
        return opened(line=LINE)


@pytest.fixture
def visit(app: Flask, number: int) -> int:
    with app.app_context():
        return come(number).id


def link(app: Flask, meeting_id: int, who: str) -> str:
    with app.app_context():
        address = links.to_meeting(db.session.get_one(Meeting, meeting_id), member(who).person_id)
    return address.removeprefix("http://localhost")


def state(app: Flask, meeting_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Meeting, meeting_id).state


def test_from_my_week_to_open_in_one_form(app, signed_in):
    page = signed_in(PARTNER).get("/open-lessons/mine")
    with app.app_context():
        keys = [key(FRI, "3"), key(MON, "4")]
    assert set(keys) <= set(page.fields("pick"))
    page.post("/open-lessons", pick=keys, line=LINE, places="1", until=(MON + timedelta(days=7)).isoformat())
    # The Friday's lesson comes again before that Monday's does.
    assert "Four lessons are open" in page.words
    assert LINE in page.words
    with app.app_context():
        assert {row.places for row in db.session.scalars(db.select(OpenLesson))} == {1}


def test_a_rejected_form_stands_again_with_what_was_typed(app, signed_in):
    page = signed_in(PARTNER)
    with app.app_context():
        wanted = key(FRI, "3")
    page.post("/open-lessons", 422, line=LINE, places="2")
    assert "Tick the lessons you open" in page.words
    assert page.fields("line") == [LINE]
    page.post("/open-lessons", 422, pick=wanted, line=LINE, places="lots", until="soon")
    assert "is no date" in page.words
    assert "checked" in page.text
    page.post("/open-lessons", 409, pick="2027-01-15T0955.00000000", places="2")
    assert "Please look again" in page.words


def test_the_line_and_the_places_of_an_open_lesson_change_where_it_stands(signed_in, number):
    page = signed_in(PARTNER)
    page.post(f"/open-lessons/{number}/line", line="Fractions with string", places="3")
    assert "Fractions with string" in page.words
    page.post(f"/open-lessons/{number}/line", 422, line="x" * 141, places="3")
    assert 'aria-invalid="true"' in page.text
    page.post(f"/open-lessons/{number}/closure")
    assert "Closed." in page.words
    page.post(f"/open-lessons/{number}/closure", 404)


def test_come_with_a_click_and_leave_with_another(signed_in, number):
    page = signed_in(COACH).get("/open-lessons")
    assert (LINE in page.words, "2 places left" in page.words) == (True, True)
    page.post(f"/open-lessons/{number}/visit")
    assert "You are coming to Paul, Fri 15 Jan" in page.words
    assert "You are coming." in page.words
    page.post(f"/open-lessons/{number}/departure")
    assert "You are not coming, then" in page.words
    page.post(f"/open-lessons/{number}/departure", 409)
    page.post("/open-lessons/999999/visit", 404)
    assert "not open, or no longer" in page.words
    assert "2 places left" in page.words


def test_who_is_too_late_for_the_last_place_sees_what_else_is_open(app, signed_in, number):
    with app.app_context():
        other = opened(TUE, "4")
        row = db.session.get_one(OpenLesson, number)
        row.places = 1
        db.session.commit()
        come(number)
    page = signed_in(THIRD).post(f"/open-lessons/{number}/visit", 409)
    assert "The last place has just been taken" in page.words
    assert f"/open-lessons/{other}/visit" in page.text
    assert "No place is left." in page.words


def test_the_board_says_what_keeps_one_from_a_lesson(signed_in, number):
    assert "You teach then." in signed_in(OTHER).get("/open-lessons").words
    assert "Yours" in signed_in(PARTNER).get("/open-lessons").words


def test_the_board_is_narrowed_and_stays_so(app, signed_in, number):
    with app.app_context():
        opened(FRI, "1", THIRD)
    page = signed_in(COACH).get("/open-lessons")
    assert ("Maths" in page.words, "9A Art" in page.words) == (True, True)
    assert "9A Art" not in page.get("/open-lessons?free=1").words
    assert "8C Maths" not in page.get("/open-lessons?of=faculty:Art").words
    page.get("/open-lessons?of=subject:Art&free=1")
    assert "Nothing of it is open just now" in page.words
    page.get("/open-lessons?free=1")
    page.post(f"/open-lessons/{number}/visit?free=1")
    assert "9A Art" not in page.words
    part = page.client.get(
        "/open-lessons?free=1", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert "<html" not in part.text
    assert "8C Maths" in part.text


def test_without_any_the_board_says_what_to_do(signed_in):
    assert "open one of yours" in signed_in(COACH).get("/open-lessons").words


def test_home_has_one_quiet_line(app, signed_in, number):
    home = signed_in(COACH).get("/").words
    assert ("One lesson is open this week" in home, "You are free for it." in home) == (True, True)
    assert "open this week" not in signed_in(PARTNER).get("/").words
    assert "open this week" not in signed_in(PRINCIPAL).get("/").words


def test_who_comes_is_seen_by_those_who_are_there(app, signed_in, number, visit):
    with app.app_context():
        come(number, THIRD)
    for who in (COACH, PARTNER, THIRD):
        page = signed_in(who).get(f"/meetings/{visit}")
        assert page.response.request.path == f"/open-lessons/visits/{visit}"
        others = {COACH: "Clara Lind", PARTNER: "Paul Meyer", THIRD: "Tessa Noor"}
        assert all(name in page.words for one, name in others.items() if one != who)
    assert "Clara" not in signed_in(OTHER).get("/open-lessons").words
    for who in (OTHER, COORDINATOR, PRINCIPAL):
        signed_in(who).get(f"/meetings/{visit}", 404)


def test_a_visit_is_left_from_its_own_page(app, signed_in, visit):
    page = signed_in(COACH).get(f"/open-lessons/visits/{visit}")
    assert LINE in page.words
    page.post(f"/open-lessons/visits/{visit}/departure")
    assert state(app, visit) == "cancelled"
    page.post(f"/open-lessons/visits/{visit}/departure", 409)


def test_the_link_in_the_mail_is_enough(app, page: Browser, visit):
    address = link(app, visit, COACH)
    page.get(address)
    assert "I cannot come" in page.words
    assert "A new time" not in page.words
    page.post(f"{address}/acceptance")
    assert "You have said that it works for you" in page.get(address).words
    page.post(f"{address}/time", 404, time="2027-01-18T0955.00000000")
    page.post(f"{address}/cancellation")
    assert "You are out of it" in page.words
    assert state(app, visit) == "cancelled"
    page.post(f"{address}/cancellation", 409)


def test_who_leaves_by_link_while_others_come_is_told_so_too(app, page: Browser, number, visit):
    with app.app_context():
        come(number, THIRD)
    address = link(app, visit, COACH)
    page.get(address)
    page.post(f"{address}/cancellation")
    assert "You are out of it" in page.words
    assert state(app, visit) == "booked"
    page.get(address, 404)


def test_the_hosts_link_closes_the_lesson(app, page: Browser, visit):
    address = link(app, visit, PARTNER)
    assert "Close this lesson" in page.get(address).words
    page.post(f"{address}/cancellation")
    with app.app_context():
        assert db.session.scalars(db.select(OpenLesson)).all() == []


def test_the_mails_are_neutral_and_offer_no_other_time(app, visit):
    with app.app_context():
        texts = [body_of(one.body) for one in outbox()]
    assert len(texts) == 2
    for text in texts:
        assert LINE not in text
        assert "Move it" not in text
    assert sum("lesson you opened" in text for text in texts) == 1
    assert sum("I cannot come" in text for text in texts) == 1


def test_after_it_a_time_to_talk_is_one_click_for_who_wants_it(app, signed_in, clock, visit):
    clock.set(NOW + timedelta(days=5))
    page = signed_in(COACH).get(f"/open-lessons/visits/{visit}")
    assert "Find a time to talk about it" in page.words
    page.get(f"/open-lessons/visits/{visit}/talks")
    with app.app_context():
        first = talk_key(open_talks.times(member(COACH), visit).best[0])
    assert page.fields("talk")[0] == first
    page.post(f"/open-lessons/visits/{visit}/talks", 422)
    page.post(f"/open-lessons/visits/{visit}/talks", 409, talk="2027-01-19T0805")
    page.post(f"/open-lessons/visits/{visit}/talks", talk=first)
    assert "Talk with Paul" in page.words
    assert "Find a time" not in page.get(f"/open-lessons/visits/{visit}").words
    page.get(f"/open-lessons/visits/{visit}/talks", 409)


def test_that_it_did_not_happen_can_be_said(app, signed_in, clock, visit):
    clock.set(NOW + timedelta(days=5))
    signed_in(PARTNER).post(f"/open-lessons/visits/{visit}/missed")
    assert state(app, visit) == "not_held"


def test_being_away_says_what_came_of_it(signed_in, visit):
    page = signed_in(COACH)
    page.post("/timetable/commitments", kind="absent", first="2027-01-15", last="2027-01-15")
    assert "You are out of an open lesson" in page.words
