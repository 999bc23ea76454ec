"""Half-days of a substitute, for whoever arranges cover: what each could serve, and those offered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import budgets, half_day_offers, half_day_plans
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("half_days", __name__)


@blueprint.get("/cover/half-days")
def show() -> str:
    return _page()


@blueprint.post("/cover/half-days")
def offer() -> ResponseReturnValue:
    def act() -> str:
        given = {name: request.form.get(name, "") for name in ("half", "name", "fund", "seen")}
        row = half_day_offers.offer(actor(), _date(), **given)
        return phrase(
            "%(who)s is down for %(day)s. Those it would serve hear of it by mail.",
            who=row.covered_by,
            day=row.date,
        )

    return _act(act)


@blueprint.post("/cover/half-days/<int:number>/withdrawal")
def withdraw(number: int) -> ResponseReturnValue:
    def act() -> str:
        row = half_day_offers.withdraw(actor(), number)
        return phrase("Taken back. Whoever was to be free on %(day)s is told.", day=row.date)

    return _act(act)


def _act(act: Callable[[], str]) -> ResponseReturnValue:
    try:
        tell(act())
    except (InputError, ConflictError) as error:
        return _page(error), status_of(error)
    return go(url_for("half_days.show"))


def _page(error: UserError | None = None) -> str:
    return render_template(
        "half_days/show.html",
        plans=half_day_plans.plans(actor()),
        offered=half_day_offers.offered(actor()),
        funds=budgets.funds(actor().school),
        errors=words.faults(error) if error else [],
        typed=request.form,
    )


def _date() -> date:
    """The date of the plan that was looked at; one that was never offered has none."""
    try:
        return date.fromisoformat(request.form.get("date", ""))
    except ValueError:
        raise ConflictError(half_day_offers.CHANGED) from None
