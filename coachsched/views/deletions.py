"""Deleting a partnership, by its partners and by who coordinates it: what goes is said first."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.phrases import phrase
from coachsched.services import deleting, records
from coachsched.services.deleting import Going
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("deletions", __name__)
GONE = phrase("Deleted, for everybody in it and for good.")


@blueprint.get("/partnerships/<int:partnership_id>/deletion")
def show(partnership_id: int) -> str:
    back = url_for("partnerships.show", partnership_id=partnership_id)
    return _page(deleting.look(actor(), partnership_id), back, mine=True)


@blueprint.post("/partnerships/<int:partnership_id>/deletion")
def create(partnership_id: int) -> ResponseReturnValue:
    deleting.delete(actor(), partnership_id)
    tell(GONE)
    return go(url_for("home.show"))


@blueprint.get("/board/<int:partnership_id>/deletion")
def show_on_board(partnership_id: int) -> str:
    return _page(deleting.look_at(actor(), partnership_id), url_for("board.show"), mine=False)


@blueprint.post("/board/<int:partnership_id>/deletion")
def create_on_board(partnership_id: int) -> ResponseReturnValue:
    deleting.delete_for(actor(), partnership_id)
    tell(GONE)
    return go(url_for("board.show"))


def _page(going: Going, back: str, *, mine: bool) -> str:
    me = actor().person.name
    others = [name for name in going.names if name != me] if mine else list(going.names)
    return render_template(
        "deletions/show.html", going=going, others=others, back=back, mine=mine, hours=records.hours
    )
