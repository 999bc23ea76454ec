"""A visit to an open lesson, or a talk about one: who comes, leaving it, and a time to talk about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, open_talks, open_visits
from coachsched.services.new_times import of_talk
from coachsched.services.picks import SlotsGoneError, talk_key
from coachsched.store import answers, meetings, open_lessons, schools
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("open_visits", __name__)


@blueprint.get("/open-lessons/visits/<int:meeting_id>")
def show(meeting_id: int) -> str:
    return _page(access.meeting_alone(actor(), meeting_id))


@blueprint.post("/open-lessons/visits/<int:meeting_id>/departure")
def leave(meeting_id: int) -> ResponseReturnValue:
    return _change(meeting_id, open_visits.leave, phrase("Noted. Calendars are told; nobody is asked why."))


@blueprint.post("/open-lessons/visits/<int:meeting_id>/missed")
def did_not_happen(meeting_id: int) -> ResponseReturnValue:
    return _change(meeting_id, open_visits.did_not_happen, phrase("Noted. It counts for nobody."))


@blueprint.get("/open-lessons/visits/<int:meeting_id>/talks")
def talk_times(meeting_id: int) -> str:
    return _times(meeting_id)


@blueprint.post("/open-lessons/visits/<int:meeting_id>/talks")
def talk(meeting_id: int) -> ResponseReturnValue:
    try:
        booked = open_talks.book(actor(), meeting_id, _other(), request.form.get("talk", ""))
    except (InputError, SlotsGoneError) as error:
        return _times(meeting_id, error), status_of(error)
    tell(phrase("Booked. Both of you get an invitation for your calendar."))
    return go(url_for("open_visits.show", meeting_id=booked.id))


def _change(
    meeting_id: int, change: Callable[[Membership, int], Meeting], message: str
) -> ResponseReturnValue:
    try:
        change(actor(), meeting_id)
    except ConflictError as error:
        return _page(access.meeting_alone(actor(), meeting_id), error), 409
    tell(message)
    return go(url_for("open_lessons.show"))


def _page(meeting: Meeting, error: UserError | None = None) -> str:
    me = actor()
    lesson = open_lessons.of_visit(meeting.id)
    known = {row.person_id: row.person for row in meeting.bookings}
    return render_template(
        "open_lessons/visit.html",
        meeting=meeting,
        line=lesson.line if lesson else "",
        is_past=meeting.end_at <= clock.now(),
        has_begun=meeting.start_at <= clock.now(),
        to_talk_with=[known[one] for one in open_talks.others(me, meeting)],
        talks=meetings.talks_about(meeting.id, me.person_id),
        questions=[
            one for one in answers.open_questions(me.school, me.person_id) if one.meeting_id == meeting.id
        ],
        errors=words.faults(error) if error else [],
        me=me,
    )


def _times(meeting_id: int, error: UserError | None = None) -> str:
    found = open_talks.times(actor(), meeting_id, _other())
    time = schools.school_time(actor().school)
    return render_template(
        "open_lessons/talk.html",
        visit=found.visit,
        other=found.other,
        best=[of_talk(one, time) for one in found.best],
        talks=[one for one in found.talks if one not in found.best],
        talk_key=talk_key,
        wanted=request.form.get("talk", ""),
        action=url_for("open_visits.talk", meeting_id=meeting_id, who=found.other.person_id),
        errors=words.faults(error) if error else [],
    )


def _other() -> int | None:
    return request.args.get("who", type=int)
