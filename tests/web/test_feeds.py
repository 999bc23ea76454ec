"""Feeds as calendar programs fetch them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from browser import Browser
from builders import (
    COACH,
    FRI,
    MON,
    OTHER,
    PARTNER,
    THIRD,
    book,
    dump,
    member,
    moving_times,
    pick,
    the_pair,
)  # fmt: skip
from flask import Flask
from flask.testing import FlaskClient
from parsers import read_with_vobject, unfolded, values

from coachsched.models import Person, db
from coachsched.services import moving

SQUARE = re.compile(r'class="square" src="(data:image/svg[^"]+)"')


@pytest.fixture
def program(app: Flask) -> FlaskClient:
    """A calendar program: no cookies, no sign-in."""
    return app.test_client(use_cookies=False)


def address(page: Browser, kind: str = "meetings") -> str:
    """The path of the feed as the calendar page shows it."""
    page.get("/calendar")
    (field,) = [one for one in page.tree.iter("input") if one.get("id") == f"feed-{kind}"]
    url = urlsplit(field.get("value") or "")
    assert url.netloc == "localhost"
    return url.path


@pytest.fixture
def feed(signed_in) -> str:
    return address(signed_in(COACH).post("/calendar/feeds/meetings"))


def events(body: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_a_feed_holds_a_persons_meetings_under_neutral_titles(app, program, feed):
    with app.app_context():
        booked = book((FRI, "3"))
        uids = sorted(meeting.uid for meeting in booked.values())
    body = program.get(feed).data
    assert sorted(str(one["UID"]) for one in events(body)) == uids
    assert [str(one["SUMMARY"]) for one in events(body)] == ["Classroom visit", "Debrief"]
    visit = events(body)[0]
    assert (visit["DTSTART"].dt.isoformat(), str(visit["LOCATION"])) == ("2027-01-15T08:55:00+00:00", "R2")
    assert str(visit["STATUS"]) == "CONFIRMED"


def test_other_programs_read_the_same(app, program, feed):
    with app.app_context():
        book((FRI, "3"))
    body = program.get(feed).data
    seen = read_with_vobject(body)
    assert sorted(one.uid.value for one in seen.vevent_list) == sorted(
        str(one["UID"]) for one in events(body)
    )
    assert all(len(line.encode()) <= 75 for line in body.decode().split("\r\n"))
    assert unfolded(body)[0] == "BEGIN:VCALENDAR"


def test_an_empty_feed_is_a_calendar_all_the_same(program, feed):
    body = program.get(feed).data
    assert events(body) == []
    assert read_with_vobject(body)


def test_the_answer_is_for_programs_and_caches(program, feed):
    response = program.get(feed)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert not response.get_etag()[1]


def test_what_has_not_changed_is_not_sent_again(program, feed):
    first = program.get(feed)
    etag = first.headers["ETag"]
    for told in (etag, f"W/{etag}", f'"other", {etag}'):
        again = program.get(feed, headers={"If-None-Match": told})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
        assert "Set-Cookie" not in again.headers
    since = program.get(feed, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (since.status_code, since.data) == (304, b"")


@pytest.mark.parametrize(
    "told",
    [
        {"If-None-Match": '"other"'},
        {"If-Modified-Since": "Mon, 04 Jan 2027 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 31 Dec 2027 00:00:00 GMT"},
    ],
)
def test_what_a_program_has_not_got_is_sent(program, feed, told: dict[str, str]):
    response = program.get(feed, headers=told)
    assert response.status_code == 200
    assert response.data


def test_head_tells_the_same_without_a_body(program, feed):
    got, asked = program.get(feed), program.head(feed)
    assert (asked.status_code, asked.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert asked.headers[name] == got.headers[name]


def test_the_bytes_stay_the_same_while_nothing_changes(app, program, feed, clock):
    with app.app_context():
        book((FRI, "3"))
    first = program.get(feed)
    clock.forward(hours=5)
    with app.app_context():
        book((FRI, "2"), by=THIRD, pair=the_pair(THIRD, OTHER), answer=OTHER)
    again = program.get(feed)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert again.headers["Last-Modified"] == first.headers["Last-Modified"]


def test_each_change_is_seen_at_once(app, program, feed, clock):
    tags, stamps = [program.get(feed).headers["ETag"]], []
    for act in ("book", "move", "cancel"):
        clock.forward(minutes=1)
        with app.app_context():
            change(act)
        response = program.get(feed, headers={"If-None-Match": tags[-1]})
        assert response.status_code == 200
        tags.append(response.headers["ETag"])
        stamps.append(values(response.data, "LAST-MODIFIED")[0])
        (visit,) = [one for one in events(response.data) if "visit" in str(one["SUMMARY"])]
        expected = {"book": (0, "CONFIRMED"), "move": (1, "CONFIRMED"), "cancel": (2, "CANCELLED")}
        assert (visit["SEQUENCE"], str(visit["STATUS"])) == expected[act]
    assert len(set(tags)) == 4
    assert stamps == sorted(set(stamps))


def change(act: str) -> None:
    if act == "book":
        book((FRI, "3"))
        return
    visit = next(one for one in moving.meetings.of_partnership(the_pair().id) if one.kind == "visit")
    if act == "move":
        moving.move_visit(member(PARTNER), visit.id, [pick(moving_times(visit), MON, "3")])
    else:
        moving.cancel(member(PARTNER), visit.id)


def test_a_feed_shows_its_owners_meetings_only(app, program, feed, signed_in):
    theirs = address(signed_in(THIRD).post("/calendar/feeds/meetings"))
    with app.app_context():
        book((FRI, "3"))
        book((FRI, "2"), by=THIRD, pair=the_pair(THIRD, OTHER), answer=OTHER)
    mine, others = ({str(one["UID"]) for one in events(program.get(path).data)} for path in (feed, theirs))
    assert (len(mine), len(others), mine & others) == (2, 2, set())


def test_a_revoked_address_leads_nowhere(program, feed, signed_in):
    signed_in(COACH).post("/calendar/feeds/meetings/revocation")
    response = program.get(feed)
    assert (response.status_code, response.data) == (404, b"")


def test_a_renewed_address_replaces_the_old_one(program, feed, signed_in):
    page = signed_in(COACH).post("/calendar/feeds/meetings")
    new = address(page)
    assert new != feed
    assert (program.get(feed).status_code, program.get(new).status_code) == (404, 200)


def test_the_feed_of_somebody_who_left_is_closed(app, program, feed):
    with app.app_context():
        db.session.scalars(db.select(Person).where(Person.email == COACH)).one().active = False
        db.session.commit()
    assert program.get(feed).status_code == 404


@pytest.mark.parametrize("token", ["x", "1", "../1", "A" * 32, "%00", "é", "a" * 5000])
def test_a_guessed_address_leads_nowhere(program, feed, token: str):
    response = program.get(f"/feeds/{token}.ics")
    assert response.status_code == 404
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/feeds/nothing.ics", 404),
        ("HEAD", "/feeds/nothing.ics", 404),
        ("GET", "/feeds/nothing", 404),
        ("GET", "/feeds/", 404),
        ("GET", "/feeds/one/two.ics", 404),
        ("POST", "/feeds/nothing.ics", 405),
    ],
)
def test_a_calendar_program_never_gets_a_page(program, method: str, path: str, status: int):
    response = program.open(path, method=method)
    assert (response.status_code, response.data, response.mimetype) == (status, b"", "text/plain")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers


def test_a_fault_of_ours_is_no_page_either(app, program, feed, monkeypatch: pytest.MonkeyPatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("coachsched.services.feeds.render", lambda _: 1 / 0)
    response = program.get(feed)
    assert (response.status_code, response.data, response.mimetype) == (500, b"", "text/plain")


def test_an_address_cannot_be_guessed_and_is_not_kept(app, feed, signed_in):
    page, found = signed_in(COACH), {feed}
    for _ in range(5):
        found.add(address(page.post("/calendar/feeds/meetings")))
    assert len(found) == 6
    tokens = [path.rpartition("/")[2].removesuffix(".ics") for path in found]
    # 32 signs of base64 stand for 192 bits, from which a key of 128 at least is made.
    assert all(len(token) >= 22 for token in tokens)
    with app.app_context():
        kept = repr(dump())
    assert not any(token in kept for token in tokens)


def test_school_days_are_all_day_entries(program, signed_in):
    path = address(signed_in(COACH).post("/calendar/feeds/school_days"), "school_days")
    body = program.get(path).data
    days = {one["DTSTART"].dt: str(one["SUMMARY"]) for one in events(body)}
    assert days[date(2027, 1, 13)] == "Wed"
    assert days[date(2027, 2, 8)] == "Staff day"
    assert date(2027, 1, 16) not in days
    assert all(type(day) is date for day in days)
    assert {one["DTEND"].dt - one["DTSTART"].dt for one in events(body)} == {timedelta(days=1)}
    assert len({str(one["UID"]) for one in events(body)}) == len(days)
    assert read_with_vobject(body)


def test_a_feed_of_a_kind_there_is_not_cannot_be_made(signed_in):
    page = signed_in(COACH)
    for kind in ("everything", "meetings%2f"):
        page.post(f"/calendar/feeds/{kind}", status=404)


def test_a_phone_finds_the_address_in_a_square(signed_in):
    page = signed_in(COACH).get("/calendar")
    assert "data:image/svg" not in page.text
    page.post("/calendar/feeds/meetings")
    first = SQUARE.findall(page.text)
    page.post("/calendar/feeds/meetings")
    second = SQUARE.findall(page.text)
    assert (len(first), len(second)) == (1, 1)
    # Another address, another square.
    assert first != second
