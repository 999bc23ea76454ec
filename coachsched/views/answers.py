"""Answering from a mail: one click on a signed link, one button to confirm, no password."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import clock, links, proposals
from coachsched.store import meetings
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.forms import optional_date_of
from coachsched.views.language import of_own_link
from coachsched.views.proposals import accepted, gone_options, to_cover

blueprint = Blueprint("answers", __name__)


@blueprint.get("/answers/<token>")
def show(token: str) -> str:
    return _page(token)


@blueprint.post("/answers/<token>/acceptance")
def accept(token: str) -> ResponseReturnValue:
    member, proposal = links.read(token)
    try:
        booked = proposals.accept(member, proposal.id, request.form.get("option", 0, type=int))
    except (InputError, ConflictError) as error:
        return _page(token, error), status_of(error)
    return _page(token, done=accepted(booked))


@blueprint.post("/answers/<token>/refusal")
def turn_down(token: str) -> ResponseReturnValue:
    member, proposal = links.read(token)
    try:
        proposals.turn_down(member, proposal.id, optional_date_of("until"))
    except (InputError, ConflictError) as error:
        return _page(token, error), status_of(error)
    return _page(token, done=phrase("Not now, then. Your partner has been told; nobody is asked why."))


def _page(token: str, error: UserError | None = None, done: str = "") -> str:
    member, proposal = links.read(token)
    of_own_link(member)
    wanted = request.values.get("option", 0, type=int)
    gone = gone_options(proposal)
    standing = [option for option in proposal.options if option.id not in gone]
    return render_template(
        "answers/show.html",
        token=token,
        member=member,
        school_name=member.school.name,
        say=options.words(member.school.settings),
        today=clock.today(member.school.timezone),
        proposal=proposal,
        options=sorted(standing, key=lambda option: (option.id != wanted, option.position)),
        wanted=wanted,
        booked=meetings.of_proposal(proposal.id),
        cover=to_cover(proposal, member),
        errors=words.faults(error) if error else [],
        done=done,
    )
