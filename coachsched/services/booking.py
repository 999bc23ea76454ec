"""Writing meetings down, and what follows from it: bookings, options struck out, invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from coachsched.core.slots import Talk
from coachsched.services import clock, cover_asks, letters
from coachsched.services.finding import instants
from coachsched.store import cover_requests, feeds, history, partnerships, proposals, schools, session
from coachsched.store import meetings as stored
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Booking, Meeting
from coachsched.store.people import Membership, School
from coachsched.store.proposals import Option, OptionTime, Proposal


def book(
    actor: Membership, proposal: Proposal, option: Option, requests: Sequence[CoverRequest] = ()
) -> list[Meeting]:
    """The meetings of an accepted option, inside the caller's transaction.

    While one of the ``requests`` for its cover is not approved they are held: nobody is invited yet.
    """
    now = clock.now()
    people = [member.person_id for member in proposal.partnership.members]
    visit = proposals.time_of(option, "visit")
    meetings = [_meeting(proposal, option, time, people, now) for time in option.times]
    for meeting in meetings:
        meeting.state = "waiting" if any(one.state == "asked" for one in requests) else "booked"
    session.add_all(meetings)
    # Here the database refuses whoever would be in two places at once.
    session.flush()
    booked_visit = next(meeting for meeting in meetings if visit and meeting.kind == "visit")
    for meeting in meetings:
        meeting.visit_id = None if meeting is booked_visit else booked_visit.id
    for request in requests:
        request.meeting = made_possible_by(request, booked_visit, meetings)
    after(actor, meetings)
    if booked_visit.state == "waiting":
        letters.hold(booked_visit, actor.school, meetings, by=actor.person_id)
    return meetings


def made_possible_by(request: CoverRequest, visit: Meeting, meetings: Sequence[Meeting]) -> Meeting:
    """The visit where it needs the lesson too, else what is held during it."""
    ordered = sorted(meetings, key=lambda one: one is not visit)
    during = (one for one in ordered if one.start_at < request.end_at and request.start_at < one.end_at)
    # A talk that runs on after its own period needs the next one too, of which it takes nothing.
    return next(during, next((one for one in ordered if one.date == request.date), visit))


def book_debrief(actor: Membership, visit: Meeting, talk: Talk, state: str = "booked") -> Meeting:
    """A debrief for a visit, inside the caller's transaction; ``state`` is waiting until cover is found."""
    people = [booking.person_id for booking in visit.bookings]
    belongs = {"partnership_id": visit.partnership_id, "proposal_id": visit.proposal_id, "visit_id": visit.id}
    return book_talk(actor, talk, people, "debrief", state, **belongs)


def book_talk(
    actor: Membership,
    talk: Talk,
    people: Sequence[int],
    kind: str = "talk",
    state: str = "booked",
    **belongs: int | None,
) -> Meeting:
    """A meeting of these people at a time when all can talk, inside the caller's transaction.

    ``belongs`` are the numbers of what it belongs to, by column.
    """
    start, end = instants(talk, schools.school_time(actor.school))
    meeting = Meeting(
        uid=new_uid(),
        school_id=actor.school_id,
        kind=kind,
        state=state,
        date=talk.date,
        period=talk.period,
        start_at=start,
        end_at=end,
        stamped_at=clock.now(),
        changed_at=clock.now(),
        bookings=rows(people, start, end),
        **belongs,
    )
    session.add(meeting)
    session.flush()
    after(actor, [meeting])
    return meeting


def after(actor: Membership, meetings: Sequence[Meeting]) -> None:
    """What every new booking brings: its place in the history, invitations, feeds, struck-out options."""
    today = clock.today(actor.school.timezone)
    for meeting in meetings:
        if meeting.partnership_id is not None:
            what = booked_word(meeting)
            history.record(meeting.partnership_id, today, what, until=meeting.date, ref=meeting.id)
        if meeting.state == "booked":
            letters.invite(meeting, actor.school, by=actor.person_id)
        strike_out(meeting)
    touch(*meetings)


