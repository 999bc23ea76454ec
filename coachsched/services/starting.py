"""A new school's first steps: what each still needs, told exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from coachsched.core.calendar import Calendar
from coachsched.services import access, clock, drafts, welcomes
from coachsched.services.roll import roll
from coachsched.store import partnerships, people, schools
from coachsched.store.people import Membership, School
from coachsched.store.schools import SchoolTime

Code = Literal["school", "timetable", "terms", "people", "partnerships"]
CODES: tuple[Code, ...] = get_args(Code)
# What a step lacks. Of a timetable: its file, the school's days and periods, or only that it is put in force.
Missing = Literal[
    "", "file", "days", "force", "terms", "new_term", "people", "names", "invitations", "pair",
    "coordinator", "no_coordinator",
]  # fmt: skip
# What an administrator who is no coordinator cannot do on a screen of their own.
ELSEWHERE = frozenset({"coordinator", "no_coordinator"})
SOME_TEACHERS = 2


@dataclass(frozen=True)
class Step:
    """One thing a school needs before anybody can be offered a time.

    ``draft_id`` is the file that waits to be put in force; ``count`` how many people ``missing`` is about.
    """

    code: Code
    missing: Missing = ""
    count: int = 0
    draft_id: int | None = None

    @property
    def done(self) -> bool:
        return not self.missing

    @property
    def elsewhere(self) -> bool:
        """Whether somebody else does it."""
        return self.missing in ELSEWHERE


def steps(actor: Membership) -> tuple[Step, ...]:
    """Where the setting up of a school stands, for whoever does it; none for others, or at the end."""
    if not access.may_see(actor, "imports"):
        return ()
    found = steps_of(actor, _waiting(actor))
    return () if all(step.done for step in found) else found


def steps_of(actor: Membership, draft_id: int | None = None) -> tuple[Step, ...]:
    """Every step as the actor can take it: bringing people together is for coordinators."""
    *others, last = all_steps(actor.school, draft_id)
    if not last.done and not access.may_see(actor, "assignments"):
        there = people.anybody_as(actor.school, "coordinator")
        last = replace(last, missing="coordinator" if there else "no_coordinator")
    return (*others, last)


def all_steps(school: School, draft_id: int | None = None) -> tuple[Step, ...]:
    """Every step in order, the done ones too; ``draft_id`` is a timetable's file that waits."""
    time = schools.school_time(school)
    return (
        Step("school"),
        Step("timetable", _of_timetable(time, draft_id), draft_id=draft_id),
        Step("terms", _of_terms(time.calendar)),
        _people(school),
        Step("partnerships", "" if partnerships.is_any(school) else "pair"),
    )


def is_under_way(actor: Membership) -> bool:
    """Whether the actor is still putting the school in: asked on every page, so by the last step alone."""
    return access.may_see(actor, "imports") and not partnerships.is_any(actor.school)


def next_code(actor: Membership) -> Code | Literal["ready"]:
    """The first step that lacks something, for whoever comes back."""
    return next((step.code for step in steps(actor) if not step.done and not step.elsewhere), "ready")


def _of_timetable(time: SchoolTime, draft_id: int | None) -> Missing:
    if time.timetable.versions:
        return ""
    if draft_id is None:
        return "file"
    return "force" if time.calendar.bells else "days"


def _of_terms(calendar: Calendar) -> Missing:
    if not calendar.terms:
        return "terms"
    is_over = max(term.end for term in calendar.terms) < clock.today(calendar.timezone)
    return "new_term" if is_over else ""


def _people(school: School) -> Step:
    found = roll(school)
    if len(found.known) + len(found.unknown) < SOME_TEACHERS:
        return Step("people", "people")
    if len(found.known) < SOME_TEACHERS:
        return Step("people", "names", len(found.unknown))
    # Once there are partnerships, everybody is invited from the page of people.
    if partnerships.is_any(school) or welcomes.is_begun(school):
        return Step("people")
    return Step("people", "invitations", len(found.known) + len(found.unknown))


def _waiting(actor: Membership) -> int | None:
    return next((draft.id for draft in drafts.mine(actor) if draft.kind == "timetable"), None)
