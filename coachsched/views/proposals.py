"""Sending a proposal and answering one."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import access, budgets, clock, cover_search, notes, proposals
from coachsched.services.cover_words import ToCover, of_requests
from coachsched.services.picks import SlotsGoneError
from coachsched.store import cover_requests, meetings
from coachsched.store.cover_requests import CoverRequest
from coachsched.store.meetings import Meeting
from coachsched.store.people import Membership
from coachsched.store.proposals import Proposal, time_of
from coachsched.views import slots, words
from coachsched.views.errors import status_of
from coachsched.views.forms import optional_date_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("proposals", __name__)
# Why a time can no longer be chosen.
PASSED, TAKEN, NO_COVER = phrase("passed"), phrase("taken"), phrase("no cover was found")


@blueprint.post("/partnerships/<int:partnership_id>/proposals")
def create(partnership_id: int) -> ResponseReturnValue:
    return _send(partnership_id, None)


@blueprint.get("/proposals/<int:proposal_id>")
def show(proposal_id: int) -> ResponseReturnValue:
    return _page(proposal_id)


@blueprint.get("/proposals/<int:proposal_id>/counter")
def other_times(proposal_id: int) -> str:
    proposal = access.own_proposal(actor(), proposal_id)
    host_id = request.args.get("host", proposal.host_id, type=int)
    found = cover_search.find_times(actor(), proposal.partnership_id, host_id)
    action = url_for("proposals.counter", proposal_id=proposal_id)
    focus = notes.focus(actor(), proposal) or ""
    return slots.page(found, action, focus=focus, kind=proposal.visit_kind, purpose="counter")


@blueprint.post("/proposals/<int:proposal_id>/counter")
def counter(proposal_id: int) -> ResponseReturnValue:
    proposal = access.own_proposal(actor(), proposal_id)
    return _send(proposal.partnership_id, proposal_id)


@blueprint.post("/proposals/<int:proposal_id>/acceptance")
def accept(proposal_id: int) -> ResponseReturnValue:
    try:
        booked = proposals.accept(actor(), proposal_id, request.form.get("option", 0, type=int))
    except (InputError, ConflictError) as error:
        return _page(proposal_id, error), status_of(error)
    tell(accepted(booked))
    return go(url_for("partnerships.show", partnership_id=booked[0].partnership_id))


@blueprint.post("/proposals/<int:proposal_id>/refusal")
def turn_down(proposal_id: int) -> ResponseReturnValue:
    try:
        proposal = proposals.turn_down(actor(), proposal_id, optional_date_of("until"))
    except (InputError, ConflictError) as error:
        return _page(proposal_id, error), status_of(error)
    tell(phrase("Not now, then. Your partner has been told; nobody is asked why."))
    return go(url_for("partnerships.show", partnership_id=proposal.partnership_id))


@blueprint.post("/proposals/<int:proposal_id>/withdrawal")
def withdraw(proposal_id: int) -> ResponseReturnValue:
    try:
        proposal = proposals.withdraw(actor(), proposal_id)
    except ConflictError as error:
        return _page(proposal_id, error), 409
    tell(phrase("Taken back."))
    return go(url_for("partnerships.show", partnership_id=proposal.partnership_id))


def accepted(booked: Sequence[Meeting]) -> str:
    """What has come of a yes."""
    if any(meeting.state == "waiting" for meeting in booked):
        return phrase(
            "Thank you. It is held until a colleague is found for the class; then invitations go out."
        )
    return phrase("Booked. Both of you get an invitation for your calendar.")


def to_cover(proposal: Proposal, reader: Membership) -> dict[int, tuple[ToCover, ...]]:
    """What must be taken by others for each of the options, by its id."""
    found: dict[int, list[CoverRequest]] = {}
    for one in cover_requests.of_proposal(proposal.id):
        found.setdefault(one.option_id or 0, []).append(one)
    return {number: of_requests(requests, reader.person_id) for number, requests in found.items()}


def gone_options(proposal: Proposal) -> dict[int, str]:
    """Why an option can no longer be chosen, by its id."""
    now = clock.now()
    refused = {one.option_id for one in cover_requests.of_proposal(proposal.id) if one.state == "refused"}
    visits = {one.id: time_of(one, "visit") for one in proposal.options}
    passed: dict[int, str] = {
        number: PASSED for number, visit in visits.items() if visit is None or visit.start_at <= now
    }
    taken = [one.id for one in proposal.options if one.taken]
    return passed | {number: NO_COVER if number in refused else TAKEN for number in taken}


def _send(partnership_id: int, answering: int | None) -> ResponseReturnValue:
    host_id = request.form.get("host", 0, type=int)
    focus, kind = (request.form.get(name, "") for name in ("focus", "visit_kind"))
    arguments = (host_id, slots.picks_of_form(), focus, "plan" in request.form, kind)
    try:
        if answering is None:
            proposals.send(actor(), partnership_id, *arguments)
        else:
            proposals.counter(actor(), answering, *arguments)
    except InputError as error:
        return _again(partnership_id, host_id, answering, error), 422
    except ConflictError as error:
        # Only a proposal answered meanwhile leaves nothing to pick for.
        if answering is None or isinstance(error, SlotsGoneError):
            return _again(partnership_id, host_id, answering, error), 409
        return _page(answering, error), 409
    tell(phrase("Sent. You will hear by mail; it also stands here."))
    return go(url_for("partnerships.show", partnership_id=partnership_id))


def _again(partnership_id: int, host_id: int, answering: int | None, error: UserError) -> str:
    """The grid once more with fresh slots; what was picked and typed is kept."""
    if answering is None:
        search_url = url_for("slots.show", partnership_id=partnership_id)
        action = url_for("proposals.create", partnership_id=partnership_id)
    else:
        search_url = action = url_for("proposals.counter", proposal_id=answering)
    return slots.page(
        cover_search.find_times(actor(), partnership_id, host_id),
        action,
        picked=slots.picked_of_form(),
        focus=request.form.get("focus", ""),
        kind=request.form.get("visit_kind", ""),
        with_plan="plan" in request.form,
        errors=words.faults(error),
        purpose="propose" if answering is None else "counter",
        search_url=search_url,
    )


def _page(proposal_id: int, error: UserError | None = None) -> str:
    proposal = access.own_proposal(actor(), proposal_id)
    gone = gone_options(proposal)
    fresh = []
    if proposal.state == "open" and (isinstance(error, ConflictError) or len(gone) == len(proposal.options)):
        fresh = slots.best_cards(cover_search.find_times(actor(), proposal.partnership_id, proposal.host_id))
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        focus=notes.focus(actor(), proposal),
        gone=gone,
        cover=to_cover(proposal, actor()),
        release=budgets.line_for_asked(actor().school, cover_requests.of_proposal(proposal_id)),
        booked=meetings.of_proposal(proposal.id),
        mine=proposal.proposer_id == actor().person_id,
        errors=words.faults(error) if error else [],
        fresh=fresh,
        me=actor(),
    )
