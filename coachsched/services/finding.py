"""Finding times: the slots of a partnership, for its page, its proposals and its moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from coachsched.core.errors import NotFoundError
from coachsched.core.phrases import phrase
from coachsched.core.rounds import Turn
from coachsched.core.slots import (
    Choice,
    Diary,
    Need,
    Slot,
    Talk,
    Visit,
    bookable_dates,
    find_plans,
    find_slots,
    rank,
)
from coachsched.core.walltime import meeting_utc
from coachsched.services import access, clock, turns
from coachsched.store import diaries, meetings, partnerships, schools
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.schools import SchoolTime

LATE_DEBRIEF_DAYS = 21


@dataclass(frozen=True)
class Search:
    """What was looked for and found: slots of ``host`` for ``observers`` from first to last date.

    ``turn`` is the visit of the round they were narrowed to, if they were.
    """

    partnership: Partnership
    time: SchoolTime
    host: Membership
    observers: tuple[Membership, ...]
    diaries: dict[int, Diary]
    first: date
    last: date
    slots: tuple[Slot, ...]
    choices: tuple[Choice, ...]
    last_visited: date | None
    turn: Turn | None = None
    wants_debrief: bool = True

    @property
    def people(self) -> tuple[Membership, ...]:
        return (self.host, *self.observers)


def find_times(actor: Membership, partnership_id: int, host_id: int | None = None) -> Search:
    """The slots a member of the partnership may propose from today; raises NotFoundError.

    Without ``host_id`` they are those of the partner whose turn it is to be visited.
    """
    partnership = access.own_partnership(actor, partnership_id)
    turn = turns.turn_of(actor.school, partnership)
    return in_turn(search(partnership, actor, host_id or turn.host), turn)


def in_turn(found: Search, turn: Turn) -> Search:
    """What of a search suits the next visit of the round, as near to the one before as the school likes."""
    if turn.wants_debrief and turn.follows is None:
        return replace(found, turn=turn)
    slots = turns.fitting(found.slots, turn, found.time)
    return ranked(replace(found, turn=turn, wants_debrief=turn.wants_debrief), slots)


def ranked(found: Search, slots: Sequence[Slot]) -> Search:
    """The search with these slots in place of its own, and the choices they leave."""
    best = rank(slots, found.last_visited, found.wants_debrief)
    choices = sorted(best, key=lambda choice: not turns.is_near(choice.slot, found.turn, found.time))
    return replace(found, slots=tuple(slots), choices=tuple(choices))


def without_debriefs(found: Search) -> Search:
    """The same for a visit that is not talked about."""
    slots = turns.without_debriefs(found.slots)
    choices = rank(slots, found.last_visited, wants_debrief=False)
    return replace(found, slots=tuple(slots), choices=tuple(choices), wants_debrief=False)


def search(
    partnership: Partnership,
    actor: Membership,
    host_id: int | None = None,
    *,
    but_meetings: Collection[int] = (),
    on: date | None = None,
    covered: Sequence[Need] = (),
) -> Search:
    """Slots in the time people are offered, or on one date; meetings about to be moved are no obstacle.

    Nor are the lessons ``covered``.
    """
    time = schools.school_time(actor.school)
    members = partnerships.member_rows(partnership)
    host = _host(members, actor, partnership, host_id)
    observers = tuple(member for member in members if member is not host)
    today = clock.today(actor.school.timezone)
    first, last = (on, on) if on else bookable_dates(time.calendar, time.rules, today)
    as_written = diaries.diaries(
        (host, *observers), clock.now(), but_meetings=but_meetings, but_partnership=partnership.id
    )
    found = with_covered(as_written, covered)
    slots = _still_ahead(
        find_slots(time.calendar, time.timetable, time.rules, found[0], found[1:], first, last), time
    )
    last_visited = meetings.last_visit(host.person_id, but_meetings)
    return Search(
        partnership=partnership,
        time=time,
        host=host,
        observers=observers,
        diaries={diary.person: diary for diary in found},
        first=first,
        last=last,
        slots=tuple(slots),
        choices=tuple(rank(slots, last_visited)),
        last_visited=last_visited,
    )


def with_covered(found: Sequence[Diary], covered: Sequence[Need]) -> list[Diary]:
    """The diaries of people some of whose lessons others take."""
    return [
        replace(one, covered=tuple(need for need in covered if need.person == one.person)) for one in found
    ]


def _host(
    members: Sequence[Membership], actor: Membership, partnership: Partnership, host_id: int | None
) -> Membership:
    """Whose lesson it is: the one asked for, else a partner the coach (or who asks) would visit."""
    if host_id is not None:
        named = next((member for member in members if member.person_id == host_id), None)
        if named is None:
            raise NotFoundError(phrase("That person is not in this partnership."))
        return named
    watcher = partnership.coach_id or actor.person_id
    return next(member for member in members if member.person_id != watcher)


def _still_ahead(slots: Sequence[Slot], time: SchoolTime) -> list[Slot]:
    now = clock.now()
    return [slot for slot in slots if instants(slot.visit, time)[0] > now]


def instants(meeting: Visit | Talk, time: SchoolTime) -> tuple[datetime, datetime]:
    """Start and end of a visit or talk in UTC."""
    return meeting_utc(meeting.date, meeting.start, meeting.end, time.zone)


def plans_on(found: Search, on: date) -> list[Talk]:
    """The plan meetings possible for everybody on a date."""
    time, people = found.time, list(found.diaries.values())
    return find_plans(time.calendar, time.timetable, time.rules, people, on, on)


def plan_for(found: Search, visit: Visit) -> Talk | None:
    """The plan meeting nearest before a visit's day, within the dates searched (design 4)."""
    time, people = found.time, list(found.diaries.values())
    plans = find_plans(time.calendar, time.timetable, time.rules, people, found.first, found.last)
    earlier = [plan for plan in plans if is_plan_for(plan, visit.date, time)]
    return max(earlier, key=lambda plan: (not plan.on_offer, plan.date, -plan.start), default=None)


