"""The people of a school, for its administrator."""

from __future__ import annotations

from flask import Blueprint, render_template

from coachsched.services import staff
from coachsched.views.guard import actor

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
def show() -> str:
    return render_template("people/show.html", members=staff.everybody(actor()))
