"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from coachsched.services import accounts, setup
from coachsched.views import guard

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def show() -> str | Response:
    if current_user.is_authenticated:
        return redirect(url_for("home.show"), code=303)
    return _page()


@blueprint.post("/sign-in")
def create():  # type: ignore[no-untyped-def]
    try:
        token = accounts.sign_in(request.form.get("email", ""), request.form.get("password", ""))
    except accounts.SignInError as error:
        return _page(str(error)), 422
    guard.start(token)
    return redirect(safe_next(request.form.get("next")), code=303)


@blueprint.post("/sign-out")
def end() -> Response:
    accounts.sign_out(current_user.token)
    session.clear()
    return redirect(url_for("sign_in.show"), code=303)


@blueprint.post("/school")
def switch() -> Response:
    accounts.switch(current_user.token, request.form.get("school", 0, type=int))
    return redirect(url_for("home.show"), code=303)


def safe_next(target: str | None) -> str:
    """A path of our own, else the home page: never a way to somebody else's."""
    home = url_for("home.show")
    if not target or not target.startswith("/") or any(sign < " " or sign == "\\" for sign in target):
        return home
    parts = urlsplit(target)
    return home if parts.scheme or parts.netloc or target.startswith("//") else target


def _page(error: str = "") -> str:
    return render_template(
        "sign_in/show.html",
        errors=[("email", error)] if error else [],
        email=request.form.get("email", ""),
        next=request.values.get("next", ""),
        is_demo=current_app.config["SETTINGS"].demo,
        is_empty=setup.is_wanted(),
    )
