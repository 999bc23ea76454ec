"""Partnerships for a whole staff at once, for the coordinator: who, the suggestion, changes, made."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError
from coachsched.core.matching import Pair
from coachsched.core.phrases import Phrase, phrase, phrases
from coachsched.forms import assignments as form
from coachsched.forms.typed import Typed
from coachsched.services import assignments
from coachsched.services.assignments import Other, Suggestion
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("assignments", __name__)
FACULTIES = {"across": phrase("across faculties"), "same": phrase("same faculty")}
ASKED = {1: phrase("one of them asked for it"), 2: phrase("both asked for it")}
LEFT = {
    "nobody": phrase("there is nobody they could be with: nobody takes the other part, or not these two."),
    "no_time": phrase("nobody they could be with has a visit and a debrief in common with them."),
    "taken": phrase("those who have time when they do are with others."),
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
    return _back(assignment_id, phrase("Changed. The numbers below are those of the new pairs."))


@blueprint.post("/assignments/<int:assignment_id>/removals")
def leave_out(assignment_id: int) -> ResponseReturnValue:
    one, other = (request.form.get(name, 0, type=int) for name in ("one", "other"))
    return _act(
        assignment_id,
        lambda: assignments.leave_out(actor(), assignment_id, one, other),
        phrase("Left out. Both are listed below."),
    )


@blueprint.post("/assignments/<int:assignment_id>/partnerships")
def make(assignment_id: int) -> ResponseReturnValue:
    count = assignments.make(actor(), assignment_id)
    tell(
        phrases(
            "One partnership is made. Everybody sees theirs on their page.",
            "%(n)s partnerships are made. Everybody sees theirs on their page.",
            count,
        )
    )
    return go(url_for("board.show"))


def _act(assignment_id: int, act: Callable[[], None], message: str) -> ResponseReturnValue:
    try:
        act()
    except ConflictError as error:
        return _suggestion(assignment_id, error), status_of(error)
    return _back(assignment_id, message)


def _back(assignment_id: int, message: str) -> ResponseReturnValue:
    tell(message)
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
        choices=[("", phrase("Choose")), *((one.member.person_id, _other(one, found)) for one in possible)],
        errors=[("partner", text) for text in words.field_errors(error).values()] if error else [],
    )


def _other(one: Other, found: Suggestion) -> str:
    """Bob Ford: 7 visits with a debrief, with Eve Hart now."""
    who, visits = one.member.person.name, _visits(one.pair.meets)
    now = [member.person.name for member in one.now]
    if now:
        return phrase("%(who)s: %(visits)s, with %(partners)s now", who=who, visits=visits, partners=now)
    return phrase("%(who)s: %(visits)s", who=who, visits=visits)


def reasons(pair: Pair, found: Suggestion) -> list[str]:
    """Why these two, in words and numbers."""
    days = len(found.together.days)
    first, second = (words.first_name(found.member(one).person.name) for one in (pair.one, pair.other))
    forth, back = pair.visits
    said: list[str]
    if pair.both_ways:
        said = [
            phrases(
                "%(visits)s of %(first)s to %(second)s and %(back)s of %(second)s to %(first)s "
                "in the next school day",
                "%(visits)s of %(first)s to %(second)s and %(back)s of %(second)s to %(first)s "
                "in the next %(n)s school days",
                days,
                visits=_visits(forth),
                back=back,
                first=first,
                second=second,
            )
        ]
    else:
        said = [
            phrases(
                "%(visits)s in the next school day",
                "%(visits)s in the next %(n)s school days",
                days,
                visits=_visits(forth),
            )
        ]
    said += [FACULTIES[pair.faculties]] if pair.faculties else []
    said += [ASKED[pair.asked]] if pair.asked else []
    return said


def _visits(count: int) -> Phrase:
    settings = actor().school.settings
    if options.shape(settings, 2).debriefs == "none":
        return phrases("%(n)s visit", "%(n)s visits", count)
    debrief = str(options.words(settings)["debrief"])
    return phrases(
        "%(n)s visit with a %(debrief)s", "%(n)s visits with a %(debrief)s", count, debrief=debrief
    )
