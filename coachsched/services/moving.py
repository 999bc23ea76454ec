"""Moving a booked meeting, calling it off, and saying that it did not happen. By either partner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.slots import Slot, Talk, Visit
from coachsched.services import access, booking, clock, cover_moves, cover_search, held, letters
from coachsched.services.finding import (
    Search,
    free_talks,
    instants,
    is_plan_for,
    plan_for,
    search,
    without_debriefs,
)
from coachsched.services.picks import Pick, SlotsGoneError, find_talk, look_up
from coachsched.services.unit import transaction
from coachsched.store import cover_requests, history, meetings, people, schools, session
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership


def new_times(actor: Membership, visit: Meeting, on: date | None = None) -> Search:
    """The slots a visit could move to, or on one date, its own time and its debrief's counted as free.

    A visit that is not talked about stays so. Where nothing suits soon, times that need cover are among them.
    """
    along = meetings.linked(visit)
    moved = [visit.id, *(other.id for other in along)]
    found = search(visit.pair, actor, visit.host_id, but_meetings=moved, on=on)
    talked_about = visit.wants_debrief or any(other.kind == "debrief" for other in along)
    found = found if talked_about else without_debriefs(found)
    # Cover is asked for an option of the proposal that the visit came from.
    if on is not None or not visit.proposal_id:
        return found
    return cover_search.where_needed(found, actor, but=visit.start_at if visit.new_time else None)


def same_lesson(actor: Membership, meeting: Meeting, found: Search) -> list[Slot]:
    """The lesson of a visit that needs a new time, where it is still to come that day at another one."""
    if not meeting.new_time or meeting.state != "booked":
        return []
    slots: Sequence[Slot] = found.slots
    if meeting.date < found.first:
        slots = new_times(actor, meeting, on=meeting.date).slots
    lesson = meeting.date, meeting.period, meeting.klass
    return [slot for slot in slots if (slot.visit.date, slot.visit.period, slot.visit.klass) == lesson]


def new_talks(actor: Membership, meeting: Meeting) -> list[Talk]:
    """The times a plan or debrief could move to: from tomorrow, a debrief after its visit, a plan before.

    One that needs a new time today may also stay in its period, where that rings later.
    """
    visit = session.get(Meeting, meeting.visit_id) if meeting.visit_id else None
    if visit is None or not visit.stands:
        return _today(actor, meeting) + free_talks(actor, meeting.pair, kind=meeting.kind)
    time = schools.school_time(actor.school)
    if meeting.kind == "plan":
        talks = _today(actor, meeting) + free_talks(actor, meeting.pair, kind="plan")
        return [talk for talk in talks if is_plan_for(talk, visit.date, time)]
    today = [talk for talk in _today(actor, meeting) if instants(talk, time)[0] >= visit.end_at]
    return today + debrief_talks(actor, visit)


def _today(actor: Membership, meeting: Meeting) -> list[Talk]:
    if not meeting.new_time or meeting.date != clock.today(actor.school.timezone):
        return []
    talks = free_talks(actor, meeting.pair, kind=meeting.kind, on=meeting.date)
    return [talk for talk in talks if talk.period == meeting.period]


def debrief_talks(actor: Membership, visit: Meeting) -> list[Talk]:
    """The times for a debrief after a visit, held or still to come."""
    time = schools.school_time(actor.school)
    talks = free_talks(actor, visit.pair, after=visit.date)
    return [talk for talk in talks if instants(talk, time)[0] >= visit.end_at]


def move_visit(
    actor: Membership, meeting_id: int, picks: Sequence[Pick], sequence: int | None = None
) -> Meeting:
    """Move a visit, and with it its debrief, to the one slot picked; only from where ``sequence`` knows it.

    Raises InputError unless one is picked, SlotsGoneError, ConflictError.
    """
    if len(picks) != 1:
        raise InputError(
            Problem("times", phrase("%(n)s are picked.", n=len(picks)), phrase("Pick the one time you want."))
        )
    with transaction():
        schools.stand_still(actor.school)
        visit = _movable(actor, meeting_id, sequence)
        found = new_times(actor, visit)
        chosen, gone = look_up([*same_lesson(actor, visit, found), *found.slots], picks)
        if gone:
            raise SlotsGoneError(gone)
        linked = {other.kind: other for other in (*meetings.called_off_with(visit), *meetings.linked(visit))}
        debrief, plan = linked.get("debrief"), linked.get("plan")
        replanned = plan if plan and (plan.date >= chosen[0].visit.date or not plan.stands) else None
        # All leave their old places before any takes its new one, or they might meet themselves.
        booking.set_active([one for one in (visit, debrief, replanned) if one], False)
        holds = bool(chosen[0].needs)
        _move(actor, visit, chosen[0].visit, holds)
        if chosen[0].debrief and debrief:
            _move(actor, debrief, chosen[0].debrief, holds)
        elif chosen[0].debrief:
            debrief = booking.book_debrief(actor, visit, chosen[0].debrief, visit.state)
        elif debrief and debrief.stands:
            booking.call_off(debrief, actor.school)
        if replanned:
            _plan_anew(actor, replanned, found, chosen[0].visit)
        if holds:
            cover_moves.ask(visit, [visit, *([debrief] if debrief else [])], chosen[0].needs)
        held.confirm(visit, actor.school)
        booking.touch(visit)
    return visit


def move_talk(actor: Membership, meeting_id: int, key: str, sequence: int | None = None) -> Meeting:
    """Move a plan or debrief alone. Raises SlotsGoneError, ConflictError."""
    with transaction():
        schools.stand_still(actor.school)
        meeting = _movable(actor, meeting_id, sequence)
        talk = find_talk(new_talks(actor, meeting), key)
        booking.set_active([meeting], False)
        _move(actor, meeting, talk)
        held.confirm(meetings.visit_of(meeting), actor.school)
        booking.touch(meeting)
    return meeting


def add_debrief(actor: Membership, visit_id: int, key: str) -> Meeting:
    """Book the debrief a held visit still wants."""
    with transaction():
        schools.stand_still(actor.school)
        visit = access.own_meeting(actor, visit_id, lock=True)
        access.going_on(actor, visit.pair.id)
        _hold(visit)
        if visit.kind != "visit" or visit.state != "booked" or meetings.linked_debrief(visit):
            raise ConflictError(phrase("This visit has its debrief already."))
        talk = find_talk(debrief_talks(actor, visit), key)
        return booking.book_debrief(actor, visit, talk)


def cancel(actor: Membership, meeting_id: int) -> Meeting:
    """Call a meeting off, a visit together with its plan and debrief. Nobody is asked why."""
    with transaction():
        meeting = _ahead(actor, meeting_id)
        together = [meeting, *(meetings.linked(meeting) if meeting.kind == "visit" else [])]
        for one in together:
            if one.start_at > clock.now():
                booking.call_off(one, actor.school)
        held.confirm(meetings.visit_of(meeting), actor.school)
        booking.touch(meeting)
    return meeting


def leave(actor: Membership, meeting_id: int) -> Meeting:
    """Drop out of a meeting, of a visit's plan and debrief too; the others go ahead where they can."""
    with transaction():
        meeting = _ahead(actor, meeting_id)
        for one in [meeting, *(meetings.linked(meeting) if meeting.kind == "visit" else [])]:
            if one.start_at > clock.now():
                booking.without(one, actor.person_id, actor.school)
        held.confirm(meetings.visit_of(meeting), actor.school)
        booking.touch(meeting)
    return meeting


