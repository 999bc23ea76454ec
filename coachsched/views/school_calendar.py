"""The school's calendar by month and by day, and as a file."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.calendar import Calendar, DayException
from coachsched.core.calendar_edits import with_exception, without_exception
from coachsched.core.phrases import phrase
from coachsched.forms import special_day
from coachsched.forms.typed import Typed
from coachsched.services import access, calendars, clock
from coachsched.store import schools
from coachsched.views import closing
from coachsched.views.editing import Editing, Shown
from coachsched.views.guard import actor
from coachsched.views.month_grid import EARLIEST, LATEST, month, next_month, spoken_of
from coachsched.views.words import labelled, pair

blueprint = Blueprint("school_calendar", __name__)
SPECIAL_KINDS = (
    ("", phrase("an ordinary day")),
    ("holiday", phrase("Holiday: closed, known ahead")),
    ("inset", phrase("Staff day: closed for classes")),
    ("closure", phrase("School closed, unplanned")),
    ("exam", phrase("Exams: open, no lessons to visit")),
    ("event", phrase("Event: open, no lessons to visit")),
    ("teaching", phrase("Lessons: an extra day, or other bells or another cycle day")),
)


@blueprint.get("/calendar/school.toml")
def download() -> Response:
    headers = {"Content-Disposition": 'attachment; filename="school.toml"'}
    return Response(calendars.as_toml(actor()), mimetype="application/toml", headers=headers)


@blueprint.get("/calendar/months/<text>")
def show_month(text: str) -> str:
    first = _date(f"{text}-01")
    me = actor()
    calendar = schools.school_time(me.school).calendar
    today = clock.today(me.school.timezone)
    earliest, latest = spoken_of(calendar, today)
    return render_template(
        "school_calendar/month.html",
        month=month(calendar, first),
        before=first - timedelta(days=1) if first > earliest else None,
        after=next_month(first) if first < latest else None,
        usual=usual_bell(calendar),
        missing=missing(calendar),
        may_edit=access.may_see(me, "school_calendar"),
    )


@blueprint.get("/calendar/days/<text>")
def show_day(text: str) -> str:
    on = _date(text)
    calendar = schools.school_time(actor().school).calendar
    return _day_page(on, special_day.shown(_exception(calendar, on)))


@blueprint.post("/calendar/days/<text>")
def change_day(text: str) -> ResponseReturnValue:
    on = _date(text)
    before = _exception(calendars.current(actor()).calendar, on)
    form = Typed(request.form.to_dict(flat=False))

    def change() -> calendars.Change:
        exception = special_day.read(form, on, was_special=before is not None)
        until = special_day.read_until(form, on)
        if exception is None:
            return calendars.of_calendar(lambda calendar: without_exception(calendar, on, until))
        return calendars.of_calendar(lambda calendar: with_exception(calendar, exception, until))

    def page(form: Typed, shown: Shown | None) -> str:
        return _day_page(on, form, shown)

    to = url_for("school_calendar.show_month", text=f"{on:%Y-%m}")
    return Editing(form, page, lambda where: "label", phrase("Saved."), to).answer(change)


def _day_page(on: date, form: Typed, shown: Shown | None = None) -> str:
    me = actor()
    calendar = schools.school_time(me.school).calendar
    return render_template(
        "school_calendar/day.html",
        one=calendar.day(on),
        exception=_exception(calendar, on),
        closing=closing.section(on),
        before=on - timedelta(days=1) if on > EARLIEST else None,
        after=on + timedelta(days=1) if on < LATEST else None,
        calendar=calendar,
        special_kinds=SPECIAL_KINDS,
        labels=[labelled(label) for label in calendar.rotation.labels],
        bells=[pair(bell.name) for bell in calendar.bells],
        may_edit=access.may_see(me, "school_calendar"),
        revision=me.school.revision,
        form=form,
        shown=shown,
    )


def _exception(calendar: Calendar, on: date) -> DayException | None:
    return next((one for one in calendar.exceptions if one.date == on), None)


def usual_bell(calendar: Calendar) -> str:
    return calendar.bells[0].name if calendar.bells else ""


def missing(calendar: Calendar) -> list[str]:
    """What has to be put in before the calendar says anything."""
    return [name for name in ("bells", "terms") if not getattr(calendar, name)]


def _date(text: str) -> date:
    """The date in an address; one that is none, or too far away to be meant, is not there."""
    try:
        on = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        on = None
    if on is None or not EARLIEST <= on <= LATEST:
        abort(404)
    return on
