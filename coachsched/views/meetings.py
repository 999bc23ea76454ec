"""A meeting: move it, call it off, say that it did not happen, find its debrief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, moving, new_times
from coachsched.services.cover_words import of_requests
from coachsched.services.picks import SlotsGoneError, talk_key
from coachsched.store import answers, cover_requests, meetings
from coachsched.store.meetings import Meeting
from coachsched.views import slots, words
from coachsched.views.errors import status_of
from coachsched.views.grid import Picked
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("meetings", __name__)


@blueprint.get("/meetings/<int:meeting_id>")
def show(meeting_id: int) -> ResponseReturnValue:
    meeting = access.any_meeting(actor(), meeting_id)
    if meeting.partnership_id is None:
        return redirect(url_for("open_visits.show", meeting_id=meeting_id), code=303)
    return _page(meeting)


@blueprint.get("/meetings/<int:meeting_id>/time")
def new_time(meeting_id: int) -> str:
    return _times(access.own_meeting(actor(), meeting_id))


@blueprint.post("/meetings/<int:meeting_id>/time")
def move(meeting_id: int) -> ResponseReturnValue:
    meeting = access.own_meeting(actor(), meeting_id)
    picks = slots.picks_of_form()
    try:
        if meeting.kind == "visit":
            meeting = moving.move_visit(actor(), meeting_id, picks)
        else:
            moving.move_talk(actor(), meeting_id, request.form.get("talk", ""))
    except (InputError, SlotsGoneError) as error:
        return _times(access.own_meeting(actor(), meeting_id), error), status_of(error)
    except ConflictError as error:
        return _page(access.own_meeting(actor(), meeting_id), error), 409
    if meeting.state == "waiting":
        tell(phrase("Held until cover is found for a class. Both calendars are told."))
    else:
        tell(phrase("Moved. Both calendars are told."))
    return go(url_for("meetings.show", meeting_id=meeting_id))


@blueprint.post("/meetings/<int:meeting_id>/cancellation")
def cancel(meeting_id: int) -> ResponseReturnValue:
    return _change(
        meeting_id, moving.cancel, phrase("Called off. Both calendars are told; nobody is asked why.")
    )


@blueprint.post("/meetings/<int:meeting_id>/departure")
def leave(meeting_id: int) -> ResponseReturnValue:
    return _change(
        meeting_id, moving.leave, phrase("You are out of it. The others are told; nobody is asked why.")
    )


@blueprint.post("/meetings/<int:meeting_id>/confirmation")
def happened(meeting_id: int) -> ResponseReturnValue:
    return _change(meeting_id, moving.happened, phrase("Thank you. Nobody is asked about it any more."))


@blueprint.post("/meetings/<int:meeting_id>/missed")
def did_not_happen(meeting_id: int) -> ResponseReturnValue:
    return _change(meeting_id, moving.did_not_happen, phrase("Noted. Find a new time whenever it suits you."))


@blueprint.post("/meetings/<int:meeting_id>/debrief/waiver")
def wants_no_debrief(meeting_id: int) -> ResponseReturnValue:
    return _change(meeting_id, moving.wants_no_debrief, phrase("Noted. That round is complete."))


@blueprint.get("/meetings/<int:meeting_id>/debrief")
def debrief_times(meeting_id: int) -> str:
    return _times(access.own_meeting(actor(), meeting_id), adding=True)


@blueprint.post("/meetings/<int:meeting_id>/debrief")
def add_debrief(meeting_id: int) -> ResponseReturnValue:
    try:
        debrief = moving.add_debrief(actor(), meeting_id, request.form.get("talk", ""))
    except (InputError, SlotsGoneError) as error:
        return _times(access.own_meeting(actor(), meeting_id), error, adding=True), status_of(error)
    except ConflictError as error:
        return _page(access.own_meeting(actor(), meeting_id), error), 409
    tell(phrase("Booked. Both of you get an invitation for your calendar."))
    return go(url_for("meetings.show", meeting_id=debrief.id))


def _change(meeting_id: int, change, message: str) -> ResponseReturnValue:  # type: ignore[no-untyped-def]
    try:
        meeting = change(actor(), meeting_id)
    except ConflictError as error:
        return _page(access.own_meeting(actor(), meeting_id), error), 409
    tell(message)
    return go(url_for("partnerships.show", partnership_id=meeting.partnership_id))


def _page(meeting: Meeting, error: UserError | None = None) -> str:
    needs_time = _needs_time(meeting)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        debrief=meetings.linked_debrief(meeting) if meeting.kind == "visit" else None,
        is_past=meeting.end_at <= clock.now(),
        has_begun=meeting.start_at <= clock.now(),
        needs_time=needs_time,
        cover=of_requests(cover_requests.open_for(meeting.id), actor().person_id),
        fresh=new_times.fresh_times(actor(), meeting) if needs_time else [],
        questions=_about(meeting, answers.open_questions(actor().school, actor().person_id)),
        suggestions=_about(meeting, answers.suggestions_for(actor().school, actor().person_id, clock.now())),
        errors=words.faults(error) if error else [],
        me=actor(),
    )


def _about(meeting: Meeting, rows: Sequence[Any]) -> list[Any]:
    return [row for row in rows if row.meeting_id == meeting.id]


def _needs_time(meeting: Meeting) -> bool:
    """Of a meeting ahead that is marked so, and of one called off by what happened."""
    if meeting.stands:
        return bool(meeting.new_time) and meeting.start_at > clock.now()
    return meeting.may_be_held_anew


def _times(meeting: Meeting, error: UserError | None = None, adding: bool = False) -> str:
    """Where a meeting could move to: the grid for a visit, a list of times for a talk."""
    errors = words.faults(error) if error else []
    if meeting.kind == "visit" and not adding:
        found = moving.new_times(actor(), meeting)
        action = url_for("meetings.move", meeting_id=meeting.id)
        return slots.page(found, action, picked=_picked(), errors=errors, purpose="move")
    talks = moving.debrief_talks(actor(), meeting) if adding else moving.new_talks(actor(), meeting)
    return render_template(
        "meetings/times.html",
        meeting=meeting,
        talks=talks,
        talk_key=talk_key,
        wanted=request.form.get("talk", ""),
        errors=errors,
        adding=adding,
        me=actor(),
    )


def _picked() -> Picked | None:
    return slots.picked_of_form() if request.method == "POST" else None
