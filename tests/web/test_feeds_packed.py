"""Feeds packed with gzip, their alarms and their secrecy."""

from __future__ import annotations

import gzip
import logging

import pytest
from builders import COACH, FRI, book, member
from flask import Flask
from flask.testing import FlaskClient
from parsers import read_with_ical_js, read_with_vobject

from coachsched.services import feeds, notice
from coachsched.views import packing


@pytest.fixture
def feed(app: Flask) -> str:
    with app.app_context():
        book((FRI, "3"))
        feeds.renew(member(COACH), "meetings")
        return str(feeds.addresses(member(COACH))["meetings"]).removeprefix("http://localhost")


@pytest.fixture
def program(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


ASKED = {"Accept-Encoding": "gzip"}


def test_packed_it_is_the_same_calendar_under_a_tag_of_its_own(program, feed):
    plain, packed = program.get(feed), program.get(feed, headers=ASKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert not packed.get_etag()[1]
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_packed_it_is_the_same_bytes_each_time(program, feed, clock):
    first = program.get(feed, headers=ASKED)
    clock.forward(hours=3)
    assert program.get(feed, headers=ASKED).data == first.data


@pytest.mark.parametrize("asked", [{}, ASKED])
@pytest.mark.parametrize("had", [{}, ASKED])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_there_already_is_not_sent_however_it_was_packed(program, feed, asked, had, method):
    tag = program.get(feed, headers=had).headers["ETag"]
    again = program.open(feed, method=method, headers={**asked, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_head_tells_of_the_packed_one_too(program, feed):
    got, asked = program.get(feed, headers=ASKED), program.head(feed, headers=ASKED)
    for name in ("ETag", "Content-Length", "Content-Encoding", "Content-Type", "Last-Modified"):
        assert asked.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("", False), ("gzip", True), ("GZIP", True), ("gzip, deflate, br", True), ("deflate, br", False),
        ("gzip;q=0", False), ("gzip;q=0.5, identity", True), ("*", True), ("*;q=0", False),
        ("gzip;q=0, *", False), ("gzip;q=oops", False), ("\x00", False), ("x" * 9999, False),
    ],
)  # fmt: skip
def test_it_is_packed_only_where_that_is_asked_for(accepted: str, packed: bool):
    assert packing.wants_gzip(accepted) == packed


def test_an_alarm_chosen_is_in_the_feed_and_makes_it_a_new_one(app, program, feed):
    before = program.get(feed)
    with app.app_context():
        notice.choose(member(COACH), "reminder", "1440")
    after = program.get(feed, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    alarms = [one for event in read_with_ical_js(after.data)[0]["events"] for one in event["alarms"]]
    assert alarms == ["-P1D", "-P1D"]
    visit = read_with_vobject(after.data).vevent_list[0]
    assert visit.valarm.trigger.value.total_seconds() == -24 * 60 * 60
    assert b"VALARM" not in before.data


def test_an_error_is_logged_without_the_address(app, program, feed, monkeypatch, caplog):
    def fail(_):
        raise RuntimeError("no disk")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(feeds, "render", fail)
    with caplog.at_level(logging.DEBUG):
        assert program.get(feed).status_code == 500
    assert "no disk" in caplog.text
    assert "feeds.show" in caplog.text
    assert feed.rpartition("/")[2].removesuffix(".ics") not in caplog.text
