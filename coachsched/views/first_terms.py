"""The third screen of setting up: terms, and the days off of a country inside them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.calendar import Term
from coachsched.core.date_changes import DatePick
from coachsched.core.errors import ConflictError, InputError
from coachsched.core.phrases import Phrase, phrase, phrases, together
from coachsched.forms import first_terms as forms
from coachsched.forms.typed import Typed
from coachsched.languages import formats
from coachsched.services import calendar_files, calendars, clock, first_terms
from coachsched.views.date_picks import read_pick, written_pick
from coachsched.views.first_steps import frame
from coachsched.views.guard import actor
from coachsched.views.htmx import go, wants_fragment
from coachsched.views.messages import tell
from coachsched.views.rows import change_rows

blueprint = Blueprint("first_terms", __name__)


@blueprint.get("/setup/terms")
def show() -> str:
    known = calendars.current(actor()).calendar
    has_days = bool(known.exceptions)
    # Where days off are in already, more are offered only when somebody asks.
    form = forms.shown(known.terms, "" if has_days else first_terms.country(actor()))
    return _page(form, known.terms)


@blueprint.post("/setup/terms")
def change() -> ResponseReturnValue:
    calendars.current(actor())
    form = Typed(request.form.to_dict(flat=False))
    if change_rows(form, forms.GROUP, forms.EMPTY):
        return _page(form, _sound(form))
    if request.form.get("act") != "save":
        return _page(form, _sound(form))
    return _saved(form)


def _saved(form: Typed) -> ResponseReturnValue:
    try:
        wanted = forms.read(form)
        form.check()
        picks = _picks(form)
        if _are_new(form) and first_terms.days_off(actor(), wanted, *_place(form)).days:
            form.fault(
                "", phrase("Here are the days off in these terms. Untick what does not hold, and save.")
            )
            return _page(form, wanted), 422
        calendars.save(actor(), first_terms.change(wanted, picks), form.get("revision"))
    except InputError as error:
        if not form.faults:
            form.take(error.problems, lambda where: forms.place(form, where))
        return _page(form, _sound(form)), 422
    except ConflictError as error:
        form.fault("", str(error))
        return _page(form, _sound(form)), 409
    tell(_told(len(wanted), len(picks)))
    return go(url_for("first_steps.people"))


def _are_new(form: Typed) -> bool:
    """Whether somebody has chosen a country whose days they have not seen: without scripts they could not."""
    return bool(form.get("country")) and form.get("seen") != _seen(form)


def _seen(form: Typed) -> str:
    return " ".join(_place(form)).strip()


def _place(form: Typed) -> tuple[str, str]:
    return form.get("country"), form.get("subdivision")


def _picks(form: Typed) -> list[DatePick]:
    return [read_pick(text) for text in form.all("pick")] if form.get("country") else []


def _sound(form: Typed) -> tuple[Term, ...]:
    """The terms as far as they can be read, with nothing said of the rest yet."""
    return forms.read(Typed(form.fields))


def _told(terms: int, days: int) -> Phrase:
    said = phrases("The term is in.", "%(n)s terms are in.", terms)
    if not days:
        return said
    off = phrases("One time off school is in too.", "%(n)s times off school are in too.", days)
    return together([said, off])


def _page(form: Typed, terms: Sequence[Term]) -> str:
    me = actor()
    off = first_terms.days_off(me, terms, *_place(form))
    entries = form.all("entry")
    # What was looked at before and unticked stays so; what is new is ticked.
    picks = [(one, written_pick(one.pick)) for one in off.days if one.pick]
    ticked = {text for _, text in picks if text not in entries or text in form.all("pick")}
    return render_template(
        "setup/_days_off.html" if wants_fragment() else "setup/terms.html",
        frame=frame("terms"),
        form=form,
        group=forms.GROUP,
        countries=[
            ("", phrase("None, or they come from a file")),
            *formats.countries(calendar_files.holiday_choices(me).countries),
        ],
        off=off,
        picks=picks,
        ticked=ticked,
        has_terms=bool(terms),
        seen=_seen(form),
        revision=me.school.revision,
        this_year=clock.today(me.school.timezone).year,
    )
