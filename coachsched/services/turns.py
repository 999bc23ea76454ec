"""Whose turn it is in a partnership's round, and which times suit the next visit (design 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from coachsched.core import cycle, options, rounds
from coachsched.core.rounds import Roles, Turn
from coachsched.core.slots import Slot
from coachsched.core.walltime import meeting_utc
from coachsched.services import clock
from coachsched.store import history, meetings, session
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime


def roles_of(school: School, partnership: Partnership) -> Roles:
    """Who can host, and who does; where a round has one visit, nobody's turn rests on another's."""
    people = [member.person_id for member in partnership.members]
    shape = options.shape(school.settings, len(people))
    hosts = meetings.hosts(partnership.id) if shape.visits > 1 else {}
    return Roles(shape, rounds.hosting_order(people, partnership.coach_id), hosts)


def turn_of(school: School, partnership: Partnership, on: date | None = None) -> Turn:
    """The next visit of a partnership that has begun, today or on a date."""
    roles = roles_of(school, partnership)
    if roles.shape.visits == 1:
        return rounds.turn((), roles)
    return cycle.next_turn(history.events(partnership.id), on or clock.today(school.timezone), roles)


def fitting(slots: Sequence[Slot], turn: Turn, time: SchoolTime) -> list[Slot]:
    """Those far enough from the round's visit before, without a debrief where none is wanted."""
    if turn.follows is not None:
        slots = _far_enough(slots, turn.follows, time)
        slots = _after(slots, turn.follows, time) if turn.closes else slots
    return [*slots] if turn.wants_debrief else without_debriefs(slots)


def without_debriefs(slots: Sequence[Slot]) -> list[Slot]:
    """The same visits, with nothing after them."""
    return [replace(slot, debriefs=()) for slot in slots]


def is_near(slot: Slot, turn: Turn | None, time: SchoolTime) -> bool:
    """Whether it is as near to the round's visit before as the school likes."""
    most = time.rules.visits_apart_most
    return not most or turn is None or turn.follows is None or _apart(slot, turn.follows, time) <= most


def _far_enough(slots: Sequence[Slot], other: rounds.Meeting, time: SchoolTime) -> Sequence[Slot]:
    least = time.rules.visits_apart_least
    return [slot for slot in slots if _apart(slot, other, time) >= least] if least else slots


def _apart(slot: Slot, other: rounds.Meeting, time: SchoolTime) -> int:
    """The school days between a visit and another, whichever comes first."""
    first, last = sorted((slot.visit.date, other.date))
    return time.calendar.school_days_between(first, last)


def _after(slots: Sequence[Slot], other: rounds.Meeting, time: SchoolTime) -> list[Slot]:
    """Those that begin once the other visit has ended; a log that was brought in knows its date only."""
    row = session.get(Meeting, other.ref) if other.ref else None
    return [
        slot for slot in slots if (_start(slot, time) >= row.end_at if row else slot.visit.date > other.date)
    ]


def _start(slot: Slot, time: SchoolTime) -> datetime:
    visit = slot.visit
    return meeting_utc(visit.date, visit.start, visit.end, time.zone)[0]
