"""The coordinator's board as a page, beside the bare queries it rests on."""

from __future__ import annotations

import re
import sqlite3
from contextvars import Context

from flask.testing import FlaskClient
from sqlalchemy.engine import make_url

from benchmarks.database import application, write_pairs, write_school
from benchmarks.measure import Figure, compare_ms
from benchmarks.quiet import read_bare, write_histories
from coachsched.models import Membership, Person, db
from coachsched.services import accounts

TEACHERS = 400
EMAIL, PASSWORD = "coordinator@school.test", "a password of the benchmarks"


def figures() -> list[Figure]:
    return [_figure("board_200", 200, rounds=11), _figure("board_20000", 20_000, rounds=3)]


def _figure(name: str, partnerships: int, rounds: int) -> Figure:
    with application() as app:
        school, people = write_school("Bench", TEACHERS, with_timetable=False)
        write_histories(write_pairs(school, people, partnerships))
        coordinator = db.session.get_one(Person, people[0])
        coordinator.email, coordinator.password_hash = EMAIL, accounts.hash_password(PASSWORD)
        member = db.session.scalars(db.select(Membership).filter_by(person_id=people[0])).one()
        member.roles = ["coordinator"]
        db.session.commit()
        number, database = school.id, make_url(app.config["SETTINGS"].database_url).database
        db.session.remove()
        client = Context().run(_signed_in, app.test_client())
        floor = sqlite3.connect(database or "")
        found = compare_ms(name, lambda: _page(client), lambda: read_bare(floor, number), rounds)
        floor.close()
    return found


def _signed_in(client: FlaskClient) -> FlaskClient:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    fields = {"email": EMAIL, "password": PASSWORD, "csrf_token": found[1]}
    assert client.post("/sign-in", data=fields).status_code == 303
    return client


def _page(client: FlaskClient) -> None:
    # In a context of its own, as a request comes: who is signed in is kept in the application's otherwise.
    assert Context().run(client.get, "/board").status_code == 200
