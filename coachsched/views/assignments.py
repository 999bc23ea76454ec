"""Partnerships for a whole staff at once, for the coordinator: who, the suggestion, changes, made."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError
from coachsched.core.matching import Pair
from coachsched.forms import assignments as form
from coachsched.forms.typed import Typed
from coachsched.languages import formats
from coachsched.services import assignments
from coachsched.services.assignments import Other, Suggestion
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go

blueprint = Blueprint("assignments", __name__)
LEFT = {
    "nobody": "there is nobody they could be with: nobody takes the other part, or not these two.",
    "no_time": "nobody they could be with has a visit and a debrief in common with them.",
    "taken": "those who have time when they do are with others.",
}


@blueprint.get("/assignments")
def show() -> str:
    return _page(form.shown(assignments.usual(actor().school)))


@blueprint.post("/assignments")
def create() -> ResponseReturnValue:
    typed = Typed(request.form.to_dict(flat=False))
    try:
        made = assignments.suggest(actor(), form.read(typed))
    except InputError as error:
        return _page(typed, error), 422
    return go(url_for("assignments.suggestion", assignment_id=made))


@blueprint.get("/assignments/<int:assignment_id>")
def suggestion(assignment_id: int) -> str:
    return _suggestion(assignment_id)


@blueprint.get("/assignments/<int:assignment_id>/people/<int:person_id>")
def others(assignment_id: int, person_id: int) -> str:
    return _others(assignment_id, person_id, request.args.get("instead", type=int))


@blueprint.post("/assignments/<int:assignment_id>/pairs")
def put(assignment_id: int) -> ResponseReturnValue:
    person, instead = request.form.get("person", 0, type=int), request.form.get("instead", type=int)
    partner = request.form.get("partner", 0, type=int)
    try:
        assignments.put(actor(), assignment_id, person, partner, instead)
    except InputError as error:
        return _others(assignment_id, person, instead, error), 422
    return _back(assignment_id, "Changed. The numbers below are those of the new pairs.")


@blueprint.post("/assignments/<int:assignment_id>/removals")
def leave_out(assignment_id: int) -> ResponseReturnValue:
    one, other = (request.form.get(name, 0, type=int) for name in ("one", "other"))
    return _act(
        assignment_id,
        lambda: assignments.leave_out(actor(), assignment_id, one, other),
        "Left out. Both are listed below.",
    )


@blueprint.post("/assignments/<int:assignment_id>/partnerships")
def make(assignment_id: int) -> ResponseReturnValue:
    count = assignments.make(actor(), assignment_id)
    made = "One partnership is" if count == 1 else f"{count} partnerships are"
    flash(f"{made} made. Everybody sees theirs on their page.", "done")
    return go(url_for("board.show"))


def _act(assignment_id: int, act: Callable[[], None], message: str) -> ResponseReturnValue:
    try:
        act()
    except ConflictError as error:
        return _suggestion(assignment_id, error), status_of(error)
    return _back(assignment_id, message)


def _back(assignment_id: int, message: str) -> ResponseReturnValue:
    flash(message, "done")
    return go(url_for("assignments.suggestion", assignment_id=assignment_id))


def _page(typed: Typed, error: InputError | None = None) -> str:
    found = assignments.beginning(actor())
    told = typed.faults or (words.faults(error) if error else [])
    return render_template(
        "assignments/show.html",
        found=found,
        form=typed,
        faculties=list(form.FACULTIES.items()),
        most_load=form.MOST_LOAD,
        errors=told,
    )


def _suggestion(assignment_id: int, error: ConflictError | None = None) -> str:
    found = assignments.suggestion(actor(), assignment_id)
    return render_template(
        "assignments/suggestion.html",
        found=found,
        lines=[
            (pair, found.member(pair.one), found.member(pair.other), reasons(pair, found))
            for pair in found.pairs
        ],
        left=[(member, LEFT[why]) for member, why in found.left],
        errors=words.faults(error) if error else [],
    )


def _others(assignment_id: int, person_id: int, instead: int | None, error: InputError | None = None) -> str:
    found = assignments.suggestion(actor(), assignment_id)
    possible = assignments.others(actor(), assignment_id, person_id)
    return render_template(
        "assignments/others.html",
        found=found,
        person=found.member(person_id),
        instead=found.together.members.get(instead or 0),
        choices=[("", "Choose"), *((one.member.person_id, _other(one, found)) for one in possible)],
        errors=[("partner", text) for text in words.field_errors(error).values()] if error else [],
    )


def _other(one: Other, found: Suggestion) -> str:
    """Bob Ford: 7 visits with a debrief, with Eve Hart now."""
    now = formats.listed([member.person.name for member in one.now])
    return f"{one.member.person.name}: {_visits(one.pair.meets)}" + (f", with {now} now" if now else "")


def reasons(pair: Pair, found: Suggestion) -> list[str]:
    """Why these two, in words and numbers."""
    days = f"in the next {len(found.together.days)} school days"
    first, second = (words.first_name(found.member(one).person.name) for one in (pair.one, pair.other))
    forth, back = pair.visits
    if pair.both_ways:
        said = [f"{_visits(forth)} of {first} to {second} and {back} of {second} to {first} {days}"]
    else:
        said = [f"{_visits(forth)} {days}"]
    said += [{"across": "across faculties", "same": "same faculty"}[pair.faculties]] if pair.faculties else []
    said += [{1: "one of them asked for it", 2: "both asked for it"}[pair.asked]] if pair.asked else []
    return said


def _visits(count: int) -> str:
    settings = actor().school.settings
    debriefs = options.shape(settings, 2).debriefs != "none"
    with_debrief = f" with a {options.words(settings)['debrief']}" if debriefs else ""
    return f"{count} {'visit' if count == 1 else 'visits'}{with_debrief}"