def booked_word(meeting: Meeting) -> str:
    """The history's word for a new booking: a visit that wants no debrief has one of its own."""
    only = meeting.kind == "visit" and not meeting.wants_debrief
    return "visit_only_booked" if only else f"{meeting.kind}_booked"


def touch(*meetings: Meeting) -> None:
    """Say that the feeds of everybody concerned have changed: of who is in them, and of who was."""
    for meeting in meetings:
        people = {row.person_id for row in meeting.bookings}
        if meeting.partnership:
            people |= {member.person_id for member in meeting.partnership.members}
        feeds.touch_meetings(meeting.school_id, sorted(people), clock.now())


def strike_out(meeting: Meeting) -> None:
    """Options elsewhere that this booking makes impossible; a proposer left with none is told."""
    people = [booking.person_id for booking in meeting.bookings]
    lost = proposals.options_overlapping(people, meeting.start_at, meeting.end_at)
    for option in lost:
        option.taken = True
    uncover(cover_requests.open_of_options([option.id for option in lost]))
    # One booking may end the proposals of a whole staff room, and everybody else's booking waits for it.
    ended = proposals.with_nothing_left({option.proposal_id for option in lost})
    members = partnerships.rows_of({proposal.partnership_id for proposal in ended})
    for proposal in ended:
        letters.none_left(proposal, members[proposal.partnership_id])


def call_off(meeting: Meeting, school: School, reason: str = "") -> None:
    """Cancel one meeting inside the caller's transaction and tell everybody in it."""
    unknown = meeting.state == "waiting" and not meeting.was_moved
    set_aside(meeting, school, reason)
    if not unknown:
        letters.call_off(meeting, school)
    elif not _goes_along(meeting):
        letters.call_off_held(meeting, school)


def _goes_along(meeting: Meeting) -> bool:
    """Whether its people have heard of its visit, which was called off before it."""
    visit = session.get(Meeting, meeting.visit_id) if meeting.visit_id else None
    return visit is not None and not visit.stands


def uncover(requests: Iterable[CoverRequest]) -> None:
    """Take requests for cover back, and call off the entries of those who were to take a class."""
    for entry in cover_asks.withdraw(requests):
        call_off(entry, entry.school)
        touch(entry)
    session.flush()


def uncover_proposal(proposal: Proposal, but: Option | None = None) -> None:
    """Take back what was asked for the options of a proposal, but for the one that was accepted."""
    uncover(cover_requests.open_of_options([option.id for option in proposal.options if option is not but]))


def set_aside(meeting: Meeting, school: School, reason: str = "") -> None:
    """Cancel one meeting, or say of one that has begun that it was not held; nobody is told yet."""
    ahead = meeting.start_at > clock.now()
    meeting.state, meeting.new_time = "cancelled", reason
    set_active([meeting], False)
    uncover(cover_requests.open_of_meetings([meeting.id]))
    revise(meeting)
    on, what = (clock.today(school.timezone), "cancelled") if ahead else (meeting.date, "not_held")
    if meeting.partnership_id is not None:
        history.record(meeting.partnership_id, on, what, ref=meeting.id)


def bring_back(meeting: Meeting, school: School) -> bool:
    """Undo that a meeting was called off with its day, and tell everybody in it.

    False, and nothing done, where somebody in it is taken or what it belongs to stays called off.
    """
    visit = session.get(Meeting, meeting.visit_id) if meeting.visit_id else None
    people = [row.person_id for row in meeting.bookings]
    if (visit and visit.state != "booked") or stored.any_between(people, meeting.start_at, meeting.end_at):
        return False
    meeting.state, meeting.new_time, meeting.school_closed = "booked", "", False
    for row in meeting.bookings:
        row.active, row.partstat = True, "NEEDS-ACTION"
    revise(meeting)
    session.flush()
    if meeting.partnership_id is not None:
        history.take_back(meeting.partnership_id, meeting.id, ("cancelled", "not_held"))
    letters.invite(meeting, school, news="back")
    strike_out(meeting)
    return True


