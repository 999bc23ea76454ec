"""What a host does: opens lessons of their own, says what there is to see, and closes them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coachsched.core import open_lessons as core
from coachsched.core.errors import ConflictError, InputError, NotFoundError, Problem
from coachsched.core.ical import one_line
from coachsched.core.phrases import phrase
from coachsched.core.slots import Diary, Visit
from coachsched.services import booking, clock
from coachsched.services import open_lessons as reading
from coachsched.services.finding import instants
from coachsched.services.picks import visit_key
from coachsched.services.unit import transaction
from coachsched.store import diaries, open_lessons, people, schools, session
from coachsched.store.open_lessons import OpenLesson
from coachsched.store.people import Membership
from coachsched.store.schools import SchoolTime

LONGEST_LINE = 140
MOST_PLACES = 6
USUAL_PLACES = 2
# As many as somebody teaches in a long term: no list of others' is to be filled by a slip.
MOST_AHEAD = 200


@dataclass(frozen=True)
class Mine:
    """A host's own lessons: those open, with the visit each is now, and those that could be.

    The visit is None of one that is no longer taught then. Diary and dates are for showing the weeks.
    """

    time: SchoolTime
    diaries: dict[int, Diary]
    first: date
    last: date
    opened: tuple[tuple[OpenLesson, Visit | None], ...]
    closed: tuple[Visit, ...]


def mine(actor: Membership) -> Mine:
    """The actor's own lessons ahead; raises ForbiddenError."""
    reading.require(actor)
    time, today = schools.school_time(actor.school), clock.today(actor.school.timezone)
    last = today + timedelta(days=time.rules.horizon_days)
    rows = open_lessons.ahead(actor.school, today, actor.person_id)
    (diary,) = diaries.diaries([actor], clock.now())
    days = time.calendar.school_days(today, max((last, *(row.date for row in rows))))
    taught = core.taught(time.calendar, time.timetable, time.rules, diary, days)
    ahead = {_place(one): one for one in taught if instants(one, time)[0] > clock.now()}
    opened = [(row, ahead.get((row.date, row.period, row.klass))) for row in rows]
    places = {(row.date, row.period) for row in rows}
    free = [one for one in ahead.values() if (one.date, one.period) not in places and one.date <= last]
    return Mine(
        time=time,
        diaries={actor.person_id: diary},
        first=today,
        last=last,
        opened=tuple(sorted(opened, key=lambda one: (one[0].date, one[1].start if one[1] else 0))),
        closed=tuple(_not_visited(free, diary, time)),
    )


def open_some(
    actor: Membership,
    keys: Collection[str],
    line: str = "",
    places: int = USUAL_PLACES,
    until: date | None = None,
) -> int:
    """Open the lessons picked, and until a date the same ones whenever they come again: how many.

    What is open already stays as it is. Raises ForbiddenError, InputError, ConflictError where one of them is
    not there any more.
    """
    line = _checked(line, places)
    with transaction():
        people.hold([actor.person_id])
        found = mine(actor)
        chosen = _chosen(found, keys, until)
        if len(found.opened) + len(chosen) > MOST_AHEAD:
            what = phrase("%(n)s lessons ahead are the most.", n=MOST_AHEAD)
            raise InputError(Problem("until", what, phrase("Choose an earlier date, or close some first.")))
        for one in chosen:
            session.add(
                OpenLesson(
                    school_id=actor.school_id,
                    host_id=actor.person_id,
                    date=one.date,
                    period=one.period,
                    klass=one.klass,
                    subject=one.subject,
                    line=line,
                    places=places,
                    opened_at=clock.now(),
                )
            )
    return len(chosen)


