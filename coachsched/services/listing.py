"""Slots and standings as plain values, for `--json` (design 10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from coachsched.core.errors import InputError, Problem
from coachsched.core.slots import Slot, find_slots
from coachsched.services import clock, staff
from coachsched.services import standings as standings_
from coachsched.store import diaries, schools
from coachsched.store.people import School


def slots(
    school: School, host: str, observers: Sequence[str], first: date, last: date
) -> list[dict[str, Any]]:
    """Every slot between two dates, for anybody at the school; raises InputError for unknown people."""
    members = [staff.named(school, email) for email in (host, *observers)]
    if len({member.person_id for member in members}) < len(members):
        what = "host and observers must be different people."
        raise InputError(Problem("--observer", what, "Name each of them once."))
    time = schools.school_time(school)
    begin = clock.local_midnight(first, time.zone)
    found = diaries.diaries(members, begin)
    listed = find_slots(time.calendar, time.timetable, time.rules, found[0], found[1:], first, last)
    return [_slot(slot) for slot in listed]


def standings(school: School, on: date | None = None) -> list[dict[str, Any]]:
    """How every partnership that had begun stands on a date, today where none is given."""
    lines = standings_.of_school(school, on or clock.today(school.timezone))
    return [
        {
            "partnership": line.id,
            "people": list(line.emails),
            "state": line.standing.state,
            "reason": line.standing.reason,
            "school_days": line.standing.school_days,
            "since": line.standing.since.isoformat() if line.standing.since else None,
        }
        for line in lines
    ]


def _slot(slot: Slot) -> dict[str, Any]:
    visit = slot.visit
    return {
        "visit": {**_times(visit), "class": visit.klass, "room": visit.room},
        "debriefs": [_times(talk) for talk in slot.debriefs],
    }


def _times(meeting: Any) -> dict[str, str]:
    return {
        "date": meeting.date.isoformat(),
        "start": clock.wall(meeting.start),
        "end": clock.wall(meeting.end),
        "period": meeting.period,
    }
