"""The page on which somebody sees their own week, and says what only they know."""

from __future__ import annotations

import re
from datetime import date

from builders import ADMIN, COACH, FRI, PARTNER, book, member, the_school, timetable_csv

from coachsched.core.commitments import Commitment
from coachsched.services import own_time, timetables


def day(page, label):
    """The lines of a cycle day, as period and words."""
    section = next(
        one for one in page.tree.iter("section") if "".join(one.itertext()).strip().startswith(label)
    )
    return [" ".join("".join(line.itertext()).split()) for line in section.iter("li")]


def form(page, button):
    """The action and hidden fields of the form with that button."""
    for one in page.tree.iter("form"):
        if any(each.get("aria-label") == button or each.text == button for each in one.iter("button")):
            fields = {each.get("name"): each.get("value") for each in one.iter("input") if each.get("name")}
            fields.pop("csrf_token")
            return one.get("action"), fields
    raise AssertionError(button)


def press(page, button, **given):
    action, fields = form(page, button)
    return page.post(action, **{**fields, **given})


def test_the_week_is_shown_as_the_rules_understand_it(signed_in):
    page = signed_in(COACH).get("/timetable")
    assert [line.split(" Protect")[0] for line in day(page, "Mon")] == [
        "Before 07:40 Free",
        "1 08:00 7A English R1",
        "2 08:50 7B English R1",
        "Break 09:35 Not for meetings",
        "3 09:55 Release",
        "4 10:45 Release",
        "Lunch 11:30 Free",
        "5 12:15 Release",
        "After 13:05 Free",
    ]


def test_a_period_is_protected_and_opened_again_with_one_click_each(signed_in):
    page = signed_in(COACH).get("/timetable")
    press(page, "Protect period 3 on Mon")
    assert day(page, "Mon")[4] == "3 09:55 Protected Open"
    assert day(page, "Tue")[4] == "3 09:55 Release Protect"
    press(page, "Open period 3 on Mon")
    assert day(page, "Mon")[4] == "3 09:55 Release Protect"
    assert "Opened" not in page.words


def test_an_absence_lists_the_meetings_in_it_with_a_way_to_a_new_time(app, signed_in):
    with app.app_context():
        visit = book((FRI, "3"))["visit"].id
    page = signed_in(COACH).get("/timetable")
    press(page, "Note these days", kind="absent", first=FRI.isoformat(), last="")
    assert "Two meetings need a new time" in page.words
    assert f'href="/meetings/{visit}/time"' in page.text
    assert "the whole day, Fri 15 Jan" in page.words
    # The partner is told the same, and not whose time it is.
    other = signed_in(PARTNER).get(f"/meetings/{visit}")
    assert "This time no longer works for everybody. Nothing has been moved" in other.words
    press(page, "Remove")
    assert "need a new time" not in page.words


def test_a_duty_is_added_and_removed(signed_in):
    page = signed_in(COACH).get("/timetable")
    press(page, "Add it", kind="duty", label="Tue", period="Lunch")
    assert day(page, "Tue")[6] == "Lunch 11:30 Duty"
    assert "Duty every Tue, lunch" in page.words
    press(page, "Remove")
    assert day(page, "Tue")[6] == "Lunch 11:30 Free Protect"


def test_a_rejected_form_keeps_what_was_typed_beside_what_is_wrong(signed_in):
    page = signed_in(COACH).get("/timetable")
    press(
        page, "Note these days", status=422, kind="absent", first="2027-01-20", last="2027-01-19", period="3"
    )
    assert "It is before the first day." in page.words
    assert page.fields("first")[0] == "2027-01-20"
    press(page, "Note these days", status=422, kind="absent", first="soon")
    assert "'soon' is no date." in page.words
    press(page, "Add it", status=422, kind="duty", label="Sunday", period="3")
    assert "The school has no such day." in page.words
    page.post("/timetable/commitments", status=422, kind="king", label="Mon")


def test_somebody_without_a_timetable_is_told_what_that_means(signed_in):
    page = signed_in(ADMIN).get("/timetable")
    assert "You are not in the timetable" in page.words
    assert "Only you see this page" in page.words


def test_the_timetable_in_force_is_named_and_the_next_one(app, signed_in):
    with app.app_context():
        for on in ("2027-01-11", "2027-03-01"):
            data = timetable_csv([("CLA", "5", "7C", on, "R1")]).encode()
            timetables.import_timetable(the_school(), data, "t.csv", valid_from=date.fromisoformat(on))
    page = signed_in(COACH).get("/timetable")
    assert "in force since Monday 11 January 2027" in page.words
    assert "Another one begins on Monday 1 March 2027" in page.words


def test_an_address_is_taken_and_never_shown_again(signed_in):
    page = signed_in(COACH).get("/timetable")
    press(page, "Read my calendar", address="webcal://calendar.test/canary.ics")
    assert "Your calendar at calendar.test" in page.words
    assert "canary" not in page.text
    press(page, "Stop reading it")
    assert "Read my calendar" in page.words


def test_an_address_that_cannot_be_used_is_told_without_looking_there(signed_in):
    page = signed_in(COACH).get("/timetable")
    press(page, "Read my calendar", status=422, address="ftp://calendar.test/a.ics")
    assert "This cannot be used: it is no web address." in page.words
    assert page.fields("address") == ["ftp://calendar.test/a.ics"]


def test_a_place_to_come_back_to_is_a_place_on_this_page(signed_in):
    page = signed_in(COACH).get("/timetable")
    for back in ("day-1", "//elsewhere.test", "x\r\nSet-Cookie: a=b"):
        fields = {"kind": "duty", "label": "Mon", "period": "3", "back": back, "csrf_token": page.token}
        response = page.client.post("/timetable/commitments", data=fields)
        assert re.fullmatch(r"/timetable(#day-1)?", response.headers["Location"])


def test_nobody_else_sees_what_somebody_says(app, signed_in):
    with app.app_context():
        own_time.add(member(COACH), Commitment("absent", "Mon", "3"))
    for who in (PARTNER, ADMIN):
        assert "Away" not in day(signed_in(who).get("/timetable"), "Mon")[4]
