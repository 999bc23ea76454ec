"""The links partners keep, and the button that removes all they noted."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.phrases import phrase
from coachsched.services import notes
from coachsched.views import partnerships
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("notes", __name__)


@blueprint.post("/partnerships/<int:partnership_id>/links")
def keep(partnership_id: int) -> ResponseReturnValue:
    def add() -> None:
        address, title = request.form.get("address", ""), request.form.get("title", "")
        notes.keep_link(actor(), partnership_id, address, title)

    return partnerships.act(partnership_id, add, phrase("Kept. Nobody but you and your partner sees it."))


@blueprint.post("/partnerships/<int:partnership_id>/links/<int:link_id>/removal")
def remove(partnership_id: int, link_id: int) -> ResponseReturnValue:
    notes.remove_link(actor(), partnership_id, link_id)
    tell(phrase("Removed."))
    return go(url_for("partnerships.show", partnership_id=partnership_id))


@blueprint.post("/partnerships/<int:partnership_id>/notes/removal")
def forget(partnership_id: int) -> ResponseReturnValue:
    notes.forget(actor(), partnership_id)
    tell(phrase("Removed: every link, and what you wanted to look at."))
    return go(url_for("partnerships.show", partnership_id=partnership_id))
