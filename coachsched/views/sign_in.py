"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from coachsched.services import accounts, setup, ways_in
from coachsched.views import guard
from coachsched.views.language import read_by

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def show() -> str | Response:
    if current_user.is_authenticated:
        return redirect(url_for("home.show"), code=303)
    return page()


@blueprint.post("/sign-in")
def create():  # type: ignore[no-untyped-def]
    try:
        token = accounts.sign_in(request.form.get("email", ""), request.form.get("password", ""))
    except accounts.SignInError as error:
        return page(str(error)), 422
    guard.start(token)
    return redirect(guard.safe_next(request.form.get("next")), code=303)


@blueprint.get("/sign-in/links")
def sent() -> str:
    return render_template("sign_in/sent.html", is_demo=current_app.config["SETTINGS"].demo)


@blueprint.post("/sign-in/links")
def send_link():  # type: ignore[no-untyped-def]
    """The same answer whether anybody has the address or not."""
    try:
        ways_in.send(request.form.get("email", ""))
    except accounts.SignInError as error:
        return page(str(error)), 422
    return redirect(url_for("sign_in.sent"), code=303)


@blueprint.get("/sign-in/links/<token>")
def show_link(token: str) -> str:
    # Mail scanners open links, so that opening one must not use it up.
    person = ways_in.whose(token)
    read_by(person, person.memberships[0].school)
    return render_template("sign_in/link.html", token=token, person=person)


@blueprint.post("/sign-in/links/<token>")
def use_link(token: str) -> Response:
    guard.start(ways_in.use(token))
    return redirect(url_for("home.show"), code=303)


@blueprint.post("/sign-out")
def end() -> Response:
    accounts.sign_out(current_user.token)
    session.clear()
    return redirect(url_for("sign_in.show"), code=303)


@blueprint.post("/school")
def switch() -> Response:
    accounts.switch(current_user.token, request.form.get("school", 0, type=int))
    return redirect(url_for("home.show"), code=303)


def page(error: str = "", refusal: str = "", onwards: str = "") -> str:
    """The page with every way in: what was typed wrongly, or why another one was refused."""
    settings = current_app.config["SETTINGS"]
    return render_template(
        "sign_in/show.html",
        errors=[("email", error)] if error else [],
        refusal=refusal,
        email=request.form.get("email", ""),
        next=onwards or request.values.get("next", ""),
        providers=settings.providers,
        is_demo=settings.demo,
        is_empty=setup.is_wanted(),
    )
