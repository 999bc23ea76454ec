"""A meeting from a mail: it works for me, at another time, or not at all. One button each, no password."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import clock, invitations, links, moving, new_times, open_visits
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.language import of_own_link

blueprint = Blueprint("invitations", __name__)


@blueprint.get("/invitations/<token>")
def show(token: str) -> str:
    return _page(token)


@blueprint.post("/invitations/<token>/acceptance")
def accept(token: str) -> ResponseReturnValue:
    return _change(token, invitations.accept, phrase("Thank you. It is noted that this works for you."))


@blueprint.post("/invitations/<token>/time")
def move(token: str) -> ResponseReturnValue:
    def to_time(member: Membership, meeting_id: int) -> Meeting:
        return invitations.move(member, meeting_id, request.form.get("time", ""))

    return _change(
        token, to_time, phrase("That is its new time. An invitation for each calendar is on its way.")
    )


@blueprint.post("/invitations/<token>/cancellation")
def cancel(token: str) -> ResponseReturnValue:
    member, meeting = links.read_meeting(token)
    if meeting.partnership_id is None:
        return _leave(token, member, meeting)
    return _change(token, moving.cancel, phrase("Called off. Every calendar is told; nobody is asked why."))


@blueprint.post("/invitations/<token>/confirmation")
def happened(token: str) -> ResponseReturnValue:
    return _change(token, moving.happened, phrase("Thank you. Nothing else to do."))


@blueprint.post("/invitations/<token>/missed")
def did_not_happen(token: str) -> ResponseReturnValue:
    return _change(
        token, moving.did_not_happen, phrase("Noted, and nobody is asked why. A new time is quickly found.")
    )


def _leave(token: str, member: Membership, meeting: Meeting) -> ResponseReturnValue:
    """Out of an open lesson: the link leads nowhere any more, where the others come."""
    try:
        open_visits.leave(member, meeting.id)
    except ConflictError as error:
        return _page(token, error), 409
    of_own_link(member)
    return render_template("invitations/left.html", hosts=meeting.host_id == member.person_id)


def _change(token: str, change: Callable[[Membership, int], Meeting], done: str) -> ResponseReturnValue:
    member, meeting = links.read_meeting(token)
    try:
        change(member, meeting.id)
    except (InputError, ConflictError) as error:
        return _page(token, error), status_of(error)
    return _page(token, done=done)


def _page(token: str, error: UserError | None = None, done: str = "") -> str:
    member, meeting = links.read_meeting(token)
    of_own_link(member)
    wanted = request.values.get("time", "")
    can_move = _can_move(meeting) and not done
    return render_template(
        "invitations/show.html",
        token=token,
        member=member,
        me=member,
        meeting=meeting,
        mine=next(row for row in meeting.bookings if row.person_id == member.person_id),
        is_over=meeting.end_at <= clock.now(),
        has_begun=meeting.start_at <= clock.now(),
        fresh=new_times.fresh_times(member, meeting, wanted) if can_move else [],
        can_move=can_move,
        wanted=wanted,
        school_name=member.school.name,
        say=options.words(member.school.settings),
        errors=words.faults(error) if error else [],
        done=done,
    )


def _can_move(meeting: Meeting) -> bool:
    """What is still ahead, and what was called off by what happened; an open lesson has no other time."""
    if meeting.partnership_id is None:
        return False
    return meeting.start_at > clock.now() if meeting.stands else meeting.may_be_held_anew
