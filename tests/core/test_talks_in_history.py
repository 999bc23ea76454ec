"""A talk without a visit is a sign of life, outside the cycle."""

from __future__ import annotations

from datetime import date, timedelta

from coachsched.core.cycle import stages
from coachsched.core.heartbeat import marks
from coachsched.core.quiet import Event, standing

DAY = date(2027, 1, 11)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def n(after: date, to: date) -> int:
    return (to - after).days


BEGAN = Event(DAY, "began")
BOOKED = Event(on(2), "talk_booked", on(6), 1)


def stands(days: int, *rows: Event) -> tuple[str, str | None, date | None]:
    found = standing([BEGAN, *rows], on(days), n)
    assert found
    return found.state, found.reason, found.since


def test_a_talk_ahead_is_a_meeting_ahead():
    assert stands(6, BOOKED) == ("active", None, None)


def test_a_talk_held_counts_as_having_met():
    assert stands(20, BOOKED) == ("active", None, on(6))
    assert stands(21, BOOKED) == ("quiet", "between_cycles", on(6))


def test_a_talk_called_off_counts_from_that_day():
    assert stands(8, BOOKED, Event(on(3), "cancelled", ref=1)) == ("quiet", "called_off", on(3))


def test_a_talk_that_did_not_happen_is_called_off_on_its_day():
    assert stands(11, BOOKED, Event(on(6), "not_held", ref=1)) == ("quiet", "called_off", on(6))


def test_a_talk_answers_no_proposal():
    proposed = Event(on(1), "proposed", on(30))
    assert stands(5, proposed, BOOKED) == ("active", None, None)
    assert stands(8, proposed, BOOKED) == ("waiting", None, on(6))
    assert stands(11, proposed, BOOKED) == ("quiet", "unanswered", on(6))


def test_a_talk_ends_a_rest():
    paused = Event(on(1), "paused", on(60))
    assert stands(3, paused, BOOKED) == ("active", None, None)


def test_a_talk_is_no_stage_of_a_cycle_and_a_mark_of_its_own():
    visit = Event(on(1), "visit")
    rows = [BEGAN, visit, BOOKED]
    assert [(one.kind, one.state) for one in stages(rows, on(8))] == [("visit", "done"), ("debrief", "to_do")]
    assert [(one.kind, one.booked) for one in marks(rows, on(3))] == [("visit", False), ("talk", True)]
