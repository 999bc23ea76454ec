"""The school's terms, all on one form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.phrases import phrase
from coachsched.forms import terms
from coachsched.forms.typed import Typed
from coachsched.services import calendars
from coachsched.views.editing import Editing, Shown
from coachsched.views.guard import actor
from coachsched.views.rows import change_rows

blueprint = Blueprint("terms", __name__)


@blueprint.get("/calendar/terms")
def show() -> str:
    return _page(terms.shown(calendars.current(actor()).calendar.terms))


@blueprint.post("/calendar/terms")
def change() -> ResponseReturnValue:
    calendars.current(actor())
    form = Typed(request.form.to_dict(flat=False))
    if change_rows(form, terms.GROUP, terms.EMPTY):
        return _page(form)

    def read() -> calendars.Change:
        wanted = terms.read(form)
        return calendars.of_calendar(lambda calendar: replace(calendar, terms=wanted))

    place = partial(terms.place, form)
    return Editing(form, _page, place, phrase("The terms are saved."), url_for("terms.show")).answer(read)


def _page(form: Typed, shown: Shown | None = None) -> str:
    return render_template(
        "terms/show.html", form=form, shown=shown, group=terms.GROUP, revision=actor().school.revision
    )
