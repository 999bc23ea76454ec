"""A new school's days and periods as its timetable's file has them, to be corrected and taken."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import InputError
from coachsched.core.phrases import phrase
from coachsched.forms import bells
from coachsched.forms.typed import Typed
from coachsched.services import drafts, first_days
from coachsched.services.first_days import FirstDays
from coachsched.store.imports import ImportDraft
from coachsched.views import htmx
from coachsched.views.day_words import PERIOD_KINDS
from coachsched.views.first_steps import frame
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell
from coachsched.views.rows import change_rows

blueprint = Blueprint("first_days", __name__)
WEEKDAYS = [
    ("0", phrase("Monday")),
    ("1", phrase("Tuesday")),
    ("2", phrase("Wednesday")),
    ("3", phrase("Thursday")),
    ("4", phrase("Friday")),
    ("5", phrase("Saturday")),
    ("6", phrase("Sunday")),
]


@blueprint.post("/imports/<int:draft_id>/calendar")
def take(draft_id: int) -> ResponseReturnValue:
    draft = drafts.own(actor(), draft_id)
    form = Typed(request.form.to_dict(flat=False))
    try:
        found = first_days.of_draft(actor(), draft)
        if form.rows(bells.GROUP) and change_rows(form, bells.GROUP, bells.EMPTY):
            return _page(draft, found, form)
        calendar = first_days.take(actor(), draft_id, _read(form, found))
    except InputError as error:
        if not form.faults:
            form.take(error.problems, lambda where: bells.place(form, where))
        return _page(draft, None, form), 422
    periods = sum(period.kind == "lesson" for period in calendar.bells[0].periods)
    taken = phrase(
        "%(days)s days and %(periods)s periods are your school's now. "
        "This is what the timetable means with them.",
        days=len(calendar.rotation.labels),
        periods=periods,
    )
    tell(taken)
    return go(url_for("imports.show", draft_id=draft_id))


def page(draft: ImportDraft) -> str:
    """The days and periods of a waiting file; empty where they are not wanted, or the file cannot be read."""
    if draft.kind != "timetable" or not first_days.are_wanted(actor().school):
        return ""
    try:
        found = first_days.of_draft(actor(), draft)
    except InputError:
        return ""
    return _page(draft, found, _shown(found))


def _shown(found: FirstDays) -> Typed:
    form = bells.shown(found.bell, usual=True)
    form.fields["anchor"] = [found.rotation.anchor.isoformat()]
    form.fields["weekday"] = [str(day) for day in found.rotation.weekdays]
    return form


def _read(form: Typed, found: FirstDays) -> FirstDays:
    """What was corrected; a form without periods takes everything as it was found."""
    if not form.rows(bells.GROUP):
        return found
    # In the order in which the school's week had them, others behind.
    ticked = [int(day) for day in form.all("weekday") if day in dict(WEEKDAYS)]
    week = [day for day in found.rotation.weekdays if day in ticked]
    wanted = first_days.changed(
        found, bells.read(form), form.date("anchor"), [*week, *(day for day in ticked if day not in week)]
    )
    form.check()
    return wanted


def _page(draft: ImportDraft, found: FirstDays | None, form: Typed) -> str:
    return render_template(
        "imports/_days.html" if htmx.wants_fragment() else "imports/days.html",
        frame=frame("timetable"),
        draft=draft,
        found=found or first_days.of_draft(actor(), draft),
        form=form,
        group=bells.GROUP,
        kinds=list(PERIOD_KINDS.items()),
        weekdays=WEEKDAYS,
    )
