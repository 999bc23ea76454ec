"""Making a partnership, and everything its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachsched.core.cycle import Stage, Step, next_step, next_turn, stages
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.rounds import Turn
from coachsched.services import access, booking, clock, held, staff, standings, turns
from coachsched.services.standings import Line
from coachsched.services.unit import transaction
from coachsched.store import (
    cover_requests,
    feeds,
    history,
    looking,
    meetings,
    partnerships,
    people,
    proposals,
    session,
)
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership, PartnershipMember
from coachsched.store.people import Membership, School
from coachsched.store.proposals import Proposal


@dataclass(frozen=True)
class Overview:
    """A partnership as its own partners see it.

    ``line`` is what their coordinator sees, ``turn`` the visit that comes next.
    """

    partnership: Partnership
    others: tuple[Membership, ...]
    me: Membership
    line: Line
    step: Step
    stages: tuple[Stage, ...]
    turn: Turn
    proposal: Proposal | None
    ahead: tuple[Meeting, ...]
    past: tuple[Meeting, ...]


def create(
    school: School, emails: Sequence[str], coach: str | None = None, began: date | None = None
) -> Partnership:
    """A partnership of two or more people of the school; raises InputError, also for one that exists."""
    with transaction():
        members = [staff.named(school, email) for email in emails]
        if len({member.person_id for member in members}) < max(2, len(members)):
            raise InputError(
                Problem("partnership", phrase("it needs different people."), phrase("Name at least two."))
            )
        return begin(school, members, _coach(members, coach), began)


def begin(
    school: School, members: Sequence[Membership], coach_id: int | None = None, began: date | None = None
) -> Partnership:
    """A partnership of these members of a school, inside the caller's transaction.

    Who looked for a partner has found one. Raises InputError where they are partners already.
    """
    ids = [member.person_id for member in members]
    # Two who bring the same people together take turns.
    people.hold(ids)
    if partnerships.going_on_with(school, ids):
        names = " and ".join(member.person.name for member in members)
        raise InputError(Problem(names, phrase("they are partners already.")))
    partnership = Partnership(
        school_id=school.id,
        coach_id=coach_id,
        created_at=clock.now(),
        members=[PartnershipMember(person_id=one, position=number) for number, one in enumerate(ids)],
    )
    session.add(partnership)
    session.flush()
    history.record(partnership.id, began or clock.today(school.timezone), "began")
    looking.settle(school, ids)
    return partnership


def bring_together(actor: Membership, emails: Sequence[str], coach: str | None = None) -> Partnership:
    """A partnership made by who looks after them all; raises ForbiddenError, and as ``create`` does."""
    access.require(actor, "board")
    return create(actor.school, emails, coach)


def overview(actor: Membership, partnership_id: int) -> Overview:
    """What a partner's page of the partnership shows; raises NotFoundError for everybody else."""
    return _overview(actor, access.own_partnership(actor, partnership_id))


def mine(actor: Membership) -> list[Overview]:
    """The actor's partnerships, those that wait for their answer first."""
    today = clock.today(actor.school.timezone)
    begun = partnerships.of_person(actor.school, actor.person_id, begun_by=today)
    found = [_overview(actor, one) for one in begun]
    urgency = ("answer", "debrief", "visit", "again", "meeting", "wait", "resume", "finished")
    return sorted(found, key=lambda overview: urgency.index(overview.step.code))


def leave(actor: Membership, partnership_id: int) -> None:
    """Go from a partnership of three or more, and from what it has booked; the others go on.

    Raises ConflictError for a partnership of two, which ends when one goes.
    """
    with transaction():
        partnership = access.own_partnership(actor, partnership_id)
        if len(partnership.members) <= 2:
            raise ConflictError(
                phrase("A partnership of two cannot go on with one. Call off what is booked instead.")
            )
        let_go(actor, partnership)


def let_go(actor: Membership, partnership: Partnership) -> None:
    """The same inside the caller's transaction, from a partnership that goes on without them."""
    found = meetings.of_partnership(partnership.id)
    ahead = [one for one in found if one.stands and one.start_at > clock.now()]
    for meeting in ahead:
        booking.without(meeting, actor.person_id, actor.school)
    for meeting in ahead:
        held.confirm(meetings.visit_of(meeting), actor.school)
    _close_offers(actor, partnership)
    members = [member.person_id for member in partnership.members]
    feeds.touch_meetings(actor.school_id, members, clock.now())
    partnership.coach_id = None if partnership.coach_id == actor.person_id else partnership.coach_id
    mine = next(one for one in partnership.members if one.person_id == actor.person_id)
    partnership.members.remove(mine)


def _close_offers(actor: Membership, partnership: Partnership) -> None:
    """An open proposal that cannot be without who leaves is taken back."""
    proposal = proposals.open_of(partnership.id)
    if proposal and actor.person_id in (proposal.proposer_id, proposal.host_id):
        booking.uncover_proposal(proposal)
        proposal.state, proposal.answered_at = "withdrawn", clock.now()
        history.record(partnership.id, clock.today(actor.school.timezone), "withdrawn")
    elif proposal:
        asked = cover_requests.open_of_options([option.id for option in proposal.options])
        booking.uncover(one for one in asked if one.person_id == actor.person_id)


def _overview(actor: Membership, partnership: Partnership) -> Overview:
    today = clock.today(actor.school.timezone)
    line = standings.of_partnership(actor.school, partnership, today)
    assert line is not None, "what has not begun is not found"
    proposal = proposals.open_of(partnership.id)
    now = clock.now()
    booked = meetings.of_partnership(partnership.id)
    roles = turns.roles_of(actor.school, partnership)
    asked = _waiting_for(actor, proposal)
    return Overview(
        partnership=partnership,
        others=tuple(
            member for member in partnerships.member_rows(partnership) if member.person_id != actor.person_id
        ),
        me=actor,
        line=line,
        step=next_step(line.events, today, line.standing, asked, roles.shape.visits),
        stages=stages(line.events, today, roles),
        turn=next_turn(line.events, today, roles),
        proposal=proposal,
        ahead=tuple(one for one in booked if one.stands and one.end_at > now),
        past=tuple(one for one in reversed(booked) if one.state == "booked" and one.end_at <= now),
    )


def _waiting_for(actor: Membership, proposal: Proposal | None) -> Literal["me", "them"] | None:
    if proposal is None:
        return None
    return "them" if proposal.proposer_id == actor.person_id else "me"


def _coach(members: Sequence[Membership], email: str | None) -> int | None:
    if email is None:
        return None
    wanted = email.strip().casefold()
    for member in members:
        if member.person.email == wanted:
            return member.person_id
    raise InputError(
        Problem(email, phrase("the coach is not one of the partners."), phrase("Name one of them."))
    )
