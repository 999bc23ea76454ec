"""A class that one takes for a colleague: from the mail without a password, or signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, cover_answers, links
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership
from coachsched.views import words
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.language import of_own_link
from coachsched.views.messages import tell

blueprint = Blueprint("covering", __name__)
Act = Callable[[Membership, int], Meeting]

TAKEN = phrase("Thank you. It is noted that you take it.")
NOT_TAKEN = phrase("Thank you for saying so. Somebody else is found; nobody asks why.")


@blueprint.get("/cover/mine/<int:meeting_id>")
def mine(meeting_id: int) -> str:
    return _mine(meeting_id)


@blueprint.post("/cover/mine/<int:meeting_id>/acceptance")
def accept(meeting_id: int) -> ResponseReturnValue:
    return _change_mine(meeting_id, cover_answers.accept, TAKEN)


@blueprint.post("/cover/mine/<int:meeting_id>/refusal")
def cannot(meeting_id: int) -> ResponseReturnValue:
    return _change_mine(meeting_id, cover_answers.cannot, NOT_TAKEN)


@blueprint.get("/cover/links/<token>")
def of_link(token: str) -> str:
    return _of_link(token)


@blueprint.post("/cover/links/<token>/acceptance")
def accept_by_link(token: str) -> ResponseReturnValue:
    return _change_by_link(token, cover_answers.accept, TAKEN)


@blueprint.post("/cover/links/<token>/refusal")
def cannot_by_link(token: str) -> ResponseReturnValue:
    return _change_by_link(token, cover_answers.cannot, NOT_TAKEN)


def _change_mine(meeting_id: int, act: Act, done: str) -> ResponseReturnValue:
    try:
        act(actor(), meeting_id)
    except ConflictError as error:
        return _mine(meeting_id, error), 409
    tell(done)
    return go(url_for("covering.mine", meeting_id=meeting_id))


def _change_by_link(token: str, act: Act, done: str) -> ResponseReturnValue:
    member, entry = links.read_cover(token)
    try:
        act(member, entry.id)
    except ConflictError as error:
        return _of_link(token, error), 409
    return _of_link(token, done=done)


def _mine(meeting_id: int, error: UserError | None = None) -> str:
    entry = access.own_cover(actor(), meeting_id)
    return _page(entry, actor(), {"meeting_id": meeting_id}, ("covering.accept", "covering.cannot"), error)


def _of_link(token: str, error: UserError | None = None, done: str = "") -> str:
    member, entry = links.read_cover(token)
    of_own_link(member)
    acts = ("covering.accept_by_link", "covering.cannot_by_link")
    return _page(entry, member, {"token": token}, acts, error, done)


def _page(
    entry: Meeting,
    member: Membership,
    where: dict[str, Any],
    acts: tuple[str, str],
    error: UserError | None = None,
    done: str = "",
) -> str:
    return render_template(
        "cover/mine.html",
        entry=entry,
        own=entry.bookings[0],
        member=member,
        by_link="token" in where,
        accept_url=url_for(acts[0], **where),
        cannot_url=url_for(acts[1], **where),
        has_begun=entry.start_at <= clock.now(),
        school_name=member.school.name,
        say=options.words(member.school.settings),
        errors=words.faults(error) if error else [],
        done=done,
    )
