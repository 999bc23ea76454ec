"""Mail that did not count, for the administrator to look at."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.phrases import phrase
from coachsched.services import aside
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("inbox", __name__)


@blueprint.get("/inbox")
def show() -> str:
    settings = current_app.config["SETTINGS"]
    return render_template(
        "inbox/show.html",
        messages=aside.kept(actor()),
        is_read=settings.inbox_url is not None,
        can_tell=settings.authserv_id is not None,
        address=settings.mail_from,
    )


@blueprint.post("/inbox/<int:message_id>/completion")
def finish(message_id: int) -> ResponseReturnValue:
    aside.finish(actor(), message_id)
    tell(phrase("Done. The message itself is still in the mailbox."))
    return go(url_for("inbox.show"))
