"""A partnership's own page."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.core.shared_link import LONGEST_TITLE
from coachsched.services import (
    budgets,
    clock,
    half_day_offers,
    new_times,
    notes,
    partnerships,
    signs,
    ways_back,
)
from coachsched.services.half_day_offers import Offer
from coachsched.services.partnerships import Overview
from coachsched.services.picks import FreshTime
from coachsched.services.ways_back import WayBack
from coachsched.store import schools
from coachsched.store.meetings import Meeting
from coachsched.views import pairs, words
from coachsched.views.errors import status_of
from coachsched.views.forms import date_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("partnerships", __name__)
ASKED_FOR = 5  # school days
TAKEN = {
    "booked": phrase("Booked. The invitation for each calendar is on its way."),
    "sent": phrase("Sent. You will hear by mail."),
}


@blueprint.get("/partnerships/<int:partnership_id>")
def show(partnership_id: int) -> str:
    return _page(partnership_id)


@blueprint.post("/partnerships/<int:partnership_id>/informal-meetings")
def meet_informally(partnership_id: int) -> ResponseReturnValue:
    def note() -> None:
        signs.met_informally(actor(), partnership_id, date_of("on"))

    return act(partnership_id, note, phrase("Noted: the date, and nothing else."))


@blueprint.post("/partnerships/<int:partnership_id>/pause")
def pause(partnership_id: int) -> ResponseReturnValue:
    def rest() -> None:
        signs.pause(actor(), partnership_id, date_of("until"))

    return act(partnership_id, rest, phrase("Resting. Nobody is reminded until then."))


@blueprint.post("/partnerships/<int:partnership_id>/pause/end")
def resume(partnership_id: int) -> ResponseReturnValue:
    return act(
        partnership_id, lambda: signs.resume(actor(), partnership_id), phrase("Good to have you back.")
    )


@blueprint.post("/partnerships/<int:partnership_id>/end")
def finish(partnership_id: int) -> ResponseReturnValue:
    thanks = phrase("This partnership has come to its end. Nobody is asked why.")
    return act(partnership_id, lambda: signs.finish(actor(), partnership_id), thanks)


def act(partnership_id: int, do: Callable[[], str | None], message: str = "") -> ResponseReturnValue:
    """Do something on the page of a partnership, and say so there; a rejected form stands there again."""
    try:
        message = do() or message
    except (InputError, ConflictError) as error:
        return _page(partnership_id, error), status_of(error)
    tell(message)
    return go(url_for("partnerships.show", partnership_id=partnership_id))


def _page(partnership_id: int, error: UserError | None = None) -> str:
    overview = partnerships.overview(actor(), partnership_id)
    school = actor().school
    return render_template(
        "partnerships/show.html",
        overview=overview,
        pair=pairs.pair(overview.line, pairs.Year(school), overview.partnership.spoken_on),
        next_meeting=next_meeting,
        undebriefed=undebriefed,
        askable=_askable(overview),
        errors=words.field_errors(error) if error else {},
        typed=request.form,
        holidays_end=ways_back.rests_until(actor()),
        way_back=way_back,
        half_days=half_days,
        fresh_times=fresh_times,
        shares=budgets.shares(overview.partnership),
        notes=notes.of(actor(), partnership_id),
        longest_title=LONGEST_TITLE,
        me=actor(),
    )


@blueprint.post("/partnerships/<int:partnership_id>/way-back")
def take(partnership_id: int) -> ResponseReturnValue:
    def taking() -> str:
        return TAKEN[ways_back.take(actor(), partnership_id, request.form.get("time", ""))]

    return act(partnership_id, taking)


@blueprint.post("/partnerships/<int:partnership_id>/departure")
def leave(partnership_id: int) -> ResponseReturnValue:
    partnerships.leave(actor(), partnership_id)
    tell(phrase("You have left; the others go on. Nobody is asked why."))
    return go(url_for("home.show"))


def next_meeting(overview: Overview) -> Meeting | None:
    """The meeting that the next step is about: one that needs a new time, else the first ahead."""
    if overview.step.code != "meeting":
        return None
    return next((one for one in overview.ahead if one.new_time), next(iter(overview.ahead), None))


def fresh_times(meeting: Meeting) -> list[FreshTime]:
    """Where a meeting that needs a new time could move to, for the reader to take with one click."""
    return new_times.fresh_times(actor(), meeting)


def way_back(overview: Overview) -> WayBack | None:
    """Times to take with one click: where it has gone quiet, or lacks the debrief of a log's visit."""
    told = overview.step.code == "debrief" and undebriefed(overview) is None
    if overview.line.standing.state != "quiet" and not told:
        return None
    return ways_back.way_back(actor(), overview.partnership)


def half_days(overview: Overview) -> list[Offer]:
    """What a substitute makes possible for those who have nothing ahead and no times to answer."""
    free = not overview.ahead and overview.proposal is None and overview.line.standing.state != "finished"
    return half_day_offers.mine(actor(), overview.partnership) if free else []


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
        one.id
        for one in overview.past
        if not one.confirmed and calendar.school_days_between(one.date, today) <= ASKED_FOR
    )
