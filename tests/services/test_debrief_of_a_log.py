"""A visit that a log told of has no meeting here; its debrief is offered and booked all the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from builders import (
    ADMIN,
    COACH,
    OTHER,
    PARTNER,
    THIRD,
    dump,
    history,
    member,
    outbox,
    the_pair,
    the_school,
)
from parsers import read_mail

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.models import Meeting, db
from coachsched.services import histories, nudges, reports, standings, talks, ways_back
from coachsched.services.picks import SlotsGoneError

MONDAY = date(2027, 1, 18)
LOG = f"date,people,what\n2026-12-01,{COACH}+{PARTNER},began\n2027-01-12,{COACH}+{PARTNER},visit\n"


@pytest.fixture
def told(app, clock):
    """A visit of the Tuesday before, brought in by a log, and four school days without a word."""
    with app.app_context():
        histories.import_history(the_school(), LOG.encode(), "log.csv")
    clock.set(datetime(2027, 1, 18, 7, tzinfo=UTC))
    return app


def standing() -> tuple[str, str | None]:
    line = standings.of_partnership(the_school(), the_pair(), MONDAY)
    assert line
    return line.standing.state, line.standing.reason


@pytest.mark.both_databases
def test_either_partner_books_its_debrief_in_one_click(told):
    with told.app_context():
        assert standing() == ("quiet", "no_debrief")
        way = ways_back.way_back(member(PARTNER), the_pair())
        assert way
        assert way.after == date(2027, 1, 12)
        free = {(one.date, one.period) for one in way.times}
        # Both are free around lessons and in the fifth period alone, from tomorrow on.
        assert len(free) == 3
        assert {period for _, period in free} <= {"Before", "Lunch", "5", "After"}
        assert min(on for on, _ in free) > MONDAY
        assert all((one.end - one.start).seconds == 20 * 60 for one in way.times)
        assert ways_back.take(member(PARTNER), the_pair().id, way.times[0].key) == "booked"
        (meeting,) = db.session.scalars(db.select(Meeting))
        assert (meeting.kind, meeting.visit_id, meeting.date) == ("debrief", None, way.times[0].date)
        assert history(the_pair().id) == ["began", "visit", "debrief_booked"]
        assert standing() == ("active", None)
        assert sorted(one.recipient for one in outbox()) == [COACH, PARTNER]


@pytest.mark.both_databases
def test_two_who_book_at_once_have_one_debrief(told):
    with told.app_context():
        keys = [one.key for one in ways_back.way_back(member(COACH), the_pair()).times[:2]]
    gun = Barrier(2)

    def click(who_key: tuple[str, str]) -> str:
        with told.app_context():
            gun.wait()
            try:
                return ways_back.take(member(who_key[0]), the_pair().id, who_key[1])
            except ConflictError:
                return "refused"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, zip((COACH, PARTNER), keys, strict=True))) == ["booked", "refused"]


def test_the_debrief_counts(told, clock):
    with told.app_context():
        way = ways_back.way_back(member(COACH), the_pair())
        ways_back.take(member(COACH), the_pair().id, way.times[0].key)
    clock.forward(days=7)
    with told.app_context():
        (course,) = [one for one in reports._courses(the_school())(date(2027, 1, 25)) if one.held]
        assert [thing.kind for thing in course.held] == ["visit", "debrief"]


def test_the_nudge_offers_the_debrief_and_books_it(told):
    with told.app_context():
        nudges.run(the_school(), MONDAY)
        bodies = [
            read_mail(one.body).get_body(("plain",)).get_content() for one in outbox() if one.kind == "nudge"
        ]
    assert len(bodies) == 2
    for body in bodies:
        assert "what makes it worth having is the debrief" in body
        assert body.count("Book this time:") == 3


def test_the_pages_lead_there_before_it_is_quiet_too(told, clock, signed_in):
    clock.set(datetime(2027, 1, 13, 7, tzinfo=UTC))
    with told.app_context():
        number = the_pair().id
    page = signed_in(COACH).get(f"/partnerships/{number}")
    assert "A time to talk about your classroom visit" in page.words
    assert page.words.count("Book it") == 3
    page.get(f"/partnerships/{number}/debrief")
    key = next(node.get("value") for node in page.tree.iter("input") if node.get("name") == "talk")
    page.post(f"/partnerships/{number}/debrief", 422)
    page.post(f"/partnerships/{number}/debrief", talk=key)
    assert "Debrief with Paul" in page.words
    page.post(f"/partnerships/{number}/debrief", 409, talk=key)


@pytest.mark.parametrize("who", [THIRD, ADMIN])
def test_nobody_else_books_it(told, who: str):
    with told.app_context():
        before = dump()
        with pytest.raises(NotFoundError):
            talks.book(member(who), the_pair().id, "2027-01-19T1130", "debrief")
        assert dump() == before


def test_without_such_a_visit_there_is_no_such_debrief(told):
    with told.app_context():
        other = the_pair(THIRD, OTHER).id
        with pytest.raises(ConflictError):
            talks.times(member(THIRD), other, "debrief")
        with pytest.raises(SlotsGoneError):
            talks.book(member(COACH), the_pair().id, "2027-01-19T0300", "debrief")
