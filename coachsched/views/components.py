"""Every component in every state on one page, with invented values: the visual language, to be looked at."""

from __future__ import annotations

from flask import Blueprint, render_template

blueprint = Blueprint("components", __name__)


@blueprint.get("/components")
def show() -> str:
    return render_template("components/show.html")
