"""Looking for a partner: say so, see who else does, ask."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, NotFoundError, UserError
from coachsched.core.looking import LONGEST_LINE, PARTS, how_well
from coachsched.core.phrases import phrase
from coachsched.services import access, asks, looking
from coachsched.store.partnerships import Partnership
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell

blueprint = Blueprint("looking", __name__)
STARTED = {
    "colleagues": phrase("You are looking. Colleagues who look too can find you now."),
    "coordinator": phrase("You are looking. Only your coordinator knows."),
}


@blueprint.get("/looking")
def show() -> str:
    return _page()


@blueprint.post("/looking")
def start() -> ResponseReturnValue:
    seen_by = request.form.get("seen_by", "")
    return _act(lambda: looking.start(actor(), seen_by), STARTED.get(seen_by, ""))


@blueprint.post("/looking/wishes")
def refine() -> ResponseReturnValue:
    sent = request.form

    def say() -> None:
        looking.refine(
            actor(),
            sent.get("seen_by", ""),
            sent.get("part", ""),
            sent.get("interests", ""),
            "goes_on" in sent,
        )

    return _act(say, phrase("Noted."))


@blueprint.post("/looking/end")
def stop() -> ResponseReturnValue:
    return _act(lambda: looking.stop(actor()), phrase("You are not looking any more. Nobody is told."))


@blueprint.post("/looking/asks")
def ask() -> ResponseReturnValue:
    def send() -> Partnership | None:
        return asks.ask(actor(), request.form.get("person", 0, type=int), request.form.get("line", ""))

    return _act(send, phrase("Asked. You hear by mail when the answer is yes."))


@blueprint.post("/looking/asks/<int:colleague>/withdrawal")
def withdraw(colleague: int) -> ResponseReturnValue:
    return _act(lambda: asks.withdraw(actor(), colleague), phrase("Taken back."))


@blueprint.post("/looking/asks/<int:colleague>/acceptance")
def accept(colleague: int) -> ResponseReturnValue:
    return _act(lambda: asks.accept(actor(), colleague), "")


@blueprint.post("/looking/asks/<int:colleague>/aside")
def put_aside(colleague: int) -> ResponseReturnValue:
    return _act(lambda: asks.put_aside(actor(), colleague), phrase("Put aside. Nobody is told."))


def _act(do: Callable[[], Partnership | None], message: str) -> ResponseReturnValue:
    """Do something and say so on the page; where it made a partnership, on that one's."""
    access.require(actor(), "looking")
    try:
        made = do()
    except (InputError, ConflictError, NotFoundError) as error:
        return _page(error), status_of(error)
    tell(phrase("You are partners now. What comes next is a time for the two of you.") if made else message)
    return go(url_for("slots.show", partnership_id=made.id) if made else url_for("looking.show"))


def _page(error: UserError | None = None) -> str:
    me = actor()
    access.require(me, "looking")
    received, sent = asks.received(me), asks.sent(me)
    settled = {one.member.id for one in received} | {one.member.id for one in sent}
    rows = [row for row in looking.others(me) if row.membership_id not in settled]
    errors = words.field_errors(error) if error else {}
    return render_template(
        "looking/show.html",
        wish=looking.mine(me),
        received=received,
        fits=looking.fits_with(me, [one.member for one in received]),
        sent=sent,
        may_ask=len(sent) < asks.MOST_OPEN,
        most=asks.MOST_OPEN,
        colleagues=looking.colleagues(me, rows),
        how_well=how_well,
        parts=PARTS,
        longest=LONGEST_LINE,
        typed=request.form,
        errors=errors,
        faults=[(_field(name), text) for name, text in errors.items()],
    )


def _field(name: str) -> str:
    """The id of a field of the page, which has a line for each colleague."""
    return f"line-{request.form.get('person', '')}" if name == "line" else name
