"""Every page asks who you are, unless it is named here: a forgotten page is closed, not open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request, session, url_for
from flask_login import UserMixin, current_user
from werkzeug.wrappers import Response

from coachsched.extensions import login_manager
from coachsched.services import accounts
from coachsched.store.people import Membership
from coachsched.views import htmx

# It is kept in a cookie on the way to another provider.
LONGEST_NEXT = 1000

PUBLIC = frozenset(
    {
        "static",
        "sign_in.show",
        "sign_in.create",
        "sign_in.sent",
        "sign_in.send_link",
        "sign_in.show_link",
        "sign_in.use_link",
        "openid.begin",
        "openid.finish",
        "answers.show",
        "answers.accept",
        "answers.turn_down",
        "asks.show",
        "asks.accept",
        "asks.put_aside",
        "invitations.show",
        "invitations.accept",
        "invitations.move",
        "invitations.cancel",
        "invitations.happened",
        "invitations.did_not_happen",
        "questions.show",
        "questions.confirm",
        "questions.deny",
        "suggestions.show",
        "suggestions.accept",
        "suggestions.refuse",
        "covering.of_link",
        "covering.accept_by_link",
        "covering.cannot_by_link",
        "demo.mail",
        "demo.message",
        "feeds.show",
        "health.show",
        "language.choose",
        "programme.public",
        "records.check",
        "setup.show",
        "setup.create",
        "nudges.show",
        "nudges.take",
        "nudges.pause",
        "notice.of_link",
        "notice.choose_by_link",
    }
)


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: a sign-in's token and the membership it acts as."""

    def __init__(self, token: str, member: Membership) -> None:
        self.token = token
        self.member = member

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(_load)
    app.before_request(_require_sign_in)


def actor() -> Membership:
    """The membership of who is signed in."""
    member: Membership = current_user.member
    return member


def act_as(member: Membership) -> None:
    """Show times as the clock on the wall of this member's school does."""
    g.timezone = member.school.timezone


def start(token: str) -> None:
    """Begin a session that holds nothing of the one before it."""
    session.clear()
    session.permanent = True
    session["_user_id"] = token


def safe_next(target: str | None) -> str:
    """A path of our own, else the home page: never a way to somebody else's."""
    home = url_for("home.show")
    if not target or not target.startswith("/") or any(sign < " " or sign == "\\" for sign in target):
        return home
    if len(target) > LONGEST_NEXT:
        return home
    parts = urlsplit(target)
    return home if parts.scheme or parts.netloc or target.startswith("//") else target


def _load(token: str) -> SignedIn | None:
    member = accounts.signed_in(token)
    return SignedIn(token, member) if member else None


def _require_sign_in() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if current_user.is_authenticated:
        act_as(actor())
        return None
    return htmx.go(url_for("sign_in.show", next=_here()))


def _here() -> Any:
    """The page to come back to, for pages only: what was being sent is not sent again."""
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None
