"""The outbox, for its school's administrator."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.services import post_room
from coachsched.views.guard import actor
from coachsched.views.htmx import go

blueprint = Blueprint("outbox", __name__)


@blueprint.get("/outbox")
def show() -> str:
    return render_template("outbox/show.html", room=post_room.look(actor()))


@blueprint.post("/outbox/<int:message_id>/retry")
def send_again(message_id: int) -> ResponseReturnValue:
    post_room.send_again(actor(), message_id)
    flash("It is tried again at once.", "done")
    return go(url_for("outbox.show"))
