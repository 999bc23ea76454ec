"""Whatever is done to open lessons in whatever order: nobody in two places, never more than may come."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from random import Random

from builders import ADMIN, COACH, FRI, OTHER, PARTNER, THIRD, book, member
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opened import key

from coachsched.core.errors import UserError
from coachsched.models import Booking, Meeting, OpenLesson, db
from coachsched.services import closing, open_visits, opening
from coachsched.services.closing import Wish

WHO = (COACH, PARTNER, THIRD, OTHER)
# How often each is tried: what fills lessons more often than what empties them.
WEIGHTS = {"come": 10, "open": 3, "leave": 3, "places": 2, "visit": 1, "close": 1, "snow": 1, "thaw": 2}
MOVES = 24


def an_act(random: Random) -> tuple:
    """Something somebody tries, possible or not."""
    (name,) = random.choices([*WEIGHTS], [*WEIGHTS.values()])
    return name, random.choice(WHO), random.choice("1234"), random.randrange(3)


def rows() -> list[OpenLesson]:
    return list(db.session.scalars(db.select(OpenLesson).order_by(OpenLesson.id)))


def do(act: tuple) -> None:
    """One thing somebody tries; where it cannot be, they are told so, and no other fault is had."""
    name, who, period, number = act
    there = rows()
    row = there[number % len(there)] if there else None
    try:
        match name:
            case "open":
                opening.open_some(member(who), [key(FRI, period, who)], places=1 + number)
            case "come" if row:
                open_visits.come(member(who), row.id)
            case "leave" if row:
                open_visits.leave_lesson(member(who), row.id)
            case "close" if row:
                opening.close(member(row.host.email), row.id)
            case "places" if row:
                opening.change(member(row.host.email), row.id, "", 1 + number)
            case "visit":
                book((FRI, "3"))
            case "snow":
                closing.close(member(ADMIN), Wish(FRI, FRI))
            case "thaw":
                closing.reopen(member(ADMIN), FRI)
    except (UserError, StopIteration):
        # There is no such lesson to open, or no such time.
        db.session.rollback()


def look() -> None:
    db.session.expire_all()
    taken = defaultdict(list)
    for one in db.session.scalars(db.select(Booking).where(Booking.active)):
        taken[one.person_id].append((one.start_at, one.end_at))
    for spans in taken.values():
        ordered = sorted(spans)
        assert all(first[1] <= second[0] for first, second in pairwise(ordered))
    booked = db.select(Meeting).where(Meeting.partnership_id.is_(None), Meeting.state == "booked")
    visits = {one.id: one for one in db.session.scalars(booked)}
    opened = {row.visit_id: row for row in rows() if row.visit_id in visits}
    assert set(opened) == set(visits), "a visit is to a lesson that is open"
    for number, row in opened.items():
        there = {one.person_id for one in visits[number].bookings}
        assert row.host_id in there
        assert 1 <= len(there) - 1 <= row.places
        assert all(one.active for one in visits[number].bookings)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_nobody_is_in_two_places_and_never_more_come_than_may(make_app, seed):
    random = Random(seed)
    with make_app().app_context():
        for act in [("open", PARTNER, "4", 0), ("open", PARTNER, "3", 1)]:
            do(act)
        for _ in range(MOVES):
            do(an_act(random))
            look()
        db.session.remove()
