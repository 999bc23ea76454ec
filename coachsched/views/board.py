"""The coordinator's board: quiet first."""

from __future__ import annotations

from flask import Blueprint, render_template

from coachsched.services import standings
from coachsched.views import pairs
from coachsched.views.guard import actor

blueprint = Blueprint("board", __name__)


@blueprint.get("/board")
def show() -> str:
    lines, year = standings.board(actor()), pairs.Year(actor().school)
    return render_template(
        "board/show.html",
        pairs=[pairs.pair(line, year) for line in lines],
        quiet=sum(line.standing.state == "quiet" for line in lines),
    )
