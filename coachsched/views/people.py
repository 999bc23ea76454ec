"""The people of a school, for its administrator."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.services import bounced, staff
from coachsched.views.guard import actor
from coachsched.views.htmx import go

blueprint = Blueprint("people", __name__)


@blueprint.post("/people/<int:person_id>/bounce/clearance")
def clear_bounce(person_id: int) -> ResponseReturnValue:
    bounced.clear(actor(), person_id)
    flash("Cleared. If mail comes back again, it is marked again.", "done")
    return go(url_for("people.show"))


@blueprint.get("/people")
def show() -> str:
    return render_template("people/show.html", members=staff.everybody(actor()))
