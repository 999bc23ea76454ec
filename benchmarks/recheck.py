"""Every booked meeting looked at again after a snow day that gives each later date another timetable day."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy.engine import make_url

from benchmarks.database import NOW, TODAY, application, write, write_pairs, write_school
from benchmarks.invented import code
from benchmarks.measure import Figure, compare_ms
from coachsched.core.closing import Closing, with_closings
from coachsched.core.slots import Diary, find_slots
from coachsched.models import Booking, Meeting, School, db
from coachsched.services import recheck
from coachsched.services.finding import instants
from coachsched.store import schools
from coachsched.store.schools import SchoolTime

MEETINGS = 2_000
TEACHERS = 400
DAYS = 42
SNOW = TODAY + timedelta(days=1)

# What the recheck is about, read without making anything of it.
ROWS = """SELECT m.id, m.partnership_id, m.visit_id, m.host_id, m.kind, m.date, m.period, m.start_at,
                 m.end_at, m.klass, m.new_time, b.person_id FROM meeting m
          JOIN partnership p ON p.id = m.partnership_id JOIN booking b ON b.meeting_id = m.id
          WHERE p.school_id = ? AND m.state = 'booked' AND m.start_at > ? ORDER BY m.start_at"""


def figures() -> list[Figure]:
    return [_figure("recheck_2000", 1, rounds=7), _figure("recheck_2000_x10", 10, rounds=1)]


def _figure(name: str, times: int, rounds: int) -> Figure:
    with application() as app:
        school, people = write_school("Bench", TEACHERS * times)
        pairs = write_pairs(school, people, MEETINGS * times // 2)
        write_visits(school, people, pairs, MEETINGS * times)
        number, database = school.id, make_url(app.config["SETTINGS"].database_url).database
        floor = sqlite3.connect(database or "")
        found = _ours(number)
        assert len(found.fine) + len(found.broken) + len(found.closed) == MEETINGS * times
        assert len(found.broken) > MEETINGS * times / 2, "a snow day that breaks little is quick"
        figure = compare_ms(name, lambda: _ours(number), lambda: _read(floor, number), rounds)
        floor.close()
    return figure


def _ours(school_id: int) -> recheck.Verdict:
    """As in a request of its own: nothing is left in the session from the one before."""
    db.session.remove()
    school = schools.get(school_id)
    assert isinstance(school, School)
    time = schools.school_time(school)
    snowed_in = with_closings(time.calendar, [Closing(SNOW, "hold")])
    return recheck.look_at(school, replace(time, calendar=snowed_in))


def _read(connection: sqlite3.Connection, school_id: int) -> int:
    return len(connection.execute(ROWS, [school_id, NOW.replace(tzinfo=None).isoformat(" ")]).fetchall())


def write_visits(school: School, people: list[int], pairs: list[int], count: int) -> None:
    """So many visits that all can be held, two for each pair, within the weeks ahead."""
    meetings: list[dict[str, Any]] = []
    bookings: list[dict[str, Any]] = []
    for number, visit in enumerate(islice(_visits(school, people, pairs), count), start=1):
        both, span = visit.pop("both"), {"start_at": visit["start_at"], "end_at": visit["end_at"]}
        meetings.append({"id": number, "uid": f"bench-{number}@coachsched"} | visit)
        bookings += [{"meeting_id": number, "person_id": one} | span for one in both]
    assert len(meetings) == count
    write(Meeting, meetings)
    write(Booking, bookings)
    db.session.commit()


def _visits(school: School, people: list[int], pairs: list[int]):  # type: ignore[no-untyped-def]
    rng = Random(len(pairs))
    time = schools.school_time(school)
    taken: dict[int, list[tuple[datetime, datetime]]] = {one: [] for one in people}
    for turn in range(40):
        for number, pair in enumerate(pairs):
            coach, apart = number % len(people), 1 + number // len(people)
            both = coach, (coach + apart) % len(people)
            start = TODAY + timedelta(days=rng.randrange(1, DAYS - 4))
            found = _slot(rng, time, people, both, taken, start) if turn < 2 or rng.random() < 0.1 else None
            if found:
                yield found | {
                    "school_id": school.id,
                    "partnership_id": pair,
                    "both": [people[one] for one in both],
                }


def _slot(
    rng: Random,
    time: SchoolTime,
    people: list[int],
    both: tuple[int, int],
    taken: dict[int, list[tuple[datetime, datetime]]],
    start: date,
) -> dict[str, Any] | None:
    host, observer = (Diary(people[one], code(one), tuple(taken[people[one]])) for one in both)
    last = start + timedelta(days=3)
    slots = find_slots(time.calendar, time.timetable, time.rules, host, [observer], start, last)
    if not slots:
        return None
    visit = rng.choice(slots).visit
    span = instants(visit, time)
    for one in both:
        taken[people[one]].append(span)
    return {
        "kind": "visit", "host_id": host.person, "date": visit.date, "period": visit.period,
        "klass": visit.klass, "subject": visit.subject, "room": visit.room,
        "start_at": span[0], "end_at": span[1], "stamped_at": NOW, "changed_at": NOW,
    }  # fmt: skip
