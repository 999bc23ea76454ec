"""A meeting that needs a new time: its people get one letter with fresh times ready to take (design 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from coachsched.core.slots import Slot, Talk, Visit, best_debrief
from coachsched.services import letters, moving
from coachsched.services.finding import instants
from coachsched.services.meeting_words import stays
from coachsched.services.picks import FreshTime, slot_key, talk_key
from coachsched.store import partnerships, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership, School
from coachsched.store.schools import SchoolTime

MOST = 3


def needs_new_time(meeting: Meeting, school: School, reason: str) -> None:
    """Mark a booked meeting and write to everybody in it, once a reason; in the caller's transaction.

    A visit to an open lesson has no other time: who said that they cannot come is seen on its page.
    """
    if meeting.state == "booked" and meeting.new_time != reason and not stays(meeting):
        meeting.new_time = reason
        session.flush()
        tell(school, [meeting], [])


def tell(school: School, marked: Sequence[Meeting], closed: Sequence[Meeting]) -> None:
    """Write to everybody in meetings marked or called off with their day, once for a visit and its own."""
    together = {meeting.id for meeting in (*marked, *closed)}
    along: dict[int | None, list[Meeting]] = defaultdict(list)
    for meeting in marked:
        along[meeting.visit_id].append(meeting)
    for meeting in closed:
        goes_along = meeting.visit_id in together
        fresh = [] if goes_along or stays(meeting) else fresh_times(_somebody(meeting), meeting)
        letters.call_off(meeting, school, fresh, goes_along=goes_along)
    for meeting in marked:
        if meeting.visit_id not in together:
            fresh = fresh_times(_somebody(meeting), meeting)
            letters.new_time(meeting, school, fresh, along[meeting.id])


def fresh_times(actor: Membership, meeting: Meeting, wanted: str = "") -> list[FreshTime]:
    """Up to three times the meeting could move to, its own lesson or period of the day before all others.

    The one whose key is ``wanted`` comes first where it is still possible.
    """
    time = schools.school_time(actor.school)
    if meeting.kind == "visit":
        found = moving.new_times(actor, meeting)
        same = moving.same_lesson(actor, meeting, found)
        slots = [*same, *(choice.slot for choice in found.choices if choice.slot not in same)]
        asked = [slot for slot in slots if slot_key(slot) == wanted]
        return [of_slot(slot, time) for slot in _first(asked, slots)]
    talks = _in_order(moving.new_talks(actor, meeting), meeting)
    asked_talks = [talk for talk in talks if talk_key(talk) == wanted]
    return [of_talk(talk, time) for talk in _first(asked_talks, talks)]


def _first(asked: Sequence[Any], ordered: Sequence[Any]) -> list[Any]:
    return [*asked, *(one for one in ordered if one not in asked)][:MOST]


def _in_order(talks: Sequence[Talk], meeting: Meeting) -> list[Talk]:
    """The same period of the same day, then the soonest of each day, those on offer elsewhere last."""
    own = meeting.date, meeting.period
    soonest = sorted(talks, key=lambda one: (one.on_offer, one.date, one.start))
    ordered = sorted(soonest, key=lambda one: (one.date, one.period) != own)
    of_a_day = {one.date: one for one in reversed(ordered)}
    firsts = [one for one in ordered if of_a_day[one.date] is one]
    return _first(firsts, ordered) if len(firsts) < MOST else firsts


def of_slot(slot: Slot, time: SchoolTime) -> FreshTime:
    """A visit that is possible, and its best debrief, in local times."""
    fresh = _fresh(slot_key(slot), slot.visit, time, best_debrief(slot))
    return replace(fresh, needs_cover=bool(slot.needs))


def of_talk(talk: Talk, time: SchoolTime) -> FreshTime:
    """A talk that is possible, in local times."""
    return _fresh(talk_key(talk), talk, time)


def _fresh(key: str, found: Visit | Talk, time: SchoolTime, debrief: Talk | None = None) -> FreshTime:
    start, end = _local(found, time)
    lesson = (found.klass, found.subject, found.room) if isinstance(found, Visit) else ("", "", "")
    after = _local(debrief, time) if debrief else None
    return FreshTime(key, found.date, found.period, start, end, *lesson, after)


def _local(found: Visit | Talk, time: SchoolTime) -> tuple[datetime, datetime]:
    start, end = instants(found, time)
    return start.astimezone(time.zone), end.astimezone(time.zone)


def _somebody(meeting: Meeting) -> Membership:
    """Times are the same whoever of them asks."""
    return partnerships.member_rows(meeting.pair)[0]
