"""My week: what somebody does when, and what they say of it themselves. Nobody else sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.commitments import Commitment
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.labels import label_key
from coachsched.core.own_week import OwnDay, OwnPeriod
from coachsched.core.phrases import phrase, phrases
from coachsched.services import busy_calendars, own_time
from coachsched.services.own_time import MyWeek
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell
from coachsched.views.words import labelled

blueprint = Blueprint("own_time", __name__)

AROUND = frozenset({"before", "break", "lunch", "after"})
STATES = {
    "duty": phrase("Duty"),
    "meeting": phrase("Meeting"),
    "absent": phrase("Away"),
    "protected": phrase("Protected"),
    "registration": phrase("Registration"),
    "around": phrase("Not for meetings"),
}


KINDS = {name: STATES[name] for name in ("absent", "duty", "protected")} | {"opened": phrase("Opened")}


@dataclass(frozen=True)
class Button:
    """What one click does: say something, or take back what was said (``row``)."""

    text: str
    kind: str
    row: int | None


@dataclass(frozen=True)
class Cell:
    """A period of a day on the page."""

    label: str
    time: str
    state: str
    what: str
    where: str
    around: bool
    button: Button | None


@blueprint.get("/timetable")
def show() -> str:
    return _page()


@blueprint.post("/timetable/commitments")
def add() -> ResponseReturnValue:
    try:
        broken = own_time.add(actor(), _wanted(request.form))
        stuck = [meeting for meeting in broken if meeting.new_time and meeting.state == "booked"]
    except (InputError, ConflictError) as error:
        return _page(error), status_of(error)
    tell(*_said(len(stuck), len(broken) - len(stuck)))
    return go(url_for("own_time.show", _anchor=_place()))


@blueprint.post("/timetable/commitments/<int:commitment_id>/removal")
def remove(commitment_id: int) -> ResponseReturnValue:
    own_time.remove(actor(), commitment_id)
    tell(phrase("Taken back."))
    return go(url_for("own_time.show", _anchor=_place()))


@blueprint.post("/timetable/calendar")
def subscribe() -> ResponseReturnValue:
    try:
        busy_calendars.subscribe(actor(), request.form.get("address", ""))
    except InputError as error:
        return _page(error), 422
    tell(phrase("Your calendar is read within a few minutes, and every hour from then on."))
    return go(url_for("own_time.show", _anchor="calendar"))


@blueprint.post("/timetable/calendar/removal")
def unsubscribe() -> ResponseReturnValue:
    busy_calendars.unsubscribe(actor())
    tell(phrase("Your calendar is read no longer, and nothing of it is kept."))
    return go(url_for("own_time.show", _anchor="calendar"))


def _page(error: Exception | None = None) -> str:
    week = own_time.my_week(actor())
    form = request.form if error else {}
    return render_template(
        "own_time/show.html",
        week=week,
        days=[(day, [_cell(one, day, week) for one in day.periods]) for day in week.days],
        regular=[row for row in week.rows if row.label is not None],
        dated=[row for row in week.rows if row.label is None],
        labels=[labelled(one) for one in week.time.calendar.rotation.labels],
        periods=[
            ("", phrase("The whole day")),
            *((one, words.sentence(words.period_name(one))) for one in _periods(week)),
        ],
        calendar=busy_calendars.of(actor()),
        errors=_errors(error, form.get("form", "")) if error else [],
        form=form,
        me=actor(),
        kinds=KINDS,
    )


def _errors(error: Exception, form: str) -> list[tuple[str, str]]:
    """Each fault with the field of the form that was sent."""
    if not isinstance(error, InputError):
        return words.faults(error)
    return [(_field(form, one), words.fault(one)) for one in error.problems]


def _field(form: str, problem: Problem) -> str:
    if problem.where == "address":
        return "address"
    fields = {
        "away": ("first", "last", "period", "kind"),
        "regular": ("label", "period", "first", "last", "kind"),
    }
    return f"{form}-{problem.where}" if problem.where in fields.get(form, ()) else ""


def _wanted(form: Mapping[str, str]) -> Commitment:
    """What a form asks for; the service looks whether it makes sense."""
    first, last = _date(form, "first"), _date(form, "last")
    if not form.get("label"):
        # One day is often all that is meant.
        first, last = first or last, last or first
    kind = form.get("kind", "")
    return Commitment(kind, form.get("label") or None, form.get("period") or None, first, last)  # type: ignore[arg-type]


def _date(form: Mapping[str, str], name: str) -> date | None:
    text = form.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(
            Problem(
                name, phrase("%(text)s is no date.", text=repr(text)), phrase("Write it like 2027-01-13.")
            )
        ) from None


def _place() -> str | None:
    """Back to where the button was."""
    place = request.form.get("back", "")
    return place if place.isascii() and place.replace("-", "").isalnum() else None


def _said(stuck: int, given_up: int) -> list[str]:
    """What came of a word about one's time, for meetings of partnerships and of open lessons."""
    said: list[str] = [phrase("Noted.")]
    if stuck:
        said.append(
            phrases(
                "One meeting needs a new time, shown below and mailed to both. None is called off.",
                "%(n)s meetings need a new time, shown below and mailed to both. None is called off.",
                stuck,
                n=words.sentence(words.number(stuck)),
            )
        )
    if given_up:
        said.append(
            phrases(
                "You are out of an open lesson; whoever is concerned is told.",
                "You are out of %(n)s open lessons; whoever is concerned is told.",
                given_up,
                n=words.number(given_up),
            )
        )
    if not stuck and not given_up:
        said.append(phrase("Times are offered accordingly from now on."))
    return said


def _periods(week: MyWeek) -> list[str]:
    return list(dict.fromkeys(one.label for bell in week.time.calendar.bells for one in bell.periods))


def _cell(one: OwnPeriod, day: OwnDay, week: MyWeek) -> Cell:
    period = one.period
    return Cell(
        label=period.label,
        time=words.wall(period.start),
        state=one.state,
        what=_what(one),
        where=" ".join(dict.fromkeys(lesson.room for lesson in one.lessons if lesson.room)) or one.room,
        around=period.kind in AROUND,
        button=_button(one, day, week),
    )


def _what(one: OwnPeriod) -> str:
    if one.state == "teaching" and one.lessons:
        return ", ".join(" ".join(filter(None, (lesson.klass, lesson.subject))) for lesson in one.lessons)
    if one.state == "free":
        return phrase("Free") if one.period.kind in AROUND else phrase("Release")
    if one.state == "closed_time":
        outside = phrase("Not offered") if one.period.kind == "lesson" else STATES["around"]
        return STATES["registration"] if one.period.kind == "registration" else outside
    name = STATES.get(one.state, "")
    named = one.subject and one.state in ("duty", "meeting") and one.subject != name
    return phrase("%(duty)s: %(subject)s", duty=name, subject=one.subject) if named else name


def _button(one: OwnPeriod, day: OwnDay, week: MyWeek) -> Button | None:
    rows = {
        row.kind: row.id
        for row in week.rows
        if row.label and label_key(row.label) == label_key(day.label) and not (row.first or row.last)
        and label_key(row.period or "") == label_key(one.period.label)
    }  # fmt: skip
    if one.state == "protected":
        return Button(phrase("Open"), "opened", rows.get("protected"))
    if one.state == "free":
        return Button(phrase("Protect"), "protected", rows.get("opened"))
    return None
