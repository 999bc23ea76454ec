"""How somebody is reminded: signed in, or by the link at the foot of a reminder."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import InputError
from coachsched.core.phrases import phrase
from coachsched.services import links, notice
from coachsched.store.people import Membership
from coachsched.views import words
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.language import of_own_link
from coachsched.views.messages import tell

blueprint = Blueprint("notice", __name__)
CHOSEN = phrase("Noted. It holds from the next mail on.")


@blueprint.get("/notice")
def show() -> str:
    return _page(actor(), url_for("notice.choose"))


@blueprint.post("/notice")
def choose() -> ResponseReturnValue:
    me, action = actor(), url_for("notice.choose")
    if error := _choose(me):
        return _page(me, action, error), 422
    tell(CHOSEN)
    return go(url_for("notice.show"))


@blueprint.get("/notice/<token>")
def of_link(token: str) -> str:
    return _page(links.read_notice(token), url_for("notice.choose_by_link", token=token), by_link=True)


@blueprint.post("/notice/<token>")
def choose_by_link(token: str) -> ResponseReturnValue:
    member, action = links.read_notice(token), url_for("notice.choose_by_link", token=token)
    if error := _choose(member):
        return _page(member, action, error, by_link=True), 422
    return _page(links.read_notice(token), action, by_link=True, done=CHOSEN)


def _choose(member: Membership) -> InputError | None:
    try:
        notice.choose(member, request.form.get("notice", ""), request.form.get("alarm", ""))
    except InputError as error:
        return error
    return None


def _page(
    member: Membership, action: str, error: InputError | None = None, by_link: bool = False, done: str = ""
) -> str:
    if by_link:
        of_own_link(member)
    kept = notice.NO_ALARM if member.alarm_minutes is None else str(member.alarm_minutes)
    return render_template(
        "notice/show.html",
        member=member,
        action=action,
        by_link=by_link,
        done=done,
        say=options.words(member.school.settings),
        chosen=request.form.get("notice") or member.notice,
        alarm=request.form.get("alarm") or kept,
        errors=words.faults(error) if error else [],
    )
