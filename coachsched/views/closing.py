"""School is closed, or rings differently: looked at first, then done, and undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.closing import Rule, has_choice
from coachsched.core.errors import ConflictError, InputError, Problem, UserError
from coachsched.core.phrases import Phrase, phrase, phrases
from coachsched.services import access, clock, closing
from coachsched.services.closing import Wish
from coachsched.services.recheck import Broken
from coachsched.store import schools
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

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
    tell(_closed_words(wish), _told_words(broken))
    return go(url_for("closing.show"))


@blueprint.post("/calendar/days/<day>/reopening")
def reopen(day: str) -> ResponseReturnValue:
    on = _date(day)
    try:
        back = closing.reopen(actor(), on)
    except ConflictError as error:
        return _page(error=error), 409
    tell(phrase("%(day)s is as it was before.", day=on), _met_again(back))
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
        what = (
            phrase("%(text)s is no date.", text=repr(text))
            if text.strip()
            else phrase("there is no date yet.")
        )
        raise InputError(Problem(name, what, phrase("Write it like 2027-03-01."))) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _closed_words(wish: Wish) -> str:
    first, last, several = wish.first, wish.last, wish.last > wish.first
    if wish.bell and several:
        return phrase("%(first)s to %(last)s rings by “%(bell)s”.", first=first, last=last, bell=wish.bell)
    if wish.bell:
        return phrase("%(day)s rings by “%(bell)s”.", day=first, bell=wish.bell)
    if several:
        return phrase("School is closed on %(first)s to %(last)s.", first=first, last=last)
    return phrase("School is closed on %(day)s.", day=first)


def _told_words(broken: Sequence[Broken]) -> str:
    """How many meetings it met, in one sentence."""
    off = sum(one.called_off for one in broken)
    moved = len(broken) - off
    if off and moved:
        return phrase(
            "%(off)s called off and %(moved)s in need of a new time; everybody concerned gets a letter.",
            off=words.sentence(_meetings(off)),
            moved=_meetings(moved),
        )
    if off:
        said = words.sentence(_meetings(off))
        return phrase("%(meetings)s called off; everybody concerned gets a letter.", meetings=said)
    if moved:
        said = words.sentence(_meetings(moved))
        return phrase("%(meetings)s in need of a new time; everybody concerned gets a letter.", meetings=said)
    return phrase("No meeting is in the way.")


def _met_again(count: int) -> str:
    if not count:
        return ""
    said = words.sentence(_meetings(count))
    return phrase("%(meetings)s on again; everybody in them is told.", meetings=said)


def _meetings(count: int) -> Phrase:
    return phrases("%(n)s meeting", "%(n)s meetings", count, n=words.number(count))
