"""Cover, for whoever arranges it: what is asked, who could take it, and a sheet of each day to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.cover import ORDER, Colleague
from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.languages import formats
from coachsched.services import clock, cover, cover_page
from coachsched.services.records import hours
from coachsched.store import schools
from coachsched.store.cover import CoverRequest
from coachsched.views import htmx, words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.messages import tell

blueprint = Blueprint("cover", __name__)


@blueprint.get("/cover")
def show() -> str:
    return _page()


@blueprint.get("/cover/<day>/sheet")
def sheet(day: str) -> str:
    on = _date(day) or abort(404)
    cards = cover_page.sheet(actor(), on)
    cycle_day = schools.school_time(actor().school).calendar.day(on).cycle_day
    return render_template("cover/sheet.html", on=on, cycle_day=cycle_day, cards=cards)


@blueprint.post("/cover/requests/<int:request_id>/approval")
def approve(request_id: int) -> ResponseReturnValue:
    return _act(
        lambda: cover.approve(actor(), request_id, _colleague(), request.form.get("fund", "")),
        lambda one: phrase(
            "%(who)s takes %(klass)s and gets an invitation.", who=_takes(one), klass=_class(one)
        ),
    )


@blueprint.post("/cover/requests/<int:request_id>/refusal")
def refuse(request_id: int) -> ResponseReturnValue:
    return _act(lambda: cover.refuse(actor(), request_id), lambda _: phrase("Noted. Whoever asked is told."))


@blueprint.post("/cover/requests/<int:request_id>/colleague")
def change(request_id: int) -> ResponseReturnValue:
    return _act(
        lambda: cover.change(actor(), request_id, _colleague()),
        lambda one: phrase(
            "%(who)s takes %(klass)s now. Everybody concerned is told.", who=_takes(one), klass=_class(one)
        ),
    )


@blueprint.post("/cover/requests/<int:request_id>/substitute")
def give_outside(request_id: int) -> ResponseReturnValue:
    name, fund = request.form.get("name", ""), request.form.get("fund", "")
    return _act(
        lambda: cover.give_outside(actor(), request_id, name, fund),
        lambda one: phrase(
            "%(who)s takes %(klass)s. Please tell them yourself.", who=_takes(one), klass=_class(one)
        ),
    )


@blueprint.post("/cover/requests/<int:request_id>/withdrawal")
def withdraw(request_id: int) -> ResponseReturnValue:
    return _act(
        lambda: cover.withdraw(actor(), request_id),
        lambda _: phrase("Taken back. Everybody concerned is told."),
    )


def _act(act: Callable[[], CoverRequest], said: Callable[[CoverRequest], str]) -> ResponseReturnValue:
    try:
        done = said(act())
    except (InputError, ConflictError) as error:
        return _page(error), status_of(error)
    if htmx.wants_fragment():
        return _page(done=done)
    tell(done)
    on = _day()
    return htmx.go(url_for("cover.show", on=on.isoformat() if on else None))


def _page(error: UserError | None = None, done: str = "") -> str:
    on = _day()
    found = cover_page.page(actor(), on)
    return render_template(
        "cover/_requests.html" if htmx.wants_fragment() else "cover/show.html",
        page=found,
        on=on.isoformat() if on else "",
        days=[("", phrase("All days")), *(_choice(day, count) for day, count in found.days.items())],
        colleague_words=_words,
        order=ORDER,
        now=clock.now(),
        errors=words.faults(error) if error else [],
        done=done,
    )


def _choice(on: date, count: int) -> tuple[str, str]:
    if not count:
        return on.isoformat(), formats.day(on)
    return on.isoformat(), str(phrase("%(day)s: %(n)s to arrange", day=on, n=words.number(count)))


def _words(one: Colleague) -> str:
    """What is told of a colleague in the list to choose from."""
    who, given = one.name, hours(one.minutes) if one.minutes else ""
    if one.beside and given:
        return phrase("%(who)s, same class, %(hours)s of cover", who=who, hours=given)
    if one.beside:
        return phrase("%(who)s, same class, no cover yet", who=who)
    if given:
        return phrase("%(who)s, %(hours)s of cover", who=who, hours=given)
    return phrase("%(who)s, no cover yet", who=who)


def _class(one: CoverRequest) -> str:
    return one.klass or phrase("the class")


def _takes(one: CoverRequest) -> str:
    return one.covering.bookings[0].person.name if one.covering else one.covered_by


def _colleague() -> int | None:
    return request.form.get("colleague", type=int)


def _day() -> date | None:
    """The one day that is looked at, None for all."""
    return _date(request.values.get("on", ""))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
