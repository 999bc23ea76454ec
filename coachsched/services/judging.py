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
from coachsched.store import meetings as stored
from coachsched.store.meetings import STANDING, Meeting, Times
from coachsched.store.people import Membership, School
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
    people = _people(meetings, school)
    known = _diaries(meetings, people, known_as or {})
    covered = _covered(school, _earliest(meetings, clock.now()), time)

    def still(one: Meeting | Times) -> Visit | Talk | None:
        theirs = [known[member.person_id] for member in people[one.id]]
        return _still(one, time, with_covered(theirs, covered.get(one.partnership_id, ())))

    return {one.id: found for one in meetings if (found := still(one))}


def in_the_way(meeting: Meeting, school: School, time: SchoolTime) -> set[int]:
    """Who of those in a visit that belongs to no partnership cannot be in it any more.

    It is the host where the lesson is no longer there, and otherwise everybody who is not free for it.
    """
    people = _people([meeting], school)
    known = _diaries([meeting], people, {})
    host = [one for number, one in known.items() if number == meeting.host_id]
    if meeting.host_id is None or not host or _still(meeting, time, host) is None:
        return {meeting.host_id or 0}
    there = {number for number, one in known.items() if _still(meeting, time, [*host, one]) or one in host}
    return {row.person_id for row in meeting.bookings} - there


def _people(meetings: Sequence[Meeting | Times], school: School) -> dict[int, list[Membership]]:
    """Who has to be free for each of them: everybody in the partnership, or else in the meeting."""
    pairs = {one.id: one.partnership_id for one in meetings if one.partnership_id is not None}
    members = partnerships.members_of(school, set(pairs.values()))
    alone = stored.people_of(school, [one.id for one in meetings if one.partnership_id is None])
    return {number: members[pair] for number, pair in pairs.items()} | alone


def _diaries(
    meetings: Sequence[Meeting | Times],
    people: Mapping[int, Sequence[Membership]],
    known_as: Mapping[int, str | None],
) -> dict[int, Diary]:
    """Everybody's diary by the person's number."""
    everybody = {member.id: member for found in people.values() for member in found}
    as_written = diaries.diaries(list(everybody.values()), _earliest(meetings, clock.now()))
    return {
        diary.person: replace(diary, teacher=known_as.get(number, diary.teacher))
        for number, diary in zip(everybody, as_written, strict=True)
    }


def _covered(school: School, since: datetime, time: SchoolTime) -> dict[int | None, list[Need]]:
    """The lessons that are taken for each partnership's meetings, or asked for."""
    found = cover_requests.by_partnership(school, since)
    return {pair: [cover_requests.need(one, time.zone) for one in asked] for pair, asked in found.items()}


def _earliest(meetings: Sequence[Meeting | Times], now: datetime) -> datetime:
    return min(now, *(meeting.start_at for meeting in meetings))


def _still(meeting: Meeting | Times, time: SchoolTime, people: Sequence[Diary]) -> Visit | Talk | None:
    times = meeting.date, meeting.start_at, meeting.end_at
    booked = Booked(meeting.kind, *times, meeting.klass, in_diaries=meeting.state in STANDING)
    host_first = sorted(people, key=lambda diary: diary.person != meeting.host_id)
    if not people:
        return None
    return still_works(time.calendar, time.timetable, time.rules, booked, host_first)
