"""Numbers only, for those who may not see more."""

from __future__ import annotations

from flask import Blueprint, render_template

from coachsched.services import standings
from coachsched.views.guard import actor

blueprint = Blueprint("report", __name__)


@blueprint.get("/report")
def show() -> str:
    return render_template(
        "report/show.html", counts=standings.counts(actor()), smallest=standings.SMALLEST_COUNT
    )
