"""What the programme is, for everybody at the school, and for all the world where the school wants that."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.core.phrases import phrase
from coachsched.core.programme import Section
from coachsched.services import access, programmes
from coachsched.services.programmes import Programme
from coachsched.views import words
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("programme", __name__)


@blueprint.get("/programme")
def show() -> str:
    return _page(programmes.of_school(actor().school), access.may_see(actor(), "programme"))


@blueprint.get("/schools/<int:school_id>/programme")
def public(school_id: int) -> str:
    return _page(programmes.public(school_id), False)


@blueprint.get("/programme/text")
def edit() -> str:
    return _form(programmes.editable(actor()))


@blueprint.post("/programme/text")
def save() -> ResponseReturnValue:
    try:
        programmes.edit(actor(), request.form)
    except InputError as error:
        typed = [
            Section(one.key, one.title, request.form.get(one.key, one.text))
            for one in programmes.editable(actor())
        ]
        return _form(typed, error), 422
    tell(phrase("Saved. This is how everybody reads it."))
    return go(url_for("programme.show"))


def _page(found: Programme, may_edit: bool) -> str:
    return render_template("programme/show.html", found=found, may_edit=may_edit)


def _form(sections, error: InputError | None = None) -> str:  # type: ignore[no-untyped-def]
    errors = words.field_errors(error) if error else {}
    return render_template("programme/edit.html", sections=sections, errors=errors)
