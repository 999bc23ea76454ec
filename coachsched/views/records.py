"""One's own record of taking part, and the page at which somebody else can check that it is real."""

from __future__ import annotations

from flask import Blueprint, render_template

from coachsched.services import records
from coachsched.store.meetings import Meeting
from coachsched.views.guard import actor

blueprint = Blueprint("records", __name__)


@blueprint.get("/record")
def show() -> str:
    own = records.own(actor())
    return render_template("records/show.html", record=own, hours=records.hours, minutes=_minutes)


@blueprint.get("/records/<token>")
def check(token: str) -> str:
    return render_template("records/check.html", issued=records.issued(token), hours=records.hours)


def _minutes(meeting: Meeting) -> int:
    return records.length(meeting.start_at, meeting.end_at)
