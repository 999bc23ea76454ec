"""The coordinator's board: quiet first, and bringing two together."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.services import partnerships, staff, standings
from coachsched.views import pairs, words
from coachsched.views.guard import actor
from coachsched.views.htmx import go

blueprint = Blueprint("board", __name__)
PEOPLE = ("person", "second", "third")


@blueprint.get("/board")
def show() -> str:
    return _page()


@blueprint.post("/partnerships")
def create() -> ResponseReturnValue:
    emails = [email for name in PEOPLE if (email := request.form.get(name, ""))]
    try:
        partnerships.bring_together(actor(), emails, request.form.get("coach") or None)
    except InputError as error:
        return _page(words.faults(error)), 422
    flash("They are partners now, and see it on their pages.", "done")
    return go(url_for("board.show"))


def _page(errors: list[tuple[str, str]] | None = None) -> str:
    lines, year = standings.board(actor()), pairs.Year(actor().school)
    staff_ = [(member.person.email, member.person.name) for member in staff.partners(actor())]
    return render_template(
        "board/show.html",
        pairs=[pairs.pair(line, year) for line in lines],
        quiet=sum(line.standing.state == "quiet" for line in lines),
        staff=[("", "Choose"), *staff_],
        optional=[("", "Nobody"), *staff_],
        given=request.form,
        errors=errors or [],
    )
