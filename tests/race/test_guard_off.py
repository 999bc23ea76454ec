"""The control of the races: many processes look first and then book, with the database's guard and without.

Everybody has looked before anybody books, which is what a hundred clicks at one moment come to. So the
code's own look lets all of them through, and what stops all but one is the database.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from builders import COACH, FRI, NOW, member, the_pair
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from coachsched.models import Booking, Meeting, db
from tests.race.servers import FORK

PROCESSES = 8
START, END = NOW + timedelta(days=2), NOW + timedelta(days=2, minutes=30)
WITHOUT_GUARD = {
    "sqlite": ("DROP TRIGGER booking_overlap_insert", "DROP TRIGGER booking_overlap_update"),
    "postgresql": ("ALTER TABLE booking DROP CONSTRAINT booking_overlap",),
}

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


def test_without_the_guard_all_who_looked_first_book(app):
    with app.app_context():
        for statement in WITHOUT_GUARD[db.engine.dialect.name]:
            db.session.execute(text(statement))
        db.session.commit()
    assert race(app) == {"booked": PROCESSES}
    assert taken(app) == PROCESSES


def test_with_the_guard_one_books_and_the_others_are_refused(app):
    assert race(app) == {"booked": 1, "refused": PROCESSES - 1}
    assert taken(app) == 1


def race(app) -> Counter[str]:
    """So many processes, each with a meeting of its own for the same person and time."""
    all_have_looked = FORK.Barrier(PROCESSES, timeout=30)
    outcomes = FORK.SimpleQueue()
    with app.app_context():
        person, meetings = member(COACH).person_id, _meetings()
    url = app.config["SETTINGS"].database_url
    racers = [
        FORK.Process(target=look_then_book, args=(url, person, meeting, all_have_looked, outcomes))
        for meeting in meetings
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    return Counter(outcomes.get() for _ in racers)


def look_then_book(url, person, meeting, all_have_looked, outcomes) -> None:
    """What code with good manners alone would do, without a lock around it."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        overlapping = Booking.active & (Booking.start_at < END) & (Booking.end_at > START)
        busy = connection.execute(select(Booking.id).where(Booking.person_id == person, overlapping)).all()
        assert not busy
        all_have_looked.wait()
        values = {"meeting_id": meeting, "person_id": person, "start_at": START, "end_at": END}
        try:
            connection.execute(Booking.__table__.insert().values(**values))
        except (IntegrityError, OperationalError) as refusal:
            # PostgreSQL may end two who wait for each other; on SQLite the trigger speaks.
            known = "booking_overlap" in str(refusal) or "deadlock" in str(refusal)
            outcomes.put("refused" if known else repr(refusal))
        else:
            outcomes.put("booked")


def taken(app) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Booking).where(Booking.active)).all())


def _meetings() -> list[int]:
    pair = the_pair()
    found = [
        Meeting(
            uid=f"race-{number}@coachsched", school_id=pair.school_id, partnership_id=pair.id, kind="visit",
            date=FRI, period="3",
            start_at=START, end_at=END, stamped_at=NOW, changed_at=NOW,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    db.session.add_all(found)
    db.session.commit()
    return [meeting.id for meeting in found]