def change_room(meeting: Meeting, school: School, room: str) -> None:
    """Say where a meeting is now, inside the caller's transaction; what people answered still holds."""
    meeting.room = room
    revise(meeting)
    if meeting.state == "booked":
        letters.invite(meeting, school, news="changed")
    feeds.touch_meetings(school.id, [row.person_id for row in meeting.bookings], clock.now())


def join(meeting: Meeting, actor: Membership) -> None:
    """Let one more into a meeting inside the caller's transaction; the others keep it and their answers."""
    revise(meeting)
    meeting.bookings += rows([actor.person_id], meeting.start_at, meeting.end_at)
    session.flush()
    letters.invite(meeting, actor.school, by=actor.person_id, news="changed", new_to=actor.person_id)
    strike_out(meeting)
    touch(meeting)


def without(meeting: Meeting, person_id: int, school: School, reason: str = "") -> None:
    """Let one person go from a meeting inside the caller's transaction; the others keep it and their answers.

    One who hosts it, or leaves nobody to meet, takes the whole meeting with them. ``reason`` is told to who
    goes without having asked to.
    """
    row = next((row for row in meeting.bookings if row.person_id == person_id), None)
    if row is None:
        return
    if len(meeting.bookings) <= 2 or person_id == _host(meeting):
        call_off(meeting, school, reason)
        return
    theirs = cover_requests.open_of_meetings([meeting.id])
    uncover([one for one in theirs if one.person_id == person_id])
    revise(meeting)
    if meeting.state == "waiting":
        meeting.bookings.remove(row)
        session.flush()
        return
    letters.let_go(meeting, row, school, reason)
    meeting.bookings.remove(row)
    meeting.stamped_at = letters.next_stamp(meeting)
    session.flush()
    letters.invite(meeting, school, by=None if reason else person_id, news="changed")


def _host(meeting: Meeting) -> int | None:
    """Who is visited, in the visit itself or in the one that is talked about."""
    visit = session.get(Meeting, meeting.visit_id) if meeting.visit_id else meeting
    return visit.host_id if visit else None


def set_active(together: Sequence[Meeting], active: bool) -> None:
    """Whether these meetings take their people's time."""
    for meeting in together:
        for row in meeting.bookings:
            row.active = active
    session.flush()


def revise(meeting: Meeting) -> None:
    """A higher SEQUENCE and a strictly later DTSTAMP (RFC 5546 2.1.4, 2.1.5)."""
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.stamped_at = letters.next_stamp(meeting)


def _meeting(
    proposal: Proposal, option: Option, time: OptionTime, people: Sequence[int], now: datetime
) -> Meeting:
    visit = time.kind == "visit"
    return Meeting(
        uid=new_uid(),
        school_id=proposal.partnership.school_id,
        partnership_id=proposal.partnership_id,
        proposal_id=proposal.id,
        host_id=proposal.host_id if visit else None,
        kind=time.kind,
        wants_debrief=not visit or proposal.wants_debrief,
        visit_kind=proposal.visit_kind if visit else "",
        date=time.date,
        period=time.period,
        start_at=time.start_at,
        end_at=time.end_at,
        klass=option.klass if visit else "",
        subject=option.subject if visit else "",
        room=option.room if visit else "",
        stamped_at=now,
        changed_at=now,
        bookings=rows(people, time.start_at, time.end_at),
    )


def rows(people: Sequence[int], start: datetime, end: datetime) -> list[Booking]:
    """Everybody's place in a meeting."""
    # Always in one order, or two bookings at once could each wait for the other for ever.
    return [Booking(person_id=person, start_at=start, end_at=end) for person in sorted(people)]


def new_uid() -> str:
    """A calendar UID without personal data (RFC 7986 5.3)."""
    return f"{uuid4()}@coachsched"
