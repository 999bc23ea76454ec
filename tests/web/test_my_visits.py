"""A person's own visits by week and month: what their feed has, on the days it has it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from builders import (
    COACH,
    FRI,
    MON,
    OTHER,
    PARTNER,
    SCHOOL_TOML,
    THIRD,
    TUE,
    book,
    member,
    the_school,
)  # fmt: skip
from covers import approve, offer_cover, requests
from opened import come, opened

from coachsched.services import feeds, moving, schools

BERLIN = ZoneInfo("Europe/Berlin")


def on_page(page, tag="section"):
    """Where each meeting stands: (the date of its day, its own start), and every date shown."""
    found, dates = [], []
    for place in page.tree.iter(tag):
        times = [one.get("datetime") for one in place.iter("time")]
        if times and len(times[0]) == len("2027-01-18"):
            dates.append(times[0])
            found += [(times[0], one) for one in times[1:]]
    return found, dates


def link(page, words):
    return next(one.get("href") for one in page.tree.iter("a") if one.text == words)


def in_feed(app, email):
    """The starts in somebody's feed, but for what was called off, as an iCalendar reader sees them."""
    with app.app_context():
        feeds.renew(member(email), "meetings")
        path = str(feeds.addresses(member(email))["meetings"]).partition("localhost")[2]
    events = icalendar.Calendar.from_ical(app.test_client().get(path).data).walk("VEVENT")
    starts = [one.decoded("DTSTART") for one in events if one.get("STATUS") != "CANCELLED"]
    return sorted(one.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M") for one in starts)


@pytest.fixture
def busy(app, clock):
    """Clara has visits held, called off and ahead; Tessa takes a class, and comes to an open lesson."""
    with app.app_context():
        offer_cover()
        book((FRI, "3"))
        book((MON, "2"))
        approve(requests()[0], THIRD)
        come(opened(TUE, "4"), THIRD)
        gone = book((TUE, "3"))
        moving.cancel(member(COACH), gone["visit"].id)
    clock.set(datetime(2027, 1, 16, 9, tzinfo=UTC))


@pytest.mark.parametrize("who", [COACH, PARTNER, THIRD, OTHER])
def test_the_weeks_one_after_another_have_what_the_feed_has(busy, app, signed_in, who):
    page = signed_in(who).get("/my-visits?week=2027-W01")
    seen, days = [], []
    for _ in range(12):
        found, dates = on_page(page)
        assert all(start.startswith(day) for day, start in found)
        seen, days = seen + found, days + dates
        page.get(link(page, "Week after ›"))
    assert sorted(start for _, start in seen) == in_feed(app, who)
    school_days = [date(2027, 1, 4) + timedelta(days=number) for number in range(12 * 7)]
    assert days == [f"{one}" for one in school_days if one.weekday() < 5]


@pytest.mark.parametrize("who", [COACH, THIRD])
def test_a_month_has_what_the_feed_has_of_it(busy, app, signed_in, who):
    page = signed_in(who).get("/my-visits?month=2027-01")
    found, dates = on_page(page, "td")
    assert sorted(start for _, start in found) == in_feed(app, who) != []
    assert all(start.startswith(day) for day, start in found)
    assert dates == [f"2027-01-{number:02}" for number in range(1, 32) if date(2027, 1, number).weekday() < 5]
    page.get(link(page, "February ›"))
    assert on_page(page, "td")[0] == []
    assert "Nothing is booked in this month." in page.words


def test_what_was_held_says_so_and_what_is_ahead_does_not(busy, signed_in):
    page = signed_in(COACH).get("/my-visits")
    assert [one.count("Held") for one in entries(page)] == [1, 1]
    page.get(link(page, "Week after ›"))
    assert all("Held" not in one.replace("Held until cover is found", "") for one in entries(page))


def entries(page):
    return [" ".join("".join(one.itertext()).split()) for one in page.tree.iter("article")]


def test_a_staff_day_is_seen_and_so_is_today(signed_in):
    page = signed_in(COACH).get("/my-visits?week=2027-W06")
    staff_day = next(one for one in page.tree.iter("section") if one.find("h2/time") is not None)
    assert "closed" in staff_day.get("class")
    assert "Staff day" in "".join(staff_day.itertext())
    assert [one for one in page.tree.iter("section") if "today" in (one.get("class") or "")] == []
    page.get(link(page, "This week"))
    (today,) = [one for one in page.tree.iter("section") if "today" in (one.get("class") or "")]
    assert "Today, Wed 13 Jan" in "".join(today.itertext())
    assert "Staff day" in page.get("/my-visits?month=2027-02").words


def test_a_cycle_day_that_its_weekday_names_already_is_not_said_again(app, signed_in):
    def heading():
        page = signed_in(COACH).get("/my-visits?week=2027-W04")
        return " ".join(next(page.tree.iter("h2")).itertext()).split()

    assert heading() == ["Mon", "25", "Jan"]
    text = SCHOOL_TOML.replace('"Mon", "Tue"', '"Red", "Tue"')
    assert text != SCHOOL_TOML
    with app.app_context():
        schools.apply(text.encode(), "school.toml")
    assert heading() == ["Mon", "25", "Jan", "Red"]


def test_weeks_begin_on_the_schools_first_weekday(app, signed_in):
    with app.app_context():
        text = SCHOOL_TOML.replace('"Fri"]', '"Fri"]\nweekdays = ["sun", "mon", "tue", "wed", "thu"]')
        text = text.replace('"Mon", "Tue", "Wed", "Thu", "Fri"', '"Sun", "Mon", "Tue", "Wed", "Thu"')
        schools.apply(text.encode(), "school.toml")
    page = signed_in(COACH).get("/my-visits")
    # Sunday the 10th to Thursday the 14th: the week is named by its Thursday.
    assert on_page(page)[1] == [f"2027-01-{number}" for number in range(10, 15)]
    page.get(link(page, "Week after ›"))
    assert page.response.request.query_string == b"week=2027-W03"
    assert on_page(page)[1][0] == "2027-01-17"
    page.get(link(page, "‹ Week before"))
    assert on_page(page)[1][0] == "2027-01-10"


def test_week_and_month_lead_to_each_other(signed_in):
    page = signed_in(COACH).get("/my-visits?week=2027-W08")
    page.get(link(page, "Month"))
    assert page.words.count("My visits, February 2027") >= 1
    page.get(link(page, "Week"))
    assert on_page(page)[1][0] == "2027-02-01"


def test_nothing_of_what_partners_keep_to_themselves_is_on_it(app, signed_in):
    """A week is printed and lies about: the kind of visit and the focus are not on it."""
    with app.app_context():
        school = the_school()
        school.settings = {"visit_kinds": ["observe", "model a lesson"]}
        book((FRI, "3"), focus="Waiting time", visit_kind="model a lesson")
    for path in ("/my-visits", "/my-visits?month=2027-01"):
        text = signed_in(COACH).get(path).text
        assert "you visit Paul" in text
        assert not re.search("Waiting time|model a lesson", text)


@pytest.mark.parametrize(
    "query",
    ["week=2027-W54", "week=2027-1", "week=soon", "week=0000-W01", "week=9999-W52", "week=٢٠٢٧-W04",
     "month=2027-13", "month=soon", "month=9999-12", "month=0001-01", "month=2027-W1"],
)  # fmt: skip
def test_what_is_no_week_or_month_is_not_there(signed_in, query):
    page = signed_in(COACH).get(f"/my-visits?{query}", 404)
    assert re.search(r"look like 2027-(W04|02)\.", page.words)


def test_home_and_the_calendar_lead_to_it(signed_in):
    page = signed_in(COACH)
    for path, href in (("/", "/my-visits"), ("/calendar", "/my-visits?month=2027-01")):
        assert page.get(path).tree.find(f".//a[@href='{href}']") is not None
