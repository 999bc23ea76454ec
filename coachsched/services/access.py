"""Who may do what. Everything that is not somebody's own partnership is decided here (design 2)."""

from __future__ import annotations

from typing import Literal

from coachsched.core.errors import ForbiddenError, NotFoundError
from coachsched.services import clock
from coachsched.store import meetings, partnerships, proposals
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Proposal

ROLES = ("teacher", "coordinator", "principal", "cover", "admin")
Page = Literal["calendar", "board", "report", "people", "inbox"]

# A coordinator sees stages and dates, a principal counts; neither opens a partnership that is not theirs.
MAY_SEE: dict[Page, frozenset[str]] = {
    "calendar": frozenset(ROLES),
    "board": frozenset({"coordinator"}),
    "report": frozenset({"coordinator", "principal"}),
    "people": frozenset({"admin"}),
    "inbox": frozenset({"admin"}),
}


def may_see(actor: Membership, page: Page) -> bool:
    return not MAY_SEE[page].isdisjoint(actor.roles)


def require(actor: Membership, page: Page) -> None:
    """Raises ForbiddenError unless one of the actor's roles opens the page."""
    if not may_see(actor, page):
        raise ForbiddenError("This page is for other roles at your school.")


def own_partnership(actor: Membership, partnership_id: int) -> Partnership:
    """A partnership the actor is in; raises NotFoundError as if others', and later ones, did not exist."""
    today = clock.today(actor.school.timezone)
    found = partnerships.for_member(actor.school, partnership_id, actor.person_id, begun_by=today)
    if found is None:
        raise NotFoundError("There is no such partnership.")
    return found


def own_proposal(actor: Membership, proposal_id: int, *, lock: bool = False) -> Proposal:
    """A proposal in one of the actor's partnerships; raises NotFoundError."""
    found = proposals.for_member(actor.school, proposal_id, actor.person_id, lock=lock)
    if found is None:
        raise NotFoundError("There is no such proposal.")
    return found


def own_meeting(actor: Membership, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A meeting in one of the actor's partnerships; raises NotFoundError."""
    found = meetings.for_member(actor.school, meeting_id, actor.person_id, lock=lock)
    if found is None:
        raise NotFoundError("There is no such meeting.")
    return found