def change(actor: Membership, lesson_id: int, line: str, places: int) -> OpenLesson:
    """Say anew what there is to see and how many may come; raises NotFoundError, InputError."""
    line = _checked(line, places)
    with transaction():
        row = _own(actor, lesson_id)
        coming = len(reading.visitors(row))
        if places < coming:
            what = phrase("%(n)s are coming already.", n=coming)
            raise InputError(Problem("places", what, phrase("Leave them room, or close the lesson.")))
        row.line, row.places = line, places
    return row


def close(actor: Membership, lesson_id: int) -> None:
    """Close a lesson; whoever was coming is told. Raises NotFoundError, ConflictError once it has begun."""
    with transaction():
        row = _own(actor, lesson_id)
        visit = open_lessons.visit(row)
        if visit and visit.state == "booked" and visit.start_at <= clock.now():
            raise ConflictError(phrase("It has begun already."))
        session.delete(row)
        if visit and visit.state == "booked":
            people.hold([one.person_id for one in visit.bookings])
            booking.call_off(visit, actor.school)
            booking.touch(visit)
        elif visit:
            # Called off with its day, it does not come back when the day is opened again.
            visit.school_closed = False


def _own(actor: Membership, lesson_id: int) -> OpenLesson:
    row = reading.one_of(actor, lesson_id, lock=True)
    if row.host_id != actor.person_id:
        raise NotFoundError(phrase("This lesson is not open, or no longer."))
    return row


def _checked(line: str, places: int) -> str:
    line = one_line(line)
    problems = []
    if len(line) > LONGEST_LINE:
        problems.append(
            Problem(
                "line", phrase("it is too long."), phrase("Use at most %(n)s characters.", n=LONGEST_LINE)
            )
        )
    if not 1 <= places <= MOST_PLACES:
        problems.append(
            Problem(
                "places", phrase("that many cannot come."), phrase("Choose from 1 to %(n)s.", n=MOST_PLACES)
            )
        )
    if problems:
        raise InputError(problems)
    return line


def _chosen(found: Mine, keys: Collection[str], until: date | None) -> Sequence[Visit]:
    if not keys:
        raise InputError(
            Problem("times", phrase("none is picked yet."), phrase("Tick the lessons you open."))
        )
    by_key = {visit_key(one): one for one in found.closed}
    picked = [by_key[key] for key in keys if key in by_key]
    if len(picked) < len(set(keys)):
        raise ConflictError(
            phrase("One of these lessons is open already, or not there any more. Please look again.")
        )
    if len({(one.date, one.period) for one in picked}) < len(picked):
        raise InputError(
            Problem("times", phrase("two of them are at one time."), phrase("Open the one you are in."))
        )
    if until is None:
        return picked
    if until > found.last:
        what = phrase("that is further ahead than lessons are opened.")
        raise InputError(Problem("until", what, phrase("Choose a day up to %(day)s.", day=found.last)))
    first = min(one.date for one in picked)
    if until < first:
        raise InputError(
            Problem("until", phrase("it is before the first lesson."), phrase("Choose a later day, or none."))
        )
    again = {_comes_back(one, found.time) for one in picked}
    later = [one for one in found.closed if one.date > first and one.date <= until]
    coming_back = [one for one in later if _comes_back(one, found.time) in again]
    # What is picked comes first where somebody is in the timetable twice at a time.
    return list({(one.date, one.period): one for one in (*coming_back, *picked)}.values())


def _comes_back(one: Visit, time: SchoolTime) -> tuple[str | None, ...]:
    """What a lesson has in common with itself in the next round of the timetable."""
    return time.calendar.day(one.date).cycle_day, one.period, one.klass, one.subject


def _place(one: Visit) -> tuple[date, str, str]:
    return one.date, one.period, one.klass


def _not_visited(lessons: Sequence[Visit], diary: Diary, time: SchoolTime) -> list[Visit]:
    """Those in which the host is not booked for something else."""
    spans = [(one, instants(one, time)) for one in lessons]
    return [
        one
        for one, (start, end) in spans
        if not any(start < last and first < end for first, last in diary.meetings)
    ]
