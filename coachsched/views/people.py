"""The people of a school, for its administrator."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError
from coachsched.core.phrases import phrase, phrases
from coachsched.core.spelling import unaccented
from coachsched.services import bounced, deactivation, staff, welcomes
from coachsched.services.who_sees import ROLES
from coachsched.store.people import Membership
from coachsched.views import words
from coachsched.views.guard import actor
from coachsched.views.htmx import go, wants_fragment
from coachsched.views.messages import tell

blueprint = Blueprint("people", __name__)
FIELDS = ("name", "email", "teacher", "faculty")
# From so many on, somebody is looked for rather than seen.
MANY = 20
ROLE_NAMES = {
    "teacher": phrase("Teacher"),
    "coordinator": phrase("Coordinator"),
    "principal": phrase("Principal"),
    # L10N: the role of arranging who takes a colleague's class
    "cover": phrase("Cover"),
    "admin": phrase("Admin"),
}


@dataclass(frozen=True)
class Given:
    """What somebody typed of a new person."""

    name: str = ""
    email: str = ""
    teacher: str = ""
    faculty: str = ""
    roles: tuple[str, ...] = ("teacher",)


@blueprint.post("/people/<int:person_id>/bounce/clearance")
def clear_bounce(person_id: int) -> ResponseReturnValue:
    bounced.clear(actor(), person_id)
    tell(phrase("Cleared. If mail comes back again, it is marked again."))
    return go(url_for("people.show"))


@blueprint.post("/people/invitations")
def invite() -> ResponseReturnValue:
    try:
        told = welcomes.invite(actor(), into_folder=request.form.get("folder") == "1")
    except ConflictError as error:
        return _page(Given(), [("", str(error))]), 409
    tell(phrases("One mail is on its way.", "%(n)s mails are on their way.", told))
    return go(url_for("people.show"))


@blueprint.get("/people/<int:person_id>/deactivation")
def ask_deactivation(person_id: int) -> str:
    return _leaving(person_id)


@blueprint.post("/people/<int:person_id>/deactivation")
def deactivate(person_id: int) -> ResponseReturnValue:
    try:
        member = deactivation.deactivate(actor(), person_id, request.form.get("successor", ""))
    except InputError as error:
        return _leaving(person_id, words.faults(error)), 422
    except ConflictError as error:
        return _page(Given(), [("", str(error))]), 409
    tell(phrase("%(who)s's account is closed.", who=member.person.name))
    return go(url_for("people.show"))


@blueprint.post("/people/<int:person_id>/activation")
def activate(person_id: int) -> ResponseReturnValue:
    try:
        member = deactivation.activate(actor(), person_id)
    except ConflictError as error:
        return _page(Given(), [("", str(error))]), 409
    tell(phrase("%(who)s's account is open again.", who=member.person.name))
    return go(url_for("people.show"))


@blueprint.get("/people")
def show() -> str:
    return _page(Given(), find=request.args.get("find", "").strip())


@blueprint.post("/people")
def create() -> ResponseReturnValue:
    texts = {name: request.form.get(name, "") for name in FIELDS}
    given = Given(**texts, roles=tuple(request.form.getlist("role")))
    try:
        staff.add(actor(), given.name, given.email, given.teacher, given.faculty, given.roles)
    except InputError as error:
        return _page(given, words.faults(error)), 422
    tell(phrase("%(who)s is here now.", who=given.name.strip()))
    return go(url_for("people.show"))


def _page(given: Given, errors: list[tuple[str, str]] | None = None, find: str = "") -> str:
    everybody = staff.everybody(actor())
    return render_template(
        "people/_members.html" if wants_fragment() else "people/show.html",
        members=[one for one in everybody if _has(one, find)],
        all=len(everybody),
        many=MANY,
        find=find,
        never_in=len(welcomes.never_in(actor())),
        folder=welcomes.folder(),
        me=actor(),
        aliases=defaultdict(list, staff.other_names(actor())),
        roles=[(role, ROLE_NAMES[role]) for role in ROLES],
        given=given,
        errors=errors or [],
    )


def _has(member: Membership, text: str) -> bool:
    """Whether a text stands in what is shown of somebody, whatever its accents and capitals."""
    shown = (member.person.name, member.person.email, member.faculty, member.teacher)
    return any(unaccented(text) in unaccented(str(one or "")) for one in shown)


def _leaving(person_id: int, errors: list[tuple[str, str]] | None = None) -> str:
    member, others = deactivation.about(actor(), person_id)
    return render_template(
        "people/deactivation.html",
        member=member,
        heirs=[("", phrase("Nobody"))] + [(one.person.email, one.person.name) for one in others],
        handed=[role for role in deactivation.HANDED_OVER if role in member.roles],
        errors=errors or [],
    )
