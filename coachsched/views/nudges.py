"""A nudge from a mail: take one of the times, or let it rest. One button each, no password."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase
from coachsched.services import clock, links, signs, ways_back
from coachsched.services.ways_back import Taken
from coachsched.store import partnerships
from coachsched.store.people import Membership
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.forms import date_of
from coachsched.views.language import of_own_link

blueprint = Blueprint("nudges", __name__)

DONE: dict[Taken, str] = {
    "booked": phrase("Booked. The invitation for each calendar is on its way."),
    "sent": phrase("Sent. You will hear by mail; nothing more to do for you."),
}


@blueprint.get("/nudges/<token>")
def show(token: str) -> str:
    return _page(token)


@blueprint.post("/nudges/<token>/time")
def take(token: str) -> ResponseReturnValue:
    def act(member: Membership, partnership_id: int) -> str:
        return DONE[ways_back.take(member, partnership_id, request.form.get("time", ""))]

    return _act(token, act)


@blueprint.post("/nudges/<token>/pause")
def pause(token: str) -> ResponseReturnValue:
    def act(member: Membership, partnership_id: int) -> str:
        until = date_of("until") if "until" in request.form else ways_back.rests_until(member)
        signs.pause(member, partnership_id, until or date_of("until"))
        return phrase("Resting. Nobody is reminded until then.")

    return _act(token, act)


def _act(token: str, act: Callable[[Membership, int], str]) -> ResponseReturnValue:
    member, partnership = links.read_nudge(token)
    try:
        done = act(member, partnership.id)
    except (InputError, ConflictError) as error:
        return _page(token, error), status_of(error)
    return _page(token, done=done)


def _page(token: str, error: UserError | None = None, done: str = "") -> str:
    member, partnership = links.read_nudge(token)
    of_own_link(member)
    wanted = request.values.get("time", "")
    way = None if done else ways_back.way_back(member, partnership, wanted)
    members = partnerships.member_rows(partnership)
    return render_template(
        "nudges/show.html",
        token=token,
        member=member,
        partnership=partnership,
        others=[one.person.name for one in members if one.person_id != member.person_id],
        way=way,
        asked=next((one for one in way.times if one.key == wanted), None) if way else None,
        wanted=wanted,
        today=clock.today(member.school.timezone),
        rests_until=ways_back.rests_until(member) if way else None,
        school_name=member.school.name,
        say=options.words(member.school.settings),
        errors=words.faults(error) if error else [],
        field_errors=words.field_errors(error) if error else {},
        done=done,
    )
