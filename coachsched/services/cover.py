"""Cover, for whoever arranges it: approved with a name, refused, given to another, taken back."""

from __future__ import annotations

from collections.abc import Collection

from coachsched.core.cover import NOT_FREE
from coachsched.core.errors import ConflictError, InputError, NotFoundError, Problem
from coachsched.core.phrases import phrase, together
from coachsched.services import access, budgets, clock, cover_entries, covering, substitutes
from coachsched.services.cover_desk import Desk
from coachsched.services.unit import transaction
from coachsched.store import cover, feeds, people, schools
from coachsched.store.cover import CoverRequest
from coachsched.store.people import Membership


def approve(actor: Membership, request_id: int, colleague_id: int | None, fund: str = "") -> CoverRequest:
    """Let a colleague take the class, paid from a fund or the first with enough left.

    Raises NotFoundError, InputError, ConflictError, the last also beyond the budget.
    """
    access.require(actor, "cover")
    with transaction():
        request = _held(actor, request_id, "asked", colleagues=[colleague_id])
        desk, colleague = _desk(request, colleague_id)
        found = desk.can_approve(request, colleague.person_id)
        if found:
            raise ConflictError(together(one.words for one in found))
        request.fund = budgets.check(request, fund)
        cover_entries.enter(request, colleague, actor.person_id)
        _settle(request, "approved")
    return request


def refuse(actor: Membership, request_id: int) -> CoverRequest:
    """Say that it is not possible; nobody is asked why. Raises NotFoundError, ConflictError."""
    access.require(actor, "cover")
    with transaction():
        request = _held(actor, request_id, "asked")
        _settle(request, "refused")
    return request


def change(actor: Membership, request_id: int, colleague_id: int | None) -> CoverRequest:
    """Let another colleague take a class that was approved: those who are out stay out.

    Raises NotFoundError, InputError, ConflictError.
    """
    access.require(actor, "cover")
    with transaction():
        request = _held(actor, request_id, "approved", colleagues=[colleague_id])
        desk, colleague = _desk(request, colleague_id)
        if NOT_FREE in desk.can_approve(request, colleague.person_id):
            raise ConflictError(NOT_FREE.words)
        cover_entries.enter(request, colleague, actor.person_id)
    return request


def give_outside(actor: Membership, request_id: int, name: str, fund: str = "") -> CoverRequest:
    """Let somebody without an account take the class, whether or not a colleague was to take it.

    Raises NotFoundError, InputError, ConflictError.
    """
    access.require(actor, "cover")
    who = substitutes.named(name)
    with transaction():
        request = _held(actor, request_id, "asked", "approved")
        if request.state == "approved":
            substitutes.enter(request, who)
        else:
            substitutes.approve(request, who, fund)
            covering.settled([request])
    return request


def withdraw(actor: Membership, request_id: int) -> CoverRequest:
    """Take cover back, on the day too: whoever asked for it needs a new time.

    Raises NotFoundError, ConflictError.
    """
    access.require(actor, "cover")
    with transaction():
        request = _held(actor, request_id, "approved")
        cover_entries.release(request)
        _settle(request, "withdrawn")
    return request


def _held(
    actor: Membership, request_id: int, *states: str, colleagues: Collection[int | None] = ()
) -> CoverRequest:
    """A request in one of these states whose lesson is still ahead, ours until the commit.

    One cover is settled after the other in a school, for how many are out is counted over them all.
    """
    seen = cover.get(actor.school, request_id)
    if seen is None:
        raise NotFoundError(phrase("There is no such request."))
    schools.hold(actor.school_id)
    members = seen.partnership.members if seen.partnership else []
    people.hold([*filter(None, colleagues), *(member.person_id for member in members)])
    request = cover.get(actor.school, request_id, lock=True)
    if request is None or request.state not in states:
        raise ConflictError(phrase("This has been settled meanwhile. Please look again."))
    if request.start_at <= clock.now():
        raise ConflictError(phrase("That lesson has begun already."))
    return request


def _desk(request: CoverRequest, colleague_id: int | None) -> tuple[Desk, Membership]:
    school = schools.get(request.school_id)
    assert school is not None, "a request belongs to a school"
    desk = Desk(school, cover.of_school(school, request.date, request.date))
    colleague = desk.members.get(colleague_id or 0)
    if colleague is None:
        raise InputError(
            Problem("colleague", phrase("nobody is chosen yet."), phrase("Choose who takes the class."))
        )
    return desk, colleague


def _settle(request: CoverRequest, state: str) -> None:
    request.state, request.answered_at = state, clock.now()
    feeds.touch_cover(request.school_id, clock.now())
    covering.settled([request])
