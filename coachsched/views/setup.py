"""The first page of an empty installation, and the list of what a new school still needs."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.services import setup
from coachsched.views import guard
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


def _page(error: InputError | None = None) -> str:
    return render_template(
        "setup/show.html",
        key=request.values.get("key", ""),
        typed=request.form,
        zones=sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
        errors=field_errors(error) if error else {},
    )
