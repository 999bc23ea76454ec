"""A colleague's question from a mail: partners? Yes with one button, or let it lie. No password."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coachsched.core import options
from coachsched.core.errors import ConflictError, UserError
from coachsched.core.looking import how_well
from coachsched.services import asks, links, looking
from coachsched.store import partnerships
from coachsched.views import words
from coachsched.views.language import of_own_link

blueprint = Blueprint("asks", __name__)


@blueprint.get("/asks/<token>")
def show(token: str) -> str:
    return _page(token)


@blueprint.post("/asks/<token>/acceptance")
def accept(token: str) -> ResponseReturnValue:
    member, asker = links.read_ask(token)
    try:
        asks.accept(member, asker.id)
    except ConflictError as error:
        return _page(token, error), 409
    return _page(token)


@blueprint.post("/asks/<token>/aside")
def put_aside(token: str) -> ResponseReturnValue:
    member, asker = links.read_ask(token)
    asks.put_aside(member, asker.id)
    return _page(token)


def _page(token: str, error: UserError | None = None) -> str:
    member, asker = links.read_ask(token)
    of_own_link(member)
    standing = asks.standing(member, asker)
    fits = looking.fits_with(member, [asker]).get(asker.id) if standing == "asked" else None
    return render_template(
        "asks/show.html",
        token=token,
        member=member,
        asker=asker,
        standing=standing,
        partnership=partnerships.going_on_with(member.school, (member.person_id, asker.person_id)),
        part=asks.part_of(asker),
        fits=fits,
        well=how_well(fits) if fits else "",
        school_name=member.school.name,
        say=options.words(member.school.settings),
        errors=words.faults(error) if error else [],
    )
