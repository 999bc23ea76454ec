"""School is closed, or rings differently: looked at first, then done, and undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.closing import Rule, has_choice
from coachsched.core.errors import ConflictError, InputError, Problem, UserError
from coachsched.languages import formats
from coachsched.services import access, clock, closing
from coachsched.services.closing import Wish
from coachsched.services.recheck import Broken
from coachsched.store import schools
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go

blueprint = Blueprint("closing", __name__)
FIELDS = ("day", "first", "last", "bell", "rule")


@dataclass(frozen=True)
class Section:
    """What can be done with one date, for templates/school_calendar/_closing.html."""

    date: date
    open: bool
    undoable: bool
    bells: tuple[str, ...]
    has_choice: bool
    rule: str


@blueprint.get("/calendar/closing")
def show() -> ResponseReturnValue:
    if "day" not in request.args and "first" not in request.args:
        return _page()
    try:
        wish = _wish(request.args)
        return _page(request.args, wish=wish, change=closing.preview(actor(), wish))
    except InputError as error:
        return _page(request.args, error=error), 422


@blueprint.post("/calendar/days/<day>/closure")
def close(day: str) -> ResponseReturnValue:
    fields = {**request.form, "day": "other", "first": _date(day).isoformat()}
    try:
        wish = _wish(fields)
        broken = closing.close(actor(), wish)
    except (InputError, ConflictError) as error:
        return _page(fields, error=error), status_of(error)
    flash(f"{_closed_words(wish)} {_told_words(broken)}", "done")
    return go(url_for("closing.show"))


@blueprint.post("/calendar/days/<day>/reopening")
def reopen(day: str) -> ResponseReturnValue:
    on = _date(day)
    try:
        back = closing.reopen(actor(), on)
    except ConflictError as error:
        return _page(error=error), 409
    met = f" {words.sentence(_meetings(back))} on again; everybody in them is told." if back else ""
    flash(f"{formats.day(on)} is as it was before.{met}", "done")
    return go(url_for("closing.show"))


def section(on: date) -> Section | None:
    """What the reader can do with a date; None for those who run no calendar."""
    me = actor()
    if not access.may_see(me, "closing"):
        return None
    calendar = schools.school_time(me.school).calendar
    return Section(
        date=on,
        open=calendar.day(on).open,
        undoable=closing.can_be_undone(me, on),
        bells=tuple(bell.name for bell in calendar.bells),
        has_choice=has_choice(calendar, on),
        rule=calendar.rotation.closure,
    )


def _page(
    fields: Mapping[str, str] | None = None,
    *,
    wish: Wish | None = None,
    change: closing.Change | None = None,
    error: UserError | None = None,
) -> str:
    me = actor()
    undoable = closing.undoable(me)
    calendar, today = schools.school_time(me.school).calendar, clock.today(me.school.timezone)
    return render_template(
        "school_calendar/closing.html",
        fields={name: (fields or {}).get(name, "") for name in FIELDS},
        today=today,
        tomorrow=today + timedelta(days=1),
        bells=[bell.name for bell in calendar.bells],
        has_choice=has_choice(calendar, today),
        rule=calendar.rotation.closure,
        wish=wish,
        change=change,
        undoable=undoable,
        errors=words.faults(error) if error else [],
    )


def _wish(fields: Mapping[str, str]) -> Wish:
    """The dates and what is to happen on them; raises InputError."""
    today = clock.today(actor().school.timezone)
    named = {"today": today, "tomorrow": today + timedelta(days=1)}
    first = named.get(fields.get("day", "")) or _typed("first", fields.get("first", ""))
    several = fields.get("day") not in named and fields.get("last", "").strip()
    last = _typed("last", fields.get("last", "")) if several else first
    rule: Rule | None = next((one for one in get_args(Rule) if one == fields.get("rule")), None)
    return Wish(first, last, fields.get("bell") or None, rule)


def _typed(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        what = f"{text!r} is no date." if text.strip() else "there is no date yet."
        raise InputError(Problem(name, what, "Write it like 2027-03-01.")) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _closed_words(wish: Wish) -> str:
    when = formats.day(wish.first) + (f" to {formats.day(wish.last)}" if wish.last > wish.first else "")
    return f"{when} rings by “{wish.bell}”." if wish.bell else f"School is closed on {when}."


def _told_words(broken: Sequence[Broken]) -> str:
    """How many meetings it met, in one sentence."""
    off = sum(one.called_off for one in broken)
    moved = len(broken) - off
    parts = [
        f"{_meetings(off)} called off" if off else "",
        f"{_meetings(moved)} in need of a new time" if moved else "",
    ]
    said = formats.listed([part for part in parts if part])
    return (
        f"{words.sentence(said)}; everybody concerned gets a letter." if said else "No meeting is in the way."
    )


def _meetings(count: int) -> str:
    return f"{words.number(count)} meeting{'s' if count != 1 else ''}"
