"""The board: quiet first, and what a coordinator can do about it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import board, looking, partnerships, staff
from coachsched.services.board import Filters
from coachsched.services.standings import ORDER
from coachsched.views import htmx, pairs, words
from coachsched.views.errors import status_of
from coachsched.views.forms import date_of
from coachsched.views.guard import actor
from coachsched.views.messages import tell

blueprint = Blueprint("board", __name__)
PEOPLE = ("person", "second", "third")


@blueprint.get("/board")
def show() -> str:
    return _page()


@blueprint.get("/board/looking")
def lookers() -> str:
    return render_template("looking/lookers.html", lookers=looking.for_coordinator(actor()))


@blueprint.post("/partnerships")
def create() -> ResponseReturnValue:
    emails = [email for name in PEOPLE if (email := request.form.get(name, ""))]

    def bring_together() -> None:
        partnerships.bring_together(actor(), emails, request.form.get("coach") or None)

    return _act(bring_together, phrase("They are partners now, and see it on their pages."), _but(emails))


@blueprint.post("/board/<int:partnership_id>/new-partners")
def part(partnership_id: int) -> ResponseReturnValue:
    """End it, and open the form that brings one of them together with somebody else, then the other."""
    apart: list[int] = []
    ended = phrase("This partnership has come to its end. Now choose who each of them works with next.")
    return _act(lambda: apart.extend(board.part(actor(), partnership_id)), ended, apart)


@blueprint.post("/board/<int:partnership_id>/conversation")
def spoke(partnership_id: int) -> ResponseReturnValue:
    return _act(lambda: board.spoke(actor(), partnership_id), phrase("Noted: the date, and nothing else."))


@blueprint.post("/board/<int:partnership_id>/pause")
def pause(partnership_id: int) -> ResponseReturnValue:
    def rest() -> None:
        board.pause(actor(), partnership_id, date_of("until"))

    return _act(rest, phrase("Resting. Nobody is reminded until then."))


@blueprint.post("/board/<int:partnership_id>/end")
def finish(partnership_id: int) -> ResponseReturnValue:
    thanks = phrase("This partnership has come to its end. Both are free for a new one.")
    return _act(lambda: board.finish(actor(), partnership_id), thanks)


def _act(act: Callable[[], None], message: str, waiting: list[int] | None = None) -> ResponseReturnValue:
    try:
        act()
    except (InputError, ConflictError) as error:
        return _page(error), status_of(error)
    tell(message)
    if waiting:
        return htmx.go(url_for("board.show", waiting=_listed(waiting)))
    return htmx.go(url_for("board.show"))


def _numbers(values: MultiDict[str, str]) -> list[int]:
    """Who still waits for a new partner, by their numbers."""
    return [int(one) for one in values.get("waiting", "").split(",") if one.isdecimal() and len(one) < 10]


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _but(emails: list[str]) -> list[int]:
    """Who waits for a new partner still, once these have one."""
    waiting = _numbers(request.form)
    known = {one.person_id: one.person.email for one in staff.partners(actor())} if waiting else {}
    return [number for number in waiting if number in known and known[number] not in emails]


def _page(error: UserError | None = None) -> str:
    filters = Filters(request.args.get("reason", ""), request.args.get("faculty", ""))
    found = board.board(actor(), filters, request.args.get("page", 1, type=int))
    year = pairs.Year(actor().school)
    # The choice of people is no part of what a filter or another page asks for.
    partners = staff.partners(actor()) if found.coordinates and not htmx.wants_fragment() else []
    waiting = _numbers(request.values)
    first = next((one for one in partners if one.person_id in waiting[:1]), None)
    everybody = [(one.person.email, one.person.name) for one in partners]
    return render_template(
        "board/_pairs.html" if htmx.wants_fragment() else "board/show.html",
        board=found,
        filters=filters,
        pairs=[pairs.pair(line, year, found.spoken.get(line.id)) for line in found.lines],
        reason_choices=_reasons(found),
        faculty_choices=[("", phrase("Any faculty")), *((name, name) for name in found.faculties)],
        staff=[("", phrase("Choose")), *everybody],
        optional=[("", phrase("Nobody")), *everybody],
        given=request.form or {"person": first and first.person.email},
        waiting=_listed(waiting),
        errors=[("", text) for _, text in words.faults(error)] if error else [],
    )


def _reasons(found: board.Board) -> list[tuple[str, str]]:
    """What there is to choose from, each with how many."""
    states = [(state, words.STATES[state], found.states[state]) for state in ORDER if state != "quiet"]
    reasons = [(code, text, found.reasons[code]) for code, text in words.REASONS.items()]
    everything = [
        ("", phrase("All"), found.states.total()),
        ("quiet", phrase("All quiet ones"), found.states["quiet"]),
    ]
    return [
        (code, str(phrase("%(state)s (%(n)s)", state=text, n=count)))
        for code, text, count in (*everything, *reasons, *states)
        if count
    ]
