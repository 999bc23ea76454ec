"""Setting a school up in the browser: a screen for each of five steps, in any order, and the end of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError, UserError
from coachsched.core.phrases import phrase, phrases
from coachsched.forms.typed import Typed
from coachsched.services import (
    access,
    calendars,
    drafts,
    first_pairs,
    roll,
    staff,
    starting,
    welcomes,
)
from coachsched.services.starting import CODES, Code, Step
from coachsched.store import partnerships as stored
from coachsched.store.imports import ImportDraft
from coachsched.views import words
from coachsched.views.errors import status_of
from coachsched.views.first_words import PAGES
from coachsched.views.guard import actor
from coachsched.views.htmx import go
from coachsched.views.messages import tell
from coachsched.views.setup import time_zones

blueprint = Blueprint("first_steps", __name__)
NAME_FIELD = "whose-"


@dataclass(frozen=True)
class Frame:
    """Where a screen stands among the five, and where it leads."""

    code: Code
    number: int
    steps: tuple[Step, ...]
    back: str
    onward: str

    @property
    def done(self) -> bool:
        return self.steps[self.number - 1].done


def frame(code: Code) -> Frame:
    """What the screen of a step shows of itself and the others."""
    place = CODES.index(code)
    steps = starting.steps_of(actor())
    around = ("", *(step.code for step in steps if not step.elsewhere), "ready")
    back, onward = around[place], around[place + 2]
    return Frame(
        code,
        place + 1,
        steps,
        url_for(PAGES[back]) if back else "",
        url_for(PAGES[onward]),
    )


@blueprint.get("/setup/next")
def resume() -> ResponseReturnValue:
    """On to whatever is missing first."""
    access.require(actor(), "imports")
    return go(url_for(PAGES[starting.next_code(actor())]))


@blueprint.get("/setup/school")
def school() -> str:
    file = calendars.current(actor())
    return _school(Typed({"name": [file.name], "timezone": [file.calendar.timezone]}))


@blueprint.post("/setup/school")
def rename_school() -> ResponseReturnValue:
    file = calendars.current(actor())
    form = Typed(request.form.to_dict(flat=False))
    name = form.words("name", phrase("Give the school its name."))
    zone = form.words("timezone", phrase("Name a time zone, such as Africa/Johannesburg."))
    try:
        form.check()
        calendars.save(actor(), calendars.of_settings(name, zone, file.settings))
    except InputError as error:
        if not form.faults:
            form.take(error.problems, lambda where: where if where == "name" else "timezone")
        return _school(form), 422
    return _waiting_file() or go(url_for(PAGES["timetable"]))


def _school(form: Typed) -> str:
    return render_template("setup/school.html", frame=frame("school"), form=form, zones=time_zones())


@blueprint.get("/setup/timetable")
def timetable() -> ResponseReturnValue:
    return _waiting_file() or _timetable()


def _waiting_file() -> ResponseReturnValue | None:
    """On to the timetable that was brought already."""
    waiting = next((one for one in drafts.mine(actor()) if one.kind == "timetable"), None)
    return go(url_for("imports.show", draft_id=waiting.id)) if waiting else None


@blueprint.post("/setup/timetable")
def bring_timetable() -> ResponseReturnValue:
    try:
        draft = _upload("")
    except InputError as error:
        return _timetable(error), 422
    if draft.kind == "people":
        said = phrase("That file is a list of people, so here it is as one. The timetable can still follow.")
        tell(said)
    # Where scripts run, the page comes at once and shows how far the reading has come.
    waits = draft.kind == "timetable" and request.form.get("scripts") == "1"
    return go(url_for("imports.show", draft_id=draft.id, reading=1 if waits else None))


def _timetable(error: InputError | None = None) -> str:
    access.require(actor(), "imports")
    return render_template(
        "setup/timetable.html",
        frame=frame("timetable"),
        problems=error.problems if error else (),
        in_force=starting.all_steps(actor().school)[1].done,
    )


def _upload(kind: str) -> ImportDraft:
    """What was chosen, else what was pasted."""
    file = request.files.get("file")
    if file and file.filename:
        return drafts.upload(actor(), file.filename, file.read(), kind)
    return drafts.upload(actor(), "", request.form.get("text", "").encode(), kind)


@blueprint.get("/setup/people")
def people() -> str:
    return _people()


@blueprint.post("/setup/people")
def bring_people() -> ResponseReturnValue:
    try:
        draft = _upload("people")
    except InputError as error:
        return _people(error), 422
    return go(url_for("imports.show", draft_id=draft.id))


@blueprint.post("/setup/people/names")
def name_people() -> ResponseReturnValue:
    """Whose the names are that the timetable knows and nobody has."""
    given = {
        key.removeprefix(NAME_FIELD): value
        for key, value in request.form.items()
        if key.startswith(NAME_FIELD)
    }
    try:
        count = roll.name_them(actor(), given)
    except InputError as error:
        return _people(error, given), 422
    tell(phrases("One more is in the timetable.", "%(n)s more are in the timetable.", count))
    return go(url_for(PAGES["people"]))


@blueprint.post("/setup/invitations")
def invite() -> ResponseReturnValue:
    """The first mail to everybody who has not had one."""
    try:
        told = welcomes.invite(
            actor(),
            again=False,
            at_once=request.form.get("when") != "hours",
            into_folder=request.form.get("folder") == "1",
        )
    except ConflictError as error:
        return _people(error), 409
    tell(phrases("One mail is on its way.", "%(n)s mails are on their way.", told))
    return go(url_for(PAGES["people"]))


def _people(error: UserError | None = None, given: dict[str, str] | None = None) -> str:
    everybody = staff.everybody(actor())
    found = roll.roll(actor().school)
    invitations = welcomes.invitations(actor())
    first = (*invitations.untold, *invitations.told)[:1]
    return render_template(
        "setup/people.html",
        frame=frame("people"),
        problems=error.problems if isinstance(error, InputError) else (),
        conflict=str(error) if isinstance(error, ConflictError) else "",
        members=everybody,
        roll=found,
        whose=[
            ("", phrase("Nobody of the list")),
            *((one.person.email, one.person.name) for one in (*found.unknown, *found.known)),
        ],
        given=given or {},
        field=NAME_FIELD,
        invitations=invitations,
        reader=first[0] if first else None,
        letter=welcomes.letter(actor(), first[0]) if first else None,
        in_force=starting.all_steps(actor().school)[1].done,
    )


@blueprint.get("/setup/partnerships")
def pairs() -> str:
    return _pairs()


@blueprint.post("/setup/partnerships")
def make_pairs() -> ResponseReturnValue:
    chosen = request.form.getlist("pair")
    two = [request.form.get(name, "") for name in ("one", "other")]
    try:
        made = first_pairs.make(actor(), [*chosen, "-".join(two)] if any(two) else chosen)
    except InputError as error:
        return _pairs(error), status_of(error)
    tell(phrases("The first partnership begins.", "%(n)s partnerships begin.", made))
    # A coordinator pairs people too, and has no school to set up.
    return go(url_for(PAGES["ready"] if access.may_see(actor(), "imports") else "board.show"))


def _pairs(error: InputError | None = None) -> str:
    partners = staff.partners(actor())
    try:
        suggested, why = first_pairs.suggest(actor()), ""
    except InputError as nothing:
        suggested, why = [], " ".join(one.remedy for one in nothing.problems)
    return render_template(
        "setup/partnerships.html",
        frame=frame("partnerships") if access.may_see(actor(), "imports") else None,
        errors=[("", words.sentence(str(one).removeprefix("pair: "))) for one in error.problems]
        if error
        else [],
        suggested=suggested,
        why=why,
        ticked=request.form.getlist("pair") if error else [one.key for one in suggested[:1]],
        staff=[("", phrase("Choose")), *((one.person_id, one.person.name) for one in partners)],
        given=request.form,
        anybody=len(partners) > 1,
        made=stored.is_any(actor().school),
    )


@blueprint.get("/setup/ready")
def ready() -> str:
    access.require(actor(), "imports")
    return render_template(
        "setup/ready.html",
        steps=starting.steps_of(actor()),
        invitations=welcomes.invitations(actor()),
        pairs=len(stored.partners(actor().school)),
    )