def happened(actor: Membership, meeting_id: int) -> Meeting:
    """Say that a meeting took place, so that nobody is asked any more; raises ConflictError."""
    with transaction():
        meeting = access.own_meeting(actor, meeting_id, lock=True)
        if meeting.state != "booked" or meeting.end_at > clock.now():
            raise ConflictError(phrase("Only a meeting that has passed can be marked so."))
        meeting.confirmed = True
    return meeting


def did_not_happen(actor: Membership, meeting_id: int) -> Meeting:
    """Say that a meeting whose time has passed was not held (design 6)."""
    with transaction():
        meeting = access.own_meeting(actor, meeting_id, lock=True)
        if meeting.state != "booked" or meeting.end_at > clock.now():
            raise ConflictError(phrase("Only a meeting that has passed can be marked so."))
        meeting.state, meeting.changed_at = "not_held", clock.now()
        booking.set_active([meeting], False)
        history.record(meeting.pair.id, meeting.date, "not_held", ref=meeting.id)
        booking.touch(meeting)
    return meeting


def wants_no_debrief(actor: Membership, visit_id: int) -> Meeting:
    """Say that a visit held needs no debrief, which ends its round (design 6)."""
    with transaction():
        visit = access.own_meeting(actor, visit_id, lock=True)
        if visit.kind != "visit" or visit.state != "booked" or meetings.linked_debrief(visit):
            raise ConflictError(phrase("Only a visit without a debrief can be marked so."))
        if visit.end_at > clock.now():
            raise ConflictError(phrase("Only a visit that has passed can be marked so."))
        visit.wants_debrief = False
        history.record(visit.pair.id, visit.date, "visit_only", ref=visit.id)
    return visit


