"""Feeds of any size, changed and unchanged, on both databases, beside a bare Flask route."""

from __future__ import annotations

from benchmarks.database import application, write_pairs, write_school
from benchmarks.http import Client
from benchmarks.measure import Figure
from benchmarks.pages import WORKERS, bare, etag, feed_path, slowness, speed, write_meetings
from benchmarks.postgres import server
from coachsched.models import db
from tests.race.servers import environment, granian

# How many meetings, and how many requests are timed together.
SIZES = ((10, 200), (1_000, 40), (10_000, 5))


def figures() -> list[Figure]:
    with bare() as floor, server() as postgres:
        return [
            one
            for database, url in (("", None), ("_postgres", postgres))
            for meetings, count in SIZES
            for one in _of_size(f"{meetings}{database}", meetings, count, floor, url)
        ]


def _of_size(name: str, meetings: int, count: int, floor: Client, url: str | None) -> list[Figure]:
    with application(url) as app:
        school, teachers = write_school("Bench", 20, with_timetable=False)
        write_meetings(teachers, write_pairs(school, teachers, 1)[0], meetings)
        path = feed_path(school)
        db.session.remove()
        with granian(environment(app.config["SETTINGS"]), WORKERS) as port:
            whole = Client(port, path)
            unchanged = Client(port, path, 304, If_None_Match=etag(port, path, meetings))
            return [
                slowness(f"feed_200_{name}", whole, floor, count),
                speed(f"feed_304_{name}", unchanged, floor, count=1500),
            ]
