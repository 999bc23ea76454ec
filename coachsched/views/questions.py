""" "Was this you?": a signed link at which somebody says whether an answer was theirs."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import links, questions
from coachsched.views import words
from coachsched.views.language import of_own_link

blueprint = Blueprint("questions", __name__)


@blueprint.get("/was-this-you/<token>")
def show(token: str) -> str:
    return _page(token)


@blueprint.post("/was-this-you/<token>/confirmation")
def confirm(token: str) -> ResponseReturnValue:
    try:
        questions.confirm(token, keep_address=request.form.get("keep") == "1", read=request.form.get("shown"))
    except ConflictError as error:
        return _page(token, error), 409
    return _page(token, done=phrase("Thank you. Your answer counts now."))


@blueprint.post("/was-this-you/<token>/denial")
def deny(token: str) -> ResponseReturnValue:
    try:
        questions.deny(token)
    except ConflictError as error:
        return _page(token, error), 409
    return _page(token, done=phrase("Thank you for saying so. Nothing was changed."))


def _page(token: str, error: UserError | None = None, done: str = "") -> str:
    member, question = links.read_question(token)
    of_own_link(member)
    return render_template(
        "questions/show.html",
        token=token,
        member=member,
        question=question,
        shown=questions.shown(question),
        meeting=question.meeting,
        is_own_address=question.sender == member.person.email,
        school_name=member.school.name,
        say=options.words(member.school.settings),
        errors=words.faults(error) if error else [],
        done=done,
    )
