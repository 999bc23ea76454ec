"""A term of school mornings, two workers, and kills at any moment: each nudge once, and every cap kept."""

from __future__ import annotations

import random
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise

import pytest
from builders import COACH, OTHER, PARTNER, THIRD, bring_together, outbox, the_school
from handles import Clock

from coachsched.models import Nudge, db
from coachsched.services import nudges, posting
from coachsched.services.unit import BusyError
from coachsched.store import partnerships, schools

PEOPLE = (COACH, PARTNER, THIRD, OTHER)
DATES = [date(2027, 1, 13) + timedelta(days=number) for number in range(65)]


class Killed(BaseException):
    """What ends a worker wherever it happens to be."""


def morning(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 7, tzinfo=UTC)


@pytest.fixture
def deadly(monkeypatch):
    """Kill whoever writes, one time in five: before a row, between row and letters, between letters."""
    chance = random.Random(7)

    def wrap(module, name):
        kept = getattr(module, name)

        def run(*args, **kwargs):
            if chance.random() < 0.2:
                raise Killed
            return kept(*args, **kwargs)

        monkeypatch.setattr(module, name, run)

    for module, name in (
        (nudges.nudges, "record"),
        (nudges, "_letter"),
        (nudges, "_told"),
        (nudges, "_nudge"),
    ):
        wrap(module, name)


def work(app, together: threading.Barrier) -> None:
    """A worker's morning; killed, it begins again."""
    together.wait()
    while True:
        with app.app_context():
            try:
                nudges.write_due()
                return
            except (Killed, BusyError):
                db.session.rollback()


@pytest.mark.both_databases
@pytest.mark.usefixtures("deadly")
def test_a_term_of_mornings_sends_each_nudge_once_and_keeps_every_cap(app):
    with app.app_context():
        for pair in combinations(PEOPLE, 2):
            if pair not in ((COACH, PARTNER), (THIRD, OTHER)):
                bring_together(*pair)
    for on in DATES:
        Clock(app).set(morning(on))
        together = threading.Barrier(2)
        workers = [threading.Thread(target=work, args=(app, together)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    with app.app_context():
        check(the_school())


def check(school) -> None:
    calendar = schools.school_time(school).calendar
    rows = db.session.scalars(db.select(Nudge).order_by(Nudge.date)).all()
    assert len(rows) > 15
    letters = Counter(message.message_id for message in outbox() if message.kind == "nudge")
    expected = {}
    per_week: Counter[tuple[int, int]] = Counter()
    for row in rows:
        assert calendar.day(row.date).open
        people = [one.id for one in partnerships.partners(school, [row.partnership_id])[row.partnership_id]]
        for person in people:
            per_week[person, row.date.isocalendar()[1]] += 1
            expected[posting.message_id(f"nudge-{row.partnership_id}-{row.date}", person)] = 1
    assert letters == expected
    assert max(per_week.values()) == 2
    for number in {row.partnership_id for row in rows}:
        dates = [row.date for row in rows if row.partnership_id == number]
        gaps = [calendar.school_days_between(first, second) for first, second in pairwise(dates)]
        assert min(gaps, default=10) >= 10
