"""What follows for a visit when cover for it is found, refused, taken back, or comes too late (design 3)."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core import options
from coachsched.core.phrases import phrase
from coachsched.services import booking, clock, held, letters, new_times, notice_hours
from coachsched.services.finding import search
from coachsched.services.picks import FreshTime
from coachsched.services.unit import transaction
from coachsched.store import cover_requests, meetings, partnerships, proposals, schools, session
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership, School
from coachsched.store.proposals import Option, Proposal

NOT_FOUND = phrase("No cover could be found for a class.")
FELL_THROUGH = phrase("The cover for a class has fallen through.")


def settled(requests: Sequence[CoverRequest]) -> None:
    """What follows once these requests have another state, inside the caller's transaction.

    What was held is booked when its last lesson is covered, and let go when one is not; its people get the
    three best other times. What was booked needs a new time when its cover is taken back. An option that
    nobody has taken yet is no longer on offer.
    """
    session.flush()
    changed = {one.id for one in requests}
    for option_id in sorted({one.option_id for one in requests if one.option_id}):
        every = cover_requests.of_options([option_id], lock=True)
        _settle(option_id, [one for one in every if one.id in changed])


def _settle(option_id: int, changed: Sequence[CoverRequest]) -> None:
    lost = [one for one in changed if one.state not in cover_requests.OPEN]
    about = meetings.standing([one.meeting_id for one in changed if one.meeting_id])
    if not about:
        option = session.get(Option, option_id)
        if lost and option and not option.taken:
            _drop(option)
        return
    visit = meetings.visit_of(about[0])
    if not lost:
        held.confirm(visit, visit.school)
    elif any(one.state == "waiting" for one in about):
        let_go(visit, visit.school, NOT_FOUND)
    else:
        wanted = {one.meeting_id for one in lost}
        _send_back(visit, [one for one in about if one.id in wanted])


def let_go(visit: Meeting, school: School, reason: str) -> None:
    """End what is held, inside the caller's transaction; its people get one letter with other times."""
    together = [one for one in (visit, *meetings.linked(visit)) if one.state == "waiting"]
    known = [one for one in together if one.was_moved]
    for meeting in together:
        booking.set_aside(meeting, school, reason)
    booking.touch(*together)
    # What was moved to a held time stands in calendars, and has to leave them.
    new_times.tell(school, [one for one in together if one not in known], known)


def _send_back(visit: Meeting, lost: Sequence[Meeting]) -> None:
    """What is booked needs a new time; without its visit, its debrief does too."""
    afterwards = [one for one in meetings.linked(visit) if one.start_at >= visit.end_at]
    together = [visit, *afterwards] if visit in lost else list(lost)
    works = [one for one in together if one.state == "booked" and one.new_time != FELL_THROUGH]
    ahead = [one for one in works if one.start_at > clock.now()]
    for meeting in ahead:
        meeting.new_time = FELL_THROUGH
    booking.uncover(cover_requests.open_of_meetings([one.id for one in ahead]))
    booking.touch(*ahead)
    new_times.tell(visit.school, ahead, [])


def _drop(option: Option) -> None:
    """An option that cannot be had is on offer no more; a proposer left with none is told what would fit."""
    option.taken = True
    booking.uncover(cover_requests.open_of_options([option.id]))
    for proposal in proposals.with_nothing_left([option.proposal_id]):
        if proposal.state == "open":
            members = partnerships.rows_of([proposal.partnership_id])[proposal.partnership_id]
            letters.none_left(proposal, members, _best(proposal, members[0]))


def _best(proposal: Proposal, somebody: Membership) -> list[FreshTime]:
    """The best times without cover for what was proposed; the same whoever of them asks."""
    found = search(proposal.partnership, somebody, proposal.host_id)
    return [new_times.of_slot(choice.slot, found.time) for choice in found.choices[: new_times.MOST]]


def let_go_late() -> int:
    """Let go of everything that waits for cover which can be arranged no longer; how much there was.

    In the hours in which notices go out, school by school: a school's own lead time for cover has gone by,
    or the day of a lesson has come with nobody's yes to the time on offer.
    """
    waiting = set(cover_requests.schools_waiting())
    rounds = [one for one in schools.rounds() if one.id in waiting and notice_hours.is_time(one, None)]
    return sum(_let_go_late(one.id) for one in rounds)


def _let_go_late(school_id: int) -> int:
    with transaction():
        school = schools.get(school_id)
        assert school is not None, "a school that asks for cover is there"
        late = [one for one in cover_requests.undecided(school) if is_late(one, school)]
        booking.uncover(late)
        settled(late)
    return len(late)


def is_late(request: CoverRequest, school: School) -> bool:
    """Whether it is too late to find cover, by the school's lead time; or to say yes to what is covered."""
    if request.state == "approved":
        return request.date <= clock.today(school.timezone)
    lead = options.cover_rules(school.settings).lead_days
    calendar = schools.school_time(school).calendar
    too_late = calendar.school_days_between(clock.today(school.timezone), request.date) < lead
    return too_late or request.start_at <= clock.now()
