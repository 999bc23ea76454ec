"""The school's bell schedules, one by one, and the rules that say when which rings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.calendar import Bell
from coachsched.core.calendar_edits import with_bell, without_bell
from coachsched.core.phrases import phrase
from coachsched.forms import bells, rules
from coachsched.forms.typed import Typed
from coachsched.services import calendars
from coachsched.views.day_words import PERIOD_KINDS
from coachsched.views.editing import Editing, Shown
from coachsched.views.guard import actor
from coachsched.views.rows import change_rows

blueprint = Blueprint("bells", __name__)


@blueprint.get("/calendar/bells")
def show() -> str:
    return render_template("bells/show.html", calendar=calendars.current(actor()).calendar)


@blueprint.get("/calendar/bells/new")
def new() -> str:
    first = not calendars.current(actor()).calendar.bells
    return _page(None, bells.shown(None, usual=first))


@blueprint.post("/calendar/bells/new")
def create() -> ResponseReturnValue:
    calendars.current(actor())
    return _answer(None)


@blueprint.get("/calendar/bells/<int:number>")
def show_one(number: int) -> str:
    bell = _bell(number)
    return _page(bell, bells.shown(bell, usual=number == 1), number)


@blueprint.post("/calendar/bells/<int:number>")
def change(number: int) -> ResponseReturnValue:
    return _answer(_bell(number), number)


def _bell(number: int) -> Bell:
    """The bell schedule at a place, counted from 1, the usual one first."""
    there = calendars.current(actor()).calendar.bells
    if not 1 <= number <= len(there):
        abort(404)
    return there[number - 1]


def _answer(bell: Bell | None, number: int = 0) -> ResponseReturnValue:
    form = Typed(request.form.to_dict(flat=False))
    if change_rows(form, bells.GROUP, bells.EMPTY):
        return _page(bell, form, number)
    if request.form.get("act") == "make":
        bells.make(form)
        return _page(bell, form, number), 422 if form.faults else 200

    def read() -> calendars.Change:
        if bell and form.get("remove"):
            return calendars.of_calendar(lambda calendar: without_bell(calendar, bell.name))
        wanted, usual = bells.read(form), bool(form.get("usual"))
        was = bell.name if bell else None
        return calendars.of_calendar(lambda calendar: with_bell(calendar, wanted, was, usual=usual))

    place = (lambda where: "remove") if form.get("remove") else partial(bells.place, form)
    editing = Editing(
        form, partial(_page, bell, number=number), place, phrase("Saved."), url_for("bells.show")
    )
    return editing.answer(read)


def _page(bell: Bell | None, form: Typed, number: int = 0, shown: Shown | None = None) -> str:
    to = url_for("bells.change", number=number) if bell else url_for("bells.create")
    there = calendars.current(actor()).calendar.bells
    return render_template(
        "bells/one.html",
        bell=bell,
        is_usual=number == 1 or not there,
        form=form,
        shown=shown,
        action=to,
        kinds=list(PERIOD_KINDS.items()),
        group=bells.GROUP,
        only_one=len(there) < 2,
        revision=actor().school.revision,
    )


@blueprint.get("/calendar/bells/rules")
def show_rules() -> str:
    return _rules_page(rules.shown(calendars.current(actor()).calendar.rules))


@blueprint.post("/calendar/bells/rules")
def change_rules() -> ResponseReturnValue:
    calendar = calendars.current(actor()).calendar
    form = Typed(request.form.to_dict(flat=False))
    if change_rows(form, rules.GROUP, rules.EMPTY):
        return _rules_page(form)

    def read() -> calendars.Change:
        wanted = rules.read(form, calendar)
        return calendars.of_calendar(lambda calendar: replace(calendar, rules=wanted))

    to = url_for("bells.show")
    return Editing(form, _rules_page, partial(rules.place, form), phrase("The rules are saved."), to).answer(
        read
    )


def _rules_page(form: Typed, shown: Shown | None = None) -> str:
    calendar = calendars.current(actor()).calendar
    return render_template(
        "bells/rules.html",
        form=form,
        shown=shown,
        group=rules.GROUP,
        calendar=calendar,
        revision=actor().school.revision,
    )
