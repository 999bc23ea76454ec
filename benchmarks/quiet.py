"""The standing of every partnership of a large school, from the rows of its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url

from benchmarks.database import TODAY, application, write, write_pairs, write_school
from benchmarks.invented import START
from benchmarks.measure import Figure, compare_ms
from coachsched.models import HistoryEvent, School, db
from coachsched.services import standings
from coachsched.store import schools

PARTNERSHIPS = 10_000
TEACHERS = 400

# What of_school needs, read without making anything of it.
ROWS = (
    """SELECT e.partnership_id, e.date, e.what, e.until, e.ref FROM history_event e
       JOIN partnership p ON p.id = e.partnership_id WHERE p.school_id = ? ORDER BY e.date, e.id""",
    """SELECT m.partnership_id, m.position, p.coach_id, person.name, person.email FROM partnership p
       JOIN partnership_member m ON m.partnership_id = p.id JOIN person ON person.id = m.person_id
       WHERE p.school_id = ? ORDER BY p.id""",
    "SELECT person_id, faculty FROM membership WHERE school_id = ?",
)


def figures() -> list[Figure]:
    return [_figure("quiet_10000", 1, rounds=7), _figure("quiet_10000_x10", 10, rounds=1)]


def _figure(name: str, times: int, rounds: int) -> Figure:
    with application() as app:
        school, people = write_school("Bench", TEACHERS)
        pairs = write_pairs(school, people, PARTNERSHIPS * times)
        write_histories(pairs[:PARTNERSHIPS])
        _repeat_histories(times)
        number, database = school.id, make_url(app.config["SETTINGS"].database_url).database
        floor = sqlite3.connect(database or "")
        assert len(_ours(number)) == len(pairs)
        found = compare_ms(name, lambda: _ours(number), lambda: read_bare(floor, number), rounds)
        floor.close()
    return found


def _ours(school_id: int) -> list[standings.Line]:
    """As in a request of its own: nothing is left in the session from the one before."""
    db.session.remove()
    school = schools.get(school_id)
    assert isinstance(school, School)
    return standings.of_school(school, TODAY)


def read_bare(connection: sqlite3.Connection, school_id: int) -> None:
    """What standings and board need, read without making anything of it."""
    for query in ROWS:
        connection.execute(query, [school_id]).fetchall()


def write_histories(partnership_ids: list[int]) -> None:
    """Half a year for each: rounds of proposals, visits and debriefs, some called off or turned down."""
    rng = Random(len(partnership_ids))
    ref = iter(range(1, 10**9))
    values = []
    for one in partnership_ids:
        values += [row | {"partnership_id": one} for row in _history(rng, ref)]
    for start in range(0, len(values), 50_000):
        write(HistoryEvent, values[start : start + 50_000])
    db.session.commit()


def _repeat_histories(times: int) -> None:
    """The same histories for every further ten thousand partnerships."""
    copy = """INSERT INTO history_event (partnership_id, date, what, until, ref)
              SELECT partnership_id + :shift, date, what, until, ref FROM history_event
              WHERE partnership_id <= :count ORDER BY id"""
    for number in range(1, times):
        db.session.execute(text(copy), {"shift": number * PARTNERSHIPS, "count": PARTNERSHIPS})
    db.session.commit()


def _history(rng: Random, ref: Iterator[int]) -> list[dict[str, Any]]:
    on = START + timedelta(days=rng.randint(0, 20))
    rows = [_row(on, "began")]
    while (on := on + timedelta(days=rng.randint(7, 35))) < TODAY:
        rows.append(_row(on, "proposed", until=on + timedelta(days=14)))
        answer = rng.random()
        if answer < 0.15:
            rows.append(_row(on, "turned_down"))
        elif answer < 0.9:
            visit = next(ref)
            rows.append(_row(on, "visit_booked", until=on + timedelta(days=5), ref=visit))
            rows.append(_row(on, "debrief_booked", until=on + timedelta(days=6), ref=next(ref)))
            if answer > 0.8:
                rows.append(_row(on + timedelta(days=1), "cancelled", ref=visit))
    return rows


def _row(on: date, what: str, until: date | None = None, ref: int | None = None) -> dict[str, Any]:
    return {"date": on, "what": what, "until": until, "ref": ref}