def is_plan_for(plan: Talk, visit_date: date, time: SchoolTime) -> bool:
    """Whether a plan lies on a day before its visit, and no more school days than the school likes."""
    most = time.rules.plan_within
    near = not most or time.calendar.school_days_between(plan.date, visit_date) <= most
    return plan.date < visit_date and near


def free_talks(
    actor: Membership,
    partnership: Partnership,
    kind: str = "debrief",
    after: date | None = None,
    on: date | None = None,
) -> list[Talk]:
    """Times from tomorrow, or a later date, at which everybody is free for a debrief, plan or talk.

    ``on`` asks for one date alone, today too.
    """
    members = partnerships.member_rows(partnership)
    return talks_of(actor, members, kind, after, on, but_partnership=partnership.id)


def talks_of(
    actor: Membership,
    members: Sequence[Membership],
    kind: str,
    after: date | None = None,
    on: date | None = None,
    but_partnership: int | None = None,
) -> list[Talk]:
    """The same for any people of the school."""
    time = schools.school_time(actor.school)
    found = diaries.diaries(members, clock.now(), but_partnership=but_partnership)
    tomorrow = clock.today(actor.school.timezone) + timedelta(days=1)
    first = max(tomorrow, after) if after else tomorrow
    first, last = (on, on) if on else (first, first + timedelta(days=LATE_DEBRIEF_DAYS))
    # Any time at which all are free; only their lengths differ.
    minutes = {
        "plan": time.rules.plan_minutes,
        "debrief": time.rules.debrief_minutes,
        "talk": time.rules.talk_minutes,
    }
    rules = replace(time.rules, plan_minutes=minutes[kind])
    talks = find_plans(time.calendar, time.timetable, rules, found, first, last)
    return [talk for talk in talks if instants(talk, time)[0] > clock.now()]
