"""What cover each term has left, by fund; a page that prints."""

from __future__ import annotations

from flask import Blueprint, render_template

from coachsched.services import budgets
from coachsched.views.guard import actor

blueprint = Blueprint("budget", __name__)


@blueprint.get("/cover/budget")
def show() -> str:
    return render_template("budget/show.html", terms=budgets.of_terms(actor()))
