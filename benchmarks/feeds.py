"""Feeds of any size, changed and unchanged, on both databases, beside a bare Flask route."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.database import application, write_pairs, write_school
from benchmarks.http import Client
from benchmarks.measure import Figure
from benchmarks.pages import WORKERS, bare, etag, feed_path, slowness, speed, write_meetings
from benchmarks.postgres import server
from coachsched.models import db
from tests.race.servers import environment, granian

# How many meetings, and how many requests are timed together.
SIZES = ((10, 80), (1_000, 16), (10_000, 3))


def figures() -> Iterator[Figure]:
    with bare() as floor, server() as postgres:
        for database, url in (("", None), ("_postgres", postgres)):
            for meetings, count in SIZES:
                yield from _of_size(f"{meetings}{database}", meetings, count, floor, url)


def _of_size(name: str, meetings: int, count: int, floor: Client, url: str | None) -> Iterator[Figure]:
    with application(url) as app:
        school, teachers = write_school("Bench", 20, with_timetable=False)
        write_meetings(teachers, write_pairs(school, teachers, 1)[0], meetings)
        path = feed_path(school)
        db.session.remove()
        with granian(environment(app.config["SETTINGS"]), WORKERS) as port:
            whole = Client(port, path)
            unchanged = Client(port, path, 304, If_None_Match=etag(port, path, meetings))
            yield slowness(f"feed_200_{name}", whole, floor, count)
            yield speed(f"feed_304_{name}", unchanged, floor, count=800)
