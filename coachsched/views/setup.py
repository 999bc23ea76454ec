"""The first page of an empty installation, and the list of what a new school still needs."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.services import setup, starting
from coachsched.views import guard
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.words import field_errors

blueprint = Blueprint("setup", __name__)
FIELDS = ("school", "timezone", "name", "email", "password")


@blueprint.get("/setup")
def show() -> str:
    setup.check(request.args.get("key", ""))
    return _page()


@blueprint.post("/setup")
def create() -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in FIELDS}
    try:
        token = setup.begin(request.form.get("key", ""), **typed)
    except InputError as error:
        return _page(error), 422
    guard.start(token)
    flash("Your school is there. This is what it needs next.", "done")
    return go(url_for("home.show"))


@blueprint.post("/imports/<int:draft_id>/calendar")
def take_days_and_periods(draft_id: int) -> ResponseReturnValue:
    try:
        calendar = starting.take_days_and_periods(actor(), draft_id)
    except InputError as error:
        flash(str(error), "error")
        return go(url_for("imports.show", draft_id=draft_id))
    periods = sum(period.kind == "lesson" for period in calendar.bells[0].periods)
    taken = f"{len(calendar.rotation.labels)} days and {periods} periods"
    flash(f"{taken} are your school's now. Please check when they begin and end.", "done")
    return go(url_for("bells.show_one", number=1))


def _page(error: InputError | None = None) -> str:
    return render_template(
        "setup/show.html",
        key=request.values.get("key", ""),
        typed=request.form,
        zones=sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
        errors=field_errors(error) if error else {},
    )