def _movable(actor: Membership, meeting_id: int, sequence: int | None = None) -> Meeting:
    """A meeting still ahead, or one called off by what happened: that may be held at another time."""
    meeting = access.own_meeting(actor, meeting_id, lock=True)
    if meeting.may_be_held_anew:
        _hold(meeting)
        return meeting
    return _ahead(actor, meeting_id, sequence)


def _ahead(actor: Membership, meeting_id: int, sequence: int | None = None) -> Meeting:
    meeting = access.own_meeting(actor, meeting_id, lock=True)
    _hold(meeting)
    if not meeting.stands:
        raise ConflictError(phrase("This meeting has been called off already."))
    if meeting.start_at <= clock.now():
        raise ConflictError(phrase("This meeting has begun already."))
    if sequence not in (None, meeting.sequence):
        raise ConflictError(phrase("This meeting has been moved meanwhile."))
    return meeting


def _hold(meeting: Meeting) -> None:
    """What is decided about these people's time rests on what is true until it is written."""
    people.hold(row.person_id for row in meeting.bookings)


def _plan_anew(actor: Membership, plan: Meeting, found: Search, visit: Visit) -> None:
    """A plan that would come too late goes before its visit's new day, or is called off."""
    earlier = plan_for(found, visit)
    if earlier:
        booking.set_active([plan], False)
        _move(actor, plan, earlier)
    elif plan.stands:
        booking.call_off(plan, actor.school)


def _move(actor: Membership, meeting: Meeting, to: Visit | Talk, holds: bool = False) -> None:
    """Give a meeting its new time; one that ``holds`` it until cover is found is not certain meanwhile."""
    start, end = instants(to, schools.school_time(actor.school))
    booking.uncover(cover_requests.open_of_meetings([meeting.id]))
    meeting.date, meeting.period, meeting.start_at, meeting.end_at = to.date, to.period, start, end
    if isinstance(to, Visit):
        meeting.klass, meeting.subject, meeting.room = to.klass, to.subject, to.room
    for row in meeting.bookings:
        row.start_at, row.end_at, row.active, row.partstat = start, end, True, "NEEDS-ACTION"
    what = "moved" if meeting.stands else booking.booked_word(meeting)
    was_held = meeting.state == "waiting" or not meeting.stands
    meeting.state = "waiting" if holds else meeting.state if meeting.stands else "booked"
    meeting.new_time, meeting.school_closed = "", False
    meeting.confirmed = False
    booking.revise(meeting)
    session.flush()
    today = clock.today(actor.school.timezone)
    history.record(meeting.pair.id, today, what, until=to.date, ref=meeting.id)
    # What stands in calendars leaves its old place at once, also for a time that is only held.
    if meeting.state == "booked" or not was_held:
        letters.invite(meeting, actor.school, by=actor.person_id)
    booking.strike_out(meeting)
