"""Timetables, people and histories from files: upload, look, put in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.services import access, drafts, looks, starting
from coachsched.services.looks import Look
from coachsched.services.starting import Code
from coachsched.store import people
from coachsched.store.imports import ImportDraft
from coachsched.views import first_days, htmx, import_words
from coachsched.views.first_steps import Frame, frame
from coachsched.views.first_words import PAGES
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("imports", __name__)
MOST_BYTES = 8_000_000 + 64 * 1024
TAKE_FILES = frozenset(
    (
        "imports.create",
        "imports.choose",
        "imports.apply",
        "first_steps.bring_timetable",
        "first_steps.bring_people",
    )
)
NOT_ANSWERS = frozenset({"csrf_token", "seen"})


def init_app(app: Flask) -> None:
    app.url_value_preprocessor(_room_for_a_file)


def _room_for_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """More may be sent than elsewhere by those who may upload; forms are parsed before a view is asked."""
    if endpoint not in TAKE_FILES:
        return
    if current_user.is_authenticated and access.may_see(actor(), "imports"):
        request.max_content_length = request.max_form_memory_size = MOST_BYTES
        request.max_form_parts = 2 * drafts.MOST_ANSWERS


@blueprint.get("/imports")
def index() -> str:
    return _index()


@blueprint.post("/imports")
def create() -> ResponseReturnValue:
    file = request.files.get("file")
    try:
        if file and file.filename:
            draft = drafts.upload(actor(), file.filename, file.read(), request.form.get("kind", ""))
        else:
            text = request.form.get("text", "")
            draft = drafts.upload(actor(), "", text.encode(), request.form.get("kind", ""))
    except InputError as error:
        return _index(error.problems), 422
    # Where scripts run, the page comes at once and shows how far the reading has come.
    waits = draft.kind == "timetable" and request.form.get("scripts") == "1"
    return go(url_for("imports.show", draft_id=draft.id, reading=1 if waits else None))


@blueprint.get("/imports/<int:draft_id>")
def show(draft_id: int) -> str:
    draft = drafts.own(actor(), draft_id)
    if days := first_days.page(draft):
        return days
    if request.args.get("reading"):
        return render_template("imports/reading.html", draft=draft, frame=_frame(draft))
    return _page(looks.look(actor(), draft))


@blueprint.get("/imports/<int:draft_id>/progress")
def progress(draft_id: int) -> str:
    draft = drafts.own(actor(), draft_id)
    template = "imports/_progress.html" if htmx.wants_fragment() else "imports/reading.html"
    return render_template(template, draft=draft, frame=_frame(draft))


@blueprint.post("/imports/<int:draft_id>/choices")
def choose(draft_id: int) -> ResponseReturnValue:
    draft = drafts.choose(actor(), draft_id, _answers())
    if not htmx.wants_fragment():
        return go(url_for("imports.show", draft_id=draft_id))
    if days := first_days.page(draft):
        return days
    found = looks.look(actor(), draft, report=lambda done: drafts.report(draft_id, done))
    return _page(found)


@blueprint.post("/imports/<int:draft_id>/application")
def apply(draft_id: int) -> ResponseReturnValue:
    draft = drafts.choose(actor(), draft_id, _answers())
    try:
        done = looks.apply(actor(), draft_id, request.form.get("seen", ""))
    except InputError:
        return _page(looks.look(actor(), draft)), 422
    except ConflictError as error:
        return _page(looks.look(actor(), drafts.own(actor(), draft_id)), str(error)), 409
    tell(*import_words.done(done))
    return go(_after(done.draft.kind))


@blueprint.post("/imports/<int:draft_id>/removal")
def remove(draft_id: int) -> ResponseReturnValue:
    kind = drafts.own(actor(), draft_id).kind
    drafts.remove(actor(), draft_id)
    tell(phrase("The file is forgotten. Nothing was changed."))
    step = _step(kind)
    return go(url_for(PAGES[step] if step else "imports.index"))


def _step(kind: str) -> Code | None:
    """The screen of setting up that a file belongs to, while that is under way."""
    steps: dict[str, Code] = {"timetable": "timetable", "people": "people"}
    return steps.get(kind) if starting.is_under_way(actor()) else None


def _frame(draft: ImportDraft) -> Frame | None:
    step = _step(draft.kind)
    return frame(step) if step else None


def _after(kind: str) -> str:
    """Where somebody goes on once a file is in: after a timetable, while setting up, to the terms."""
    step = _step(kind)
    return url_for(PAGES["terms" if step == "timetable" else step] if step else "imports.index")


def _answers() -> dict[str, str]:
    return {key: value for key, value in request.form.items() if key not in NOT_ANSWERS}


def _index(problems: Sequence[Problem] = ()) -> str:
    return render_template("imports/index.html", waiting=drafts.mine(actor()), problems=problems)


def _page(look: Look, moved_on: str = "") -> str:
    return render_template(
        "imports/_look.html" if htmx.wants_fragment() else "imports/show.html",
        look=look,
        draft=look.draft,
        plan=look.timetable.preview.plan if look.timetable else None,
        moved_on=moved_on,
        frame=_frame(look.draft),
        words=import_words,
        staff=people.memberships(actor().school) if look.timetable else [],
    )
