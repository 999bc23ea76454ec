"""A talk without a visit: find a time, book it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import talks
from coachsched.services.picks import SlotsGoneError, talk_key
from coachsched.services.talks import Kind
from coachsched.store import partnerships
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("talks", __name__)


@blueprint.get("/partnerships/<int:partnership_id>/talks")
def show(partnership_id: int) -> str:
    return _page(partnership_id, "talk")


@blueprint.post("/partnerships/<int:partnership_id>/talks")
def create(partnership_id: int) -> ResponseReturnValue:
    return _book(partnership_id, "talk")


@blueprint.get("/partnerships/<int:partnership_id>/debrief")
def debrief(partnership_id: int) -> str:
    """For the debrief of a visit that a log told of; others have a page of their own."""
    return _page(partnership_id, "debrief")


@blueprint.post("/partnerships/<int:partnership_id>/debrief")
def book_debrief(partnership_id: int) -> ResponseReturnValue:
    return _book(partnership_id, "debrief")


def _book(partnership_id: int, kind: Kind) -> ResponseReturnValue:
    try:
        meeting = talks.book(actor(), partnership_id, request.form.get("talk", ""), kind)
    except (InputError, SlotsGoneError) as error:
        return _page(partnership_id, kind, error), status_of(error)
    tell(phrase("Booked. Everybody gets an invitation for their calendar."))
    return go(url_for("meetings.show", meeting_id=meeting.id))


def _page(partnership_id: int, kind: Kind, error: UserError | None = None) -> str:
    partnership, found = talks.times(actor(), partnership_id, kind)
    return render_template(
        "talks/show.html",
        partnership=partnership,
        others=[one for one in partnerships.member_rows(partnership) if one.person_id != actor().person_id],
        kind=kind,
        action=request.path,
        talks=found,
        talk_key=talk_key,
        wanted=request.form.get("talk", ""),
        errors=words.faults(error) if error else [],
    )
