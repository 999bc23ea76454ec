"""A partnership's own page."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.services import clock, partnerships
from coachsched.services.partnerships import Overview
from coachsched.store import schools
from coachsched.store.meetings import Meeting
from coachsched.views import pairs
from coachsched.views.guard import actor
from coachsched.views.htmx import go

blueprint = Blueprint("partnerships", __name__)
ASKED_FOR = 5  # school days


@blueprint.get("/partnerships/<int:partnership_id>")
def show(partnership_id: int) -> str:
    overview = partnerships.overview(actor(), partnership_id)
    return render_template(
        "partnerships/show.html",
        overview=overview,
        pair=pairs.pair(overview.line, pairs.Year(actor().school)),
        next_meeting=next_meeting,
        undebriefed=undebriefed,
        askable=_askable(overview),
        me=actor(),
    )


@blueprint.post("/partnerships/<int:partnership_id>/departure")
def leave(partnership_id: int) -> ResponseReturnValue:
    partnerships.leave(actor(), partnership_id)
    flash("You have left; the others go on. Nobody is asked why.", "done")
    return go(url_for("home.show"))


def next_meeting(overview: Overview) -> Meeting | None:
    """The meeting that the next step is about: one that needs a new time, else the first ahead."""
    if overview.step.code != "meeting":
        return None
    return next((one for one in overview.ahead if one.new_time), next(iter(overview.ahead), None))


def undebriefed(overview: Overview) -> Meeting | None:
    """The latest visit held that wants a debrief, where none has been booked since."""
    visit = next((one for one in overview.past if one.kind == "visit" and one.wants_debrief), None)
    meetings = (*overview.ahead, *overview.past)
    if visit is None or any(one.kind == "debrief" and one.start_at >= visit.end_at for one in meetings):
        return None
    return visit


def _askable(overview: Overview) -> frozenset[int]:
    """The meetings of the last few school days: older ones are taken as held."""
    school = actor().school
    calendar, today = schools.school_time(school).calendar, clock.today(school.timezone)
    return frozenset(
        one.id for one in overview.past if calendar.school_days_between(one.date, today) <= ASKED_FOR
    )
