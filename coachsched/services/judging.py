"""Which booked meetings a calendar and timetable leave possible: read in a few queries, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from coachsched.core.slots import Diary, Need, Talk, Visit
from coachsched.core.still_works import Booked, still_works
from coachsched.services import clock
from coachsched.services.finding import with_covered
from coachsched.store import cover_requests, diaries, partnerships
from coachsched.store.meetings import STANDING, Meeting, Times
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime


def possible(
    meetings: Sequence[Meeting | Times],
    school: School,
    time: SchoolTime,
    known_as: Mapping[int, str | None] | None = None,
) -> dict[int, Visit | Talk]:
    """Those that are still slots, or talks, of their dates, by id; everybody's diary is read once.

    ``known_as`` are the names of memberships in the timetable where they are not those written down.
    """
    if not meetings:
        return {}
    members = partnerships.members_of(school, {_pair(meeting) for meeting in meetings})
    everybody = {member.id: member for found in members.values() for member in found}
    since = _earliest(meetings, clock.now())
    as_written = diaries.diaries(list(everybody.values()), since)
    covered = _covered(school, since, time)
    known = {
        diary.person: replace(diary, teacher=(known_as or {}).get(number, diary.teacher))
        for number, diary in zip(everybody, as_written, strict=True)
    }
    # In order of length, for what is worked out of people's days is kept from one search to the next alike.
    ordered = sorted(meetings, key=lambda one: (one.end_at - one.start_at, one.start_at))
    people = {
        pair: with_covered([known[one.person_id] for one in found], covered.get(pair, ()))
        for pair, found in members.items()
    }
    judged = ((one.id, _still(one, time, people[_pair(one)])) for one in ordered)
    return {number: found for number, found in judged if found}


def _covered(school: School, since: datetime, time: SchoolTime) -> dict[int | None, list[Need]]:
    """The lessons that are taken for each partnership's meetings, or asked for."""
    found = cover_requests.by_partnership(school, since)
    return {pair: [cover_requests.need(one, time.zone) for one in asked] for pair, asked in found.items()}


def _pair(meeting: Meeting | Times) -> int:
    return meeting.pair.id if isinstance(meeting, Meeting) else meeting.partnership_id


def _earliest(meetings: Sequence[Meeting | Times], now: datetime) -> datetime:
    return min(now, *(meeting.start_at for meeting in meetings))


def _still(meeting: Meeting | Times, time: SchoolTime, people: Sequence[Diary]) -> Visit | Talk | None:
    times = meeting.date, meeting.start_at, meeting.end_at
    booked = Booked(meeting.kind, *times, meeting.klass, in_diaries=meeting.state in STANDING)
    host_first = sorted(people, key=lambda diary: diary.person != meeting.host_id)
    return still_works(time.calendar, time.timetable, time.rules, booked, host_first)
