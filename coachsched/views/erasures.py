"""Erasing somebody who left: what goes and what stays is said first."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.phrases import phrase
from coachsched.services import erasing
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("erasures", __name__)


@blueprint.get("/people/<int:person_id>/erasure")
def show(person_id: int) -> str:
    return render_template("erasures/show.html", member=erasing.look(actor(), person_id))


@blueprint.post("/people/<int:person_id>/erasure")
def create(person_id: int) -> ResponseReturnValue:
    who = erasing.erase(actor(), person_id)
    tell(phrase("%(who)s is erased. What colleagues keep says “a former colleague”.", who=who))
    return go(url_for("people.show"))
