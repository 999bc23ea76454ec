"""Another time that somebody proposes from their calendar (COUNTER, RFC 5546 3.2.7), checked as a slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from coachsched.core.day_plans import kept_plans
from coachsched.core.errors import ConflictError
from coachsched.core.itip import Answer
from coachsched.core.phrases import phrase
from coachsched.core.slots import Talk, Visit
from coachsched.services import answer_letters, clock, letters, links, moving
from coachsched.services.finding import Search, instants
from coachsched.services.meeting_words import stays
from coachsched.services.picks import Pick, talk_key, visit_key
from coachsched.services.replies import note, withdraw
from coachsched.services.unit import transaction
from coachsched.store import answers, people, schools, session
from coachsched.store.answers import Suggestion
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import Membership
from coachsched.store.schools import SchoolTime

MOVED = phrase("The meeting has been moved meanwhile.")
SAME = phrase("That is when it is booked already.")
BEGUN = phrase("The meeting has begun already.")
GONE_BY = phrase("That time has passed, or is too soon.")
TOO_FAR = phrase("That day is further ahead than times are found for.")
NO_SCHOOL = phrase("There is no school that day.")
NO_LESSON = phrase("No lesson to visit starts then.")
NOT_FREE = phrase("Not everybody is free then.")
NO_PERIOD = phrase("Not everybody is free then, or no period starts at that time.")
THE_CLASS = phrase("The class has its lesson when it has it.")
NOT_TAKEN = phrase("That time does not suit everybody.")
STAYS = phrase("It belongs to an open lesson, which has no other time.")
OPTIONS = 3


@dataclass(frozen=True)
class Options:
    """The times a meeting could move to: all of them, and the best to offer."""

    times: tuple[Visit | Talk, ...]
    best: tuple[Visit | Talk, ...]
    found: Search | None
    time: SchoolTime


def hear(booking: Booking, answer: Answer) -> None:
    """Pass a proposed time on to the partners if it works, else tell who proposed it why, and what would."""
    weight = note(booking, answer, "COUNTER")
    if weight == "counts":
        withdraw(booking)
    meeting, start = booking.meeting, answer.start
    if stays(meeting):
        _decline(booking, THE_CLASS if meeting.kind == "cover" else STAYS, None)
        return
    member = people.membership(meeting.school, booking.person_id)
    if member is None or start is None:
        return
    options = _options(member, meeting) if meeting.start_at > clock.now() else None
    why = _why_not(meeting, options, start, weight)
    if why:
        _decline(booking, why, options)
        return
    place = _place(options, start)
    if place is not None and options is not None:
        _suggest(booking, *instants(place, options.time))


def accept(token: str) -> Meeting:
    """Move the meeting to the suggested time. Raises NotFoundError, ConflictError, SlotsGoneError."""
    member, suggestion = links.read_suggestion(token)
    _check_stands(suggestion, member)
    meeting, sequence = suggestion.meeting, suggestion.sequence
    place = _place(_options(member, meeting), suggestion.start_at)
    if place is None:
        raise ConflictError(phrase("That time no longer works for everybody. Please choose another."))
    if isinstance(place, Visit):
        return moving.move_visit(member, meeting.id, [Pick(visit_key(place))], sequence)
    return moving.move_talk(member, meeting.id, talk_key(place), sequence)


def refuse(token: str) -> Meeting:
    """Leave the meeting where it is, and say so kindly. Raises NotFoundError, ConflictError."""
    with transaction():
        member, suggestion = links.read_suggestion(token, lock=True)
        _check_stands(suggestion, member)
        suggestion.refused = True
        meeting = suggestion.meeting
        booking = next(row for row in meeting.bookings if row.person_id == suggestion.person_id)
        proposer = people.membership(member.school, suggestion.person_id)
        _decline(booking, NOT_TAKEN, _options(proposer, meeting) if proposer else None)
    return meeting


def stands(suggestion: Suggestion) -> bool:
    """Whether it can still be taken: the meeting is where it was, and neither time has come."""
    meeting, now = suggestion.meeting, clock.now()
    in_time = meeting.start_at > now and suggestion.start_at > now
    where_it_was = meeting.state == "booked" and meeting.sequence == suggestion.sequence
    return in_time and where_it_was and not suggestion.refused


def _check_stands(suggestion: Suggestion, member: Membership) -> None:
    if suggestion.person_id == member.person_id:
        raise ConflictError(phrase("You suggested this time; the answer is your partner's."))
    if not stands(suggestion):
        raise ConflictError(phrase("This suggestion is no longer open."))


def _suggest(booking: Booking, start: datetime, end: datetime) -> None:
    meeting = booking.meeting
    found = answers.suggestion(meeting.id, booking.person_id)
    suggestion = found or Suggestion(meeting_id=meeting.id, person_id=booking.person_id)
    if found is None:
        session.add(suggestion)
    suggestion.sequence, suggestion.refused, suggestion.suggested_at = meeting.sequence, False, clock.now()
    suggestion.start_at, suggestion.end_at = start, end
    session.flush()
    answer_letters.suggest(suggestion, meeting)


def _decline(booking: Booking, why: str, options: Options | None) -> None:
    meeting = booking.meeting
    others = [instants(place, options.time) for place in options.best] if options else []
    letters.decline_counter(meeting, booking.person, meeting.school, why, others)


def _options(member: Membership, meeting: Meeting) -> Options:
    """The times a meeting could move to, its own time counted as free."""
    time = schools.school_time(member.school)
    if meeting.kind == "visit":
        found = moving.new_times(member, meeting)
        ranked = [choice.slot.visit for choice in found.choices]
        return Options(tuple(slot.visit for slot in found.slots), _others(meeting, ranked, time), found, time)
    talks = moving.new_talks(member, meeting)
    return Options(tuple(talks), _others(meeting, talks, time), None, time)


def _others(meeting: Meeting, places: Sequence[Visit | Talk], time: SchoolTime) -> tuple[Visit | Talk, ...]:
    """The first few that are not where the meeting is already."""
    others = (place for place in places if instants(place, time)[0] != meeting.start_at)
    return tuple(islice(others, OPTIONS))


def _place(options: Options | None, start: datetime) -> Visit | Talk | None:
    if options is None:
        return None
    return next((one for one in options.times if instants(one, options.time)[0] == start), None)


def _why_not(meeting: Meeting, options: Options | None, start: datetime, weight: str) -> str:
    """Why a proposed start does not work, in words that say nothing of anybody's day; empty where it does."""
    if options is None:
        return BEGUN
    if weight == "earlier":
        return MOVED
    if start == meeting.start_at:
        return SAME
    if _place(options, start):
        return ""
    on = start.astimezone(options.time.zone).date()
    if start <= clock.now() or (options.found and on < options.found.first):
        return GONE_BY
    if options.found and on > options.found.last:
        return TOO_FAR
    if not options.time.calendar.day(on).open:
        return NO_SCHOOL
    return NO_PERIOD if options.found is None else _why_no_visit(options.found, start)


def _why_no_visit(found: Search, start: datetime) -> str:
    """Whether it is the lesson that is missing, or somebody's time."""
    time, wall = found.time, start.astimezone(found.time.zone)
    day = time.calendar.day(wall.date())
    if day.bell is None or not day.lessons:
        return NO_LESSON
    teacher = found.diaries[found.host.person_id].teacher
    plan = kept_plans(time.calendar, time.timetable, time.rules).plan(teacher, day, day.bell)
    minute = wall.hour * 60 + wall.minute
    return NOT_FREE if minute in {lesson.period.start for lesson in plan.lessons} else NO_LESSON
