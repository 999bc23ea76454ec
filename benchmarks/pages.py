"""Pages and feeds over real HTTP, beside a bare Flask route on the same kind of server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

from flask import Flask

from benchmarks.database import NOW, TODAY, application, write, write_pairs, write_school
from benchmarks.http import Client
from benchmarks.invented import TEACHERS
from benchmarks.measure import Figure, by_turns, figure
from coachsched.models import Booking, HistoryEvent, Meeting, db
from coachsched.services import accounts, feeds
from coachsched.store import people
from coachsched.store.people import School
from tests.race.servers import environment, granian

WORKERS = 2
MEETINGS = 40
PASSWORD = "known to everybody"


def figures() -> list[Figure]:
    with bare() as floor:
        return [*_at_a_school("", 1, floor), *_at_a_school("_x10", 10, floor)]


def _at_a_school(suffix: str, times: int, floor: Client) -> list[Figure]:
    """The figures of a school with so many times the teachers, and a feed with so many times the meetings."""
    with application() as app:
        school, teachers = write_school("Bench", TEACHERS * times)
        pairs = write_pairs(school, teachers, TEACHERS * times // 2)
        write(HistoryEvent, [{"partnership_id": one, "date": TODAY, "what": "began"} for one in pairs])
        pair = pairs[0]
        write_meetings(teachers, pair, MEETINGS * times)
        cookie, feed = signed_in(app), feed_path(school)
        db.session.remove()
        with granian(environment(app.config["SETTINGS"]), WORKERS) as port:
            page = Client(port, f"/partnerships/{pair}/slots", Cookie=cookie)
            whole = Client(port, feed)
            unchanged = Client(port, feed, 304, If_None_Match=etag(port, feed))
            return [
                slowness(f"find_times_page{suffix}", page, floor, count=40),
                slowness(f"feed_200{suffix}", whole, floor, count=80),
                speed(f"feed_304{suffix}", unchanged, floor, count=1500),
            ]


def slowness(name: str, ours: Client, floor: Client, count: int) -> Figure:
    found = by_turns(lambda: ours.milliseconds(count), lambda: floor.milliseconds(count), rounds=5)
    return figure(name, *found, unit="ms")


def speed(name: str, ours: Client, floor: Client, count: int) -> Figure:
    found = by_turns(lambda: ours.per_second(count), lambda: floor.per_second(count), rounds=7)
    return figure(name, *found, unit="/s")


@contextmanager
def bare() -> Iterator[Client]:
    with granian(os.environ, WORKERS, target="benchmarks.bare:app") as port:
        client = Client(port, "/")
        yield client
        client.close()


def signed_in(app: Flask) -> str:
    """The cookie of the first teacher's session."""
    accounts.set_password("teacher1@school.test", PASSWORD)
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = accounts.sign_in("teacher1@school.test", PASSWORD)
    cookie = browser.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"


def feed_path(school: School) -> str:
    owner = people.member_by_email(school, "teacher1@school.test")
    assert owner is not None
    feeds.renew(owner, "meetings")
    address = feeds.addresses(owner)["meetings"]
    assert address is not None
    return urlsplit(address).path


def etag(port: int, path: str, meetings: int = MEETINGS) -> str:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.read().count(b"BEGIN:VEVENT") >= meetings
    connection.close()
    return str(answer.headers["ETag"])


def write_meetings(teachers: list[int], pair: int, count: int) -> None:
    """One visit a day going back from yesterday, by the first teacher to the second."""
    meetings, bookings = [], []
    for number in range(1, count + 1):
        start = NOW - timedelta(days=number)
        span = {"start_at": start, "end_at": start + timedelta(minutes=30)}
        kept = {"stamped_at": NOW, "changed_at": NOW, "host_id": teachers[1]}
        lesson = {"klass": "7a", "subject": "English", "room": "R1", "period": "1", "date": start.date()}
        base = {
            "id": number,
            "uid": f"bench-{number}@coachsched",
            "partnership_id": pair,
            "kind": "visit",
            "school_id": 1,
        }
        meetings.append(base | span | kept | lesson)
        bookings += [{"meeting_id": number, "person_id": one} | span for one in teachers[:2]]
    write(Meeting, meetings)
    write(Booking, bookings)
    db.session.commit()
