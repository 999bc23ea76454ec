"""The school's rotation: which timetable day a date is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.calendar import Calendar
from coachsched.core.phrases import phrase
from coachsched.forms import rotation
from coachsched.forms.typed import Typed
from coachsched.services import calendars
from coachsched.views.editing import Editing, Shown
from coachsched.views.guard import actor

blueprint = Blueprint("rotation", __name__)


@blueprint.get("/calendar/rotation")
def show() -> str:
    return _page(rotation.shown(calendars.current(actor()).calendar.rotation))


@blueprint.post("/calendar/rotation")
def change() -> ResponseReturnValue:
    calendar = calendars.current(actor()).calendar
    form = Typed(request.form.to_dict(flat=False))

    def read() -> calendars.Change:
        wanted = rotation.read(form, calendar.rotation, _first_day(calendar))
        return calendars.of_calendar(lambda calendar: replace(calendar, rotation=wanted))

    to = url_for("rotation.show")
    return Editing(form, _page, rotation.place, phrase("The rotation is saved."), to).answer(read)


def _first_day(calendar: Calendar) -> date:
    """An anchor for a rotation that needs none, as a file without one has it."""
    return min((term.start for term in calendar.terms), default=calendar.rotation.anchor)


def _page(form: Typed, shown: Shown | None = None) -> str:
    revision = actor().school.revision
    return render_template("rotation/show.html", form=form, shown=shown, revision=revision)
