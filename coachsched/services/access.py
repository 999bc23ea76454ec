"""Who may do what. Everything that is not somebody's own partnership is decided here (design 2)."""

from __future__ import annotations

from datetime import date

from coachsched.core.errors import ConflictError, ForbiddenError, NotFoundError
from coachsched.core.history import Past
from coachsched.core.phrases import phrase
from coachsched.core.replay import replay
from coachsched.services import clock, who_sees
from coachsched.services.who_sees import ROLES, Page
from coachsched.store import cover, history, meetings, partnerships, proposals
from coachsched.store.meetings import Meeting
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership
from coachsched.store.proposals import Proposal

# A coordinator sees stages and dates, a principal counts; neither opens a partnership that is not theirs.
MAY_SEE = {page: who_sees.opens(page) & frozenset(ROLES) for page in who_sees.SHOWS}


def may_see(actor: Membership, page: Page) -> bool:
    return not MAY_SEE[page].isdisjoint(actor.roles)


def require(actor: Membership, page: Page) -> None:
    """Raises ForbiddenError unless one of the actor's roles opens the page."""
    if not may_see(actor, page):
        raise ForbiddenError(phrase("This page is for other roles at your school."))


def may_visit_open_lessons(actor: Membership) -> bool:
    """Teachers among themselves: whoever leads the school does not come by, even where they teach."""
    return may_see(actor, "open_lessons") and "principal" not in actor.roles


def own_partnership(actor: Membership, partnership_id: int) -> Partnership:
    """A partnership the actor is in; raises NotFoundError as if others', and later ones, did not exist."""
    today = clock.today(actor.school.timezone)
    found = partnerships.for_member(actor.school, partnership_id, actor.person_id, begun_by=today)
    if found is None:
        raise NotFoundError(phrase("There is no such partnership."))
    return found


def going_on(actor: Membership, partnership_id: int) -> tuple[Partnership, Past]:
    """One of the actor's partnerships and its past; raises NotFoundError, ConflictError once finished."""
    found = own_partnership(actor, partnership_id)
    return found, _unfinished(found, clock.today(actor.school.timezone))


def coordinated(actor: Membership, partnership_id: int) -> tuple[Partnership, Past]:
    """A partnership the actor coordinates, with its past; raises ForbiddenError, else as ``going_on``."""
    found = on_board(actor, partnership_id)
    return found, _unfinished(found, clock.today(actor.school.timezone))


def on_board(actor: Membership, partnership_id: int) -> Partnership:
    """The same, whether it goes on or not; raises ForbiddenError, NotFoundError."""
    require(actor, "board")
    today = clock.today(actor.school.timezone)
    found = partnerships.at_school(actor.school, partnership_id, today)
    if found is None:
        raise NotFoundError(phrase("There is no such partnership."))
    return found


def _unfinished(partnership: Partnership, today: date) -> Past:
    past = replay(history.events(partnership.id), today)
    assert past is not None, "what has not begun is not found"
    if past.finished:
        raise ConflictError(phrase("This partnership has come to its end already."))
    return past


def own_proposal(actor: Membership, proposal_id: int, *, lock: bool = False) -> Proposal:
    """A proposal in one of the actor's partnerships; raises NotFoundError."""
    found = proposals.for_member(actor.school, proposal_id, actor.person_id, lock=lock)
    if found is None:
        raise NotFoundError(phrase("There is no such proposal."))
    return found


def own_meeting(actor: Membership, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A meeting in one of the actor's partnerships; raises NotFoundError."""
    found = meetings.for_member(actor.school, meeting_id, actor.person_id, lock=lock)
    if found is None:
        raise NotFoundError(phrase("There is no such meeting."))
    return found


def own_cover(actor: Membership, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A class that the actor takes, or was to take; raises NotFoundError."""
    found = cover.entry_of(actor.school, meeting_id, actor.person_id, lock=lock)
    if found is None:
        raise NotFoundError(phrase("There is no such meeting."))
    return found


def meeting_alone(actor: Membership, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A visit to an open lesson, or a talk about one, that the actor is in; raises NotFoundError."""
    found = meetings.alone_for(actor.school, meeting_id, actor.person_id, lock=lock)
    if found is None:
        raise NotFoundError(phrase("There is no such meeting."))
    return found


def any_meeting(actor: Membership, meeting_id: int, *, lock: bool = False) -> Meeting:
    """A meeting of the actor's, with a partnership or without; raises NotFoundError."""
    found = meetings.alone_for(actor.school, meeting_id, actor.person_id, lock=lock)
    return found or own_meeting(actor, meeting_id, lock=lock)
