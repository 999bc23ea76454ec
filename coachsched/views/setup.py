"""The first page of an empty installation: a school and its administrator."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.core.phrases import phrase
from coachsched.services import setup
from coachsched.views import guard
from coachsched.views.htmx import go
from coachsched.views.messages import tell
from coachsched.views.words import field_errors

blueprint = Blueprint("setup", __name__)
FIELDS = ("school", "timezone", "name", "email", "password")


@blueprint.get("/setup")
def show() -> ResponseReturnValue:
    if setup.was_used(request.args.get("key", "")):
        # The link was the way in once; whoever has it comes back through the door of everybody.
        tell(phrase("Your school is there already. Sign in, and go on where you stopped."))
        return redirect(url_for("sign_in.show", next=url_for("first_steps.resume")), code=303)
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
    tell(phrase("Your school is there. You may stop after every step and come back to it."))
    return go(url_for("first_steps.timetable"))


def time_zones() -> list[str]:
    """What a time zone may be, without those that are no place."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


def _page(error: InputError | None = None) -> str:
    return render_template(
        "setup/show.html",
        key=request.values.get("key", ""),
        typed=request.form or {"timezone": setup.likely_zone(request.accept_languages.best or "")},
        zones=time_zones(),
        errors=field_errors(error) if error else {},
    )
