"""The outbox, for its school's administrator."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.phrases import phrase
from coachsched.services import post_room
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("outbox", __name__)


@blueprint.get("/outbox")
def show() -> str:
    return render_template("outbox/show.html", room=post_room.look(actor()))


@blueprint.post("/outbox/<int:message_id>/retry")
def send_again(message_id: int) -> ResponseReturnValue:
    post_room.send_again(actor(), message_id)
    tell(phrase("It is tried again at once."))
    return go(url_for("outbox.show"))
