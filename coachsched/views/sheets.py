"""A visit on one sheet of paper: who, where and when, the focus, and questions to ask."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.services import access, notes
from coachsched.store import meetings, open_lessons
from coachsched.store.meetings import Meeting
from coachsched.views.guard import actor

blueprint = Blueprint("sheets", __name__)


@blueprint.get("/meetings/<int:meeting_id>/sheet")
def show(meeting_id: int) -> ResponseReturnValue:
    """The sheet, for those in the meeting; of one called off there is only the meeting's own page."""
    meeting = access.any_meeting(actor(), meeting_id)
    if not meeting.stands:
        return redirect(url_for("meetings.show", meeting_id=meeting_id), code=303)
    visit = meetings.visit_of(meeting)
    lesson = open_lessons.of_visit(visit.id)
    return render_template(
        "meetings/sheet.html",
        meeting=meeting,
        visit=visit,
        focus=_focus(visit),
        to_see=lesson.line if lesson else "",
        me=actor(),
    )


def _focus(visit: Meeting) -> str | None:
    """What the partners want to look at; None where no key opens it any more."""
    if visit.partnership_id is None or visit.proposal_id is None:
        return ""
    return notes.focus(actor(), access.own_proposal(actor(), visit.proposal_id))
