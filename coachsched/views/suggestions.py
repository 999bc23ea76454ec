"""Another time that somebody proposed from their calendar: a signed link to take it, or to leave it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import links, suggestions
from coachsched.store.meetings import Meeting
from coachsched.views import words
from coachsched.views.language import of_own_link

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/suggestions/<token>")
def show(token: str) -> str:
    return _page(token)


@blueprint.post("/suggestions/<token>/acceptance")
def accept(token: str) -> ResponseReturnValue:
    return _settle(token, suggestions.accept, phrase("Moved. The calendars are told."))


@blueprint.post("/suggestions/<token>/refusal")
def refuse(token: str) -> ResponseReturnValue:
    return _settle(
        token, suggestions.refuse, phrase("It stays where it is. Your partner has been told, kindly.")
    )


def _settle(token: str, act: Callable[[str], Meeting], done: str) -> ResponseReturnValue:
    try:
        act(token)
    except ConflictError as error:
        return _page(token, error), 409
    return _page(token, done=done)


def _page(token: str, error: UserError | None = None, done: str = "") -> str:
    member, suggestion = links.read_suggestion(token)
    of_own_link(member)
    return render_template(
        "suggestions/show.html",
        token=token,
        member=member,
        suggestion=suggestion,
        meeting=suggestion.meeting,
        stands=suggestions.stands(suggestion),
        school_name=member.school.name,
        say=options.words(member.school.settings),
        errors=words.faults(error) if error else [],
        done=done,
    )
