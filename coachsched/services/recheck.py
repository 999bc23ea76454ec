"""Booked meetings looked at again when the calendar or the timetable changed (design 5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.meetings import Visit
from coachsched.core.phrases import phrase
from coachsched.services import booking, clock, covering, new_times, open_visits, uncovering
from coachsched.services.judging import possible
from coachsched.services.meeting_words import stays
from coachsched.store import cover_requests, feeds, meetings, schools, session
from coachsched.store.meetings import Meeting, Times
from coachsched.store.people import School
from coachsched.store.schools import SchoolTime

NO_SCHOOL = phrase("There is no school that day.")
NOT_POSSIBLE = phrase("The timetable has changed, and this time no longer works.")
CALENDAR_CHANGED = phrase("The school's calendar has changed, and this time no longer works.")
BELL_CHANGED = phrase("The bell rings at other times that day.")
OWN_TIME = phrase("This time no longer works for everybody.")
# What a recheck said, a recheck may take back; what a person said stands until a person moves the meeting.
OURS = frozenset({NOT_POSSIBLE, CALENDAR_CHANGED, BELL_CHANGED, OWN_TIME, covering.FELL_THROUGH})


@dataclass(frozen=True)
class Broken:
    """A meeting that no longer works: called off where there is no school, else in need of a new time.

    What comes of an open lesson has no other time: it is called off, or goes on without who cannot come;
    ``stays`` is true of it.
    """

    meeting: Meeting | Times
    called_off: bool
    stays: bool = False


@dataclass(frozen=True)
class Verdict:
    """The booked meetings looked at, each in order of time: those that work, those that do not, and those of
    days without school. ``rooms`` are those of the visits that are fine.
    """

    fine: list[Times]
    broken: list[Times]
    closed: list[Times]
    rooms: dict[int, str]

    @property
    def breaking(self) -> list[Broken]:
        """What breaks, in order of time."""
        return _in_time(self.closed, self.broken)


def recheck(school: School, reason: str = NOT_POSSIBLE, late: Collection[date] = frozenset()) -> list[Broken]:
    """Mark every future meeting that no longer works, inside the caller's transaction. None is moved.

    Where the calendar changed, what was called off because its day was closed comes back if the day is open
    again and everybody still free. ``late`` are dates whose meetings have passed and are looked at all the
    same. Everybody concerned gets a letter, but none who was told of the same meeting before.
    """
    time = schools.school_time(school)
    found = look_at(school, time, late)
    closed = _let_go_held(meetings.locked(found.closed), school, NO_SCHOOL)
    for meeting in closed:
        booking.set_aside(meeting, school, NO_SCHOOL)
        meeting.school_closed = True
    broken = _let_go_held(meetings.locked(found.broken), school, reason)
    alone = [meeting for meeting in broken if stays(meeting)]
    open_visits.settle(alone, school, time, reason)
    marked = _mark([meeting for meeting in broken if not stays(meeting)], reason)
    uncovering.look_again(school, time, found.fine)
    for meeting in meetings.locked([one for one in found.fine if one.new_time in OURS]):
        meeting.new_time = ""
    _change_rooms(school, found)
    session.flush()
    back = _bring_back(school, time, late) if reason != NOT_POSSIBLE else []
    people = {row.person_id for meeting in (*closed, *back) for row in meeting.bookings}
    feeds.touch_meetings(school.id, sorted(people), clock.now())
    new_times.tell(school, [meeting for meeting, is_news in marked if is_news], closed)
    gone = [one for one in (*found.closed, *found.broken) if one.state == "waiting"]
    return _in_time(closed, [*gone, *alone, *(meeting for meeting, _ in marked)])


def _let_go_held(found: Sequence[Meeting], school: School, reason: str) -> list[Meeting]:
    """What is booked of these; what is only held until cover is found comes to an end at once."""
    for meeting in found:
        if meeting.state == "waiting":
            covering.let_go(meetings.visit_of(meeting), school, reason)
    return [meeting for meeting in found if meeting.state == "booked"]


def look_at(
    school: School,
    time: SchoolTime,
    late: Collection[date] = frozenset(),
    known_as: Mapping[int, str | None] | None = None,
) -> Verdict:
    """Every booked meeting ahead, and those of ``late``, judged by this time; nothing is written.

    The time may be one that is only thought of, and so may the timetable's names for memberships.
    """
    ahead = meetings.booked_after(school, clock.now())
    passed = meetings.booked_on(school, late, clock.now())
    on_school_days = [one for one in ahead if _open(one, time)]
    works = possible(on_school_days, school, time, known_as)
    rooms = {number: visit.room for number, visit in works.items() if isinstance(visit, Visit)}
    return Verdict(
        fine=[one for one in on_school_days if one.id in works],
        broken=[one for one in on_school_days if one.id not in works],
        closed=[one for one in (*passed, *ahead) if not _open(one, time)],
        rooms=rooms,
    )


def closed_out(school: School, on: date) -> int:
    """How many meetings are called off with their day: all that are ahead, and those of one date."""
    return len(meetings.closed_out(school, clock.now(), [on]))


def _in_time(closed: Sequence[Meeting | Times], broken: Sequence[Meeting | Times]) -> list[Broken]:
    found = [
        *(Broken(one, called_off=True) for one in closed),
        *(Broken(one, one.partnership_id is None, one.partnership_id is None) for one in broken),
    ]
    return sorted(found, key=lambda one: (one.meeting.start_at, one.meeting.id))


def _change_rooms(school: School, found: Verdict) -> None:
    """The lesson is where it was, in another room: everybody's calendar is told, nobody has to answer."""
    moved = [one for one in found.fine if found.rooms.get(one.id, one.room) != one.room]
    for meeting in meetings.locked(moved):
        booking.change_room(meeting, school, found.rooms[meeting.id])


def _open(meeting: Times, time: SchoolTime) -> bool:
    return time.calendar.day(meeting.date).open


def _mark(broken: Sequence[Meeting], reason: str) -> list[tuple[Meeting, bool]]:
    """Each with whether that is news: whoever is in one that had such a mark was told then."""
    marked = []
    for meeting in broken:
        is_news = meeting.new_time not in OURS
        meeting.new_time = reason if is_news else meeting.new_time
        booking.uncover(cover_requests.open_of_meetings([meeting.id]))
        marked.append((meeting, is_news))
    return marked


def _bring_back(school: School, time: SchoolTime, late: Collection[date]) -> list[Meeting]:
    """The meetings of days that are open again, what belongs to a visit only with it."""
    found = [one for one in meetings.closed_out(school, clock.now(), late) if _open(one, time)]
    works = possible(found, school, time)
    free = meetings.locked([one for one in found if one.id in works])
    visits_first = sorted(free, key=lambda one: (one.visit_id is not None, one.start_at))
    return [one for one in visits_first if booking.bring_back(one, school)]
