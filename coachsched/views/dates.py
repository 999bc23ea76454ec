"""Terms and days off from a file or from the holidays of a country: choose, look, take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coachsched.core.date_changes import DatePick
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase, phrases
from coachsched.languages import formats
from coachsched.services import access, calendar_files, clock
from coachsched.services.calendar_files import DatesFile
from coachsched.views import words
from coachsched.views.date_picks import read_pick, read_years, written_pick
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("dates", __name__)
FIELDS = ("order", "encoding", "country", "subdivision", "years")
LONGEST_NAME = 80
MOST_BYTES = 2_000_000


@blueprint.url_value_preprocessor
def _room_for_a_file(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A school's whole calendar is larger than any form; the form is parsed before the view is asked."""
    if current_user.is_authenticated and access.may_see(actor(), "school_calendar"):
        request.max_content_length = request.max_form_memory_size = MOST_BYTES


@blueprint.get("/calendar/dates")
def show() -> ResponseReturnValue:
    try:
        return _form()
    except InputError as error:
        return _form(error.problems, country=""), 422


@blueprint.post("/calendar/dates/preview")
def preview() -> ResponseReturnValue:
    """The changes a file would make, or the ones looked at before with other ticks."""
    try:
        if entries := request.form.getlist("entry"):
            dates = calendar_files.of_picks([read_pick(text) for text in entries])
            return _preview(dates, [read_pick(text) for text in request.form.getlist("pick")])
        dates = _holidays() if "country" in request.form else _file()
        return _preview(dates)
    except InputError as error:
        return _form(error.problems, country=request.form.get("country", "")), 422


@blueprint.post("/calendar/dates")
def create() -> ResponseReturnValue:
    """Take what is ticked."""
    me = actor()
    try:
        picks = [read_pick(text) for text in request.form.getlist("pick")]
        if not picks:
            raise InputError(
                Problem(phrase("the list"), phrase("has nothing ticked."), phrase("Tick what to take."))
            )
        done = calendar_files.apply(me, picks)
    except InputError as error:
        return _again(error)
    tell(*_told(done))
    return go(url_for("calendar.show"))


def _again(error: InputError) -> ResponseReturnValue:
    """The list once more with what is wrong, or the start where the form held no list."""
    try:
        dates = calendar_files.of_picks([read_pick(text) for text in request.form.getlist("entry")])
        ticked: list[DatePick] = []
        return _preview(dates, ticked, error.problems), 422
    except InputError:
        return _form(error.problems), 422


def _file() -> DatesFile:
    """The dates in what was uploaded, else in what was pasted."""
    upload = request.files.get("file")
    data, name = (upload.read(), upload.filename or "") if upload else (b"", "")
    text = request.form.get("text", "")
    if not data and not text.strip():
        raise InputError(
            Problem(
                "file", phrase("nothing was chosen or pasted."), phrase("Choose a file, or paste its text.")
            )
        )
    if not data:
        data, name = text.encode(), str(phrase("pasted text"))
    return calendar_files.from_file(
        actor(),
        data,
        PurePath(name).name[:LONGEST_NAME] or "file",
        request.form.get("order") or None,  # type: ignore[arg-type]
        request.form.get("encoding") or None,
    )


def _holidays() -> DatesFile:
    years = read_years(request.form.get("years", ""))
    part = request.form.get("subdivision") or None
    return calendar_files.from_holidays(actor(), request.form["country"], part, years)


def _form(problems: Sequence[Problem] = (), country: str | None = None) -> str:
    me = actor()
    country = request.args.get("country", "") if country is None else country
    try:
        choices = calendar_files.holiday_choices(me, country)
    except InputError:
        if not problems:
            raise
        country, choices = "", calendar_files.holiday_choices(me)
    this_year = clock.today(me.school.timezone).year
    return render_template(
        "dates/show.html",
        country=country.upper(),
        choices=choices,
        countries=formats.countries(choices.countries),
        orders=calendar_files.ORDERS,
        encodings=calendar_files.ENCODINGS,
        years=f"{this_year}-{this_year + 1}",
        errors={one.where: words.fault(one) for one in problems if one.where in FIELDS},
        problems=[one for one in problems if one.where not in FIELDS],
        given=request.form,
    )


def _preview(
    dates: DatesFile, ticked: Sequence[DatePick] | None = None, problems: Sequence[Problem] = ()
) -> str:
    change = calendar_files.preview(actor(), dates, ticked)
    return render_template(
        "dates/preview.html",
        change=change,
        to_do=[one for one in change.changes if one.pick],
        same=[one for one in change.changes if one.state == "same"],
        outside=[one for one in change.changes if one.state == "outside"],
        written=written_pick,
        problems=problems,
    )


def _told(done: calendar_files.CalendarApplied) -> list[str]:
    if not done.changed:
        return [phrase("It was so already; nothing was changed.")]
    off = sum(one.called_off for one in done.broken)
    new = len(done.broken) - off
    told: list[str] = [phrase("The calendar is up to date.")]
    if off:
        told.append(
            phrases(
                "%(n)s booked meeting is called off, since there is no school then.",
                "%(n)s booked meetings are called off, since there is no school then.",
                off,
            )
        )
    if new:
        told.append(
            phrases(
                "%(n)s booked meeting is in need of a new time; both partners see it.",
                "%(n)s booked meetings are in need of a new time; both partners see it.",
                new,
            )
        )
    return told
