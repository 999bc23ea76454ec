"""Whether an option of a proposal is still possible when somebody accepts it."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.core.slots import Slot
from coachsched.services import clock, covering
from coachsched.services.finding import Search, instants, plans_on, search
from coachsched.store import cover_requests, proposals, schools
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.people import Membership
from coachsched.store.proposals import Option, Proposal


def check_still_works(
    actor: Membership, proposal: Proposal, option: Option, requests: Sequence[CoverRequest] = ()
) -> None:
    """Raises ConflictError unless it still is a slot, with the lessons covered that ``requests`` ask for."""
    visit = proposals.time_of(option, "visit")
    if option.taken or visit is None or min(time.start_at for time in option.times) <= clock.now():
        raise ConflictError(phrase("That time has gone. Please choose another."))
    if any(covering.is_late(one, actor.school) for one in requests):
        raise ConflictError(phrase("It is too late to find cover for that time. Please choose another."))
    zone = schools.school_time(actor.school).zone
    covered = [cover_requests.need(one, zone) for one in requests]
    found = search(proposal.partnership, actor, proposal.host_id, on=visit.date, covered=covered)
    if not any(_same(slot, option, found) for slot in found.slots) or not _plan_works(option, found):
        raise ConflictError(phrase("That time no longer works for both of you. Please choose another."))


def _plan_works(option: Option, found: Search) -> bool:
    """Whether everybody still is free for the option's plan, where it has one."""
    plan = proposals.time_of(option, "plan")
    wanted = (plan.start_at, plan.end_at) if plan else None
    return plan is None or wanted in [instants(talk, found.time) for talk in plans_on(found, plan.date)]


def _same(slot: Slot, option: Option, found: Search) -> bool:
    """Whether the slot still is what the option offers, its debrief included."""
    wanted = {time.kind: (time.start_at, time.end_at) for time in option.times}
    if instants(slot.visit, found.time) != wanted["visit"] or slot.visit.klass != option.klass:
        return False
    talks = [instants(talk, found.time) for talk in slot.debriefs]
    return "debrief" not in wanted or wanted["debrief"] in talks
