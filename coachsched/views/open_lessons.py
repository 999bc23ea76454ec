"""Open lessons: the board that everybody browses, and the page on which a host opens their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, NotFoundError, UserError
from coachsched.core.ical import one_line
from coachsched.core.phrases import phrase, phrases
from coachsched.services import open_lessons, open_visits, opening
from coachsched.services.open_lessons import Board, Shown
from coachsched.views import htmx, words
from coachsched.views.errors import status_of
from coachsched.views.forms import optional_date_of
from coachsched.views.grid import Picked
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell
from coachsched.views.open_weeks import BoardGrid, OwnGrid

blueprint = Blueprint("open_lessons", __name__)


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the board to: lessons they are free for, and those of a faculty or subject."""

    free: bool
    of: str

    def keep(self, lessons: Sequence[Shown]) -> list[Shown]:
        return [one for one in lessons if self._fits(one)]

    def _fits(self, one: Shown) -> bool:
        free = not self.free or one.state in ("free", "coming")
        kind, _, name = self.of.partition(":")
        return free and (not name or name == (one.host.faculty if kind == "faculty" else one.visit.subject))

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        return {name: value for name, value in (("free", "1" if self.free else ""), ("of", self.of)) if value}


@blueprint.get("/open-lessons")
def show() -> str:
    return _board()


@blueprint.post("/open-lessons/<int:lesson_id>/visit")
def come(lesson_id: int) -> ResponseReturnValue:
    try:
        visit = open_visits.come(actor(), lesson_id)
    except (ConflictError, NotFoundError) as error:
        return _board(error), status_of(error)
    host = words.first_name(visit.host.name) if visit.host else ""
    tell(
        phrase("You are coming to %(who)s, %(day)s. The invitation is on its way.", who=host, day=visit.date)
    )
    return _back(lesson_id)


@blueprint.post("/open-lessons/<int:lesson_id>/departure")
def leave(lesson_id: int) -> ResponseReturnValue:
    try:
        open_visits.leave_lesson(actor(), lesson_id)
    except (ConflictError, NotFoundError) as error:
        return _board(error), status_of(error)
    tell(phrase("You are not coming, then. Calendars are told; nobody is asked why."))
    return _back(lesson_id)


@blueprint.get("/open-lessons/mine")
def mine() -> str:
    return _mine()


@blueprint.post("/open-lessons")
def create() -> ResponseReturnValue:
    try:
        until = optional_date_of("until")
        keys = list(dict.fromkeys(request.form.getlist("pick")))
        count = opening.open_some(actor(), keys, request.form.get("line", ""), _places(), until)
    except (InputError, ConflictError) as error:
        return _mine(error), status_of(error)
    tell(
        phrases(
            "The lesson is open. Whoever comes, you get an invitation.",
            "%(n)s lessons are open. Whoever comes, you get an invitation.",
            count,
            n=words.sentence(words.number(count)),
        )
    )
    return go(url_for("open_lessons.mine"))


@blueprint.post("/open-lessons/<int:lesson_id>/line")
def change(lesson_id: int) -> ResponseReturnValue:
    try:
        opening.change(actor(), lesson_id, request.form.get("line", ""), _places())
    except InputError as error:
        return _mine(error, lesson_id), 422
    tell(phrase("Changed."))
    return go(url_for("open_lessons.mine"))


@blueprint.post("/open-lessons/<int:lesson_id>/closure")
def close(lesson_id: int) -> ResponseReturnValue:
    try:
        opening.close(actor(), lesson_id)
    except ConflictError as error:
        return _mine(error), 409
    tell(phrase("Closed. Whoever was coming is told; nobody is asked why."))
    return go(url_for("open_lessons.mine"))


def _board(error: UserError | None = None) -> str:
    found = open_lessons.board(actor())
    filters = Filters(bool(request.args.get("free")), request.args.get("of", ""))
    kept = filters.keep(found.lessons)
    grid = BoardGrid(found, actor().person_id)
    return render_template(
        "open_lessons/_weeks.html" if htmx.wants_fragment() else "open_lessons/show.html",
        found=found,
        kept=kept,
        weeks=grid.of(kept),
        filters=filters,
        choices=_choices(found),
        errors=words.faults(error) if error else [],
        me=actor(),
    )


def _choices(found: Board) -> list[tuple[str, str]]:
    """What the board can be narrowed to: the faculties of the hosts, then the subjects."""
    faculties = sorted({one.host.faculty for one in found.lessons if one.host.faculty})
    subjects = sorted({one.visit.subject for one in found.lessons if one.visit.subject} - set(faculties))
    return [
        ("", phrase("Any subject")),
        *((f"faculty:{one}", str(phrase("All of %(faculty)s", faculty=one))) for one in faculties),
        *((f"subject:{one}", one) for one in subjects),
    ]


def _mine(error: UserError | None = None, changed: int = 0) -> str:
    found = opening.mine(actor())
    form = {name: one_line(text) for name, text in request.form.items()} if error else {}
    picked = Picked(request.form.getlist("pick") if error else [])
    grid = OwnGrid(found, actor().person_id, picked)
    return render_template(
        "open_lessons/mine.html",
        found=found,
        weeks=grid.all(),
        visitors=open_lessons.visitors,
        places=[(str(number), str(number)) for number in range(1, opening.MOST_PLACES + 1)],
        usual=str(opening.USUAL_PLACES),
        longest=opening.LONGEST_LINE,
        form=form,
        changed=changed,
        most=opening.MOST_AHEAD,
        errors=_faults(error, changed) if error else [],
        me=actor(),
        last=found.last.isoformat(),
    )


def _faults(error: UserError, changed: int) -> list[tuple[str, str]]:
    """What the summary lists; the fields of a lesson that is changed are its own."""
    prefix = f"open-{changed}-" if changed else ""
    return [
        ("results" if where == "times" else prefix + where if where else "", text)
        for where, text in words.field_errors(error).items()
    ]


def _places() -> int:
    """The number chosen; what is none is as wrong as too many."""
    text = request.form.get("places", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _back(lesson_id: int) -> ResponseReturnValue:
    filters = Filters(bool(request.args.get("free")), request.args.get("of", ""))
    query: dict[str, Any] = filters.query
    return go(url_for("open_lessons.show", **query, _anchor=f"lesson-{lesson_id}"))
