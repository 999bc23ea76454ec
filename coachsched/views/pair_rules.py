"""Who asked for whom, and who is not to be brought together: entered by the coordinator."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.core.phrases import phrase
from coachsched.services import pair_rules
from coachsched.views import words
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("pair_rules", __name__)
KINDS = [("asked", phrase("would like to be with")), ("apart", phrase("is not to be brought together with"))]


@blueprint.get("/assignments/wishes")
def show() -> str:
    return _page()


@blueprint.post("/assignments/wishes")
def create() -> ResponseReturnValue:
    kind, person = request.form.get("kind", ""), request.form.get("person", 0, type=int)
    try:
        pair_rules.say(actor(), kind, person, request.form.getlist("other", type=int))
    except InputError as error:
        return _page(error), 422
    tell(phrase("Noted. The next suggestion respects it."))
    return go(url_for("pair_rules.show"))


@blueprint.post("/assignments/wishes/<int:rule_id>/removal")
def remove(rule_id: int) -> ResponseReturnValue:
    pair_rules.forget(actor(), rule_id)
    tell(phrase("Removed."))
    return go(url_for("pair_rules.show"))


def _page(error: InputError | None = None) -> str:
    errors = words.field_errors(error) if error else {}
    people = [(one.person_id, one.person.name) for one in pair_rules.choices(actor())]
    return render_template(
        "assignments/wishes.html",
        rules=pair_rules.listed(actor()),
        people=people,
        kinds=KINDS,
        given=request.form,
        errors=errors,
    )
