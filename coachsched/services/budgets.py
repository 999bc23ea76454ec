"""The budget for cover: what a term has left, and that nothing is approved beyond it (design 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from coachsched.core import options
from coachsched.core.budget import Budget, Covered, Line, Over, Span, span_of
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.funds import Fund
from coachsched.core.phrases import phrase
from coachsched.core.slots import Slot
from coachsched.services import access, clock
from coachsched.store import budgets as stored
from coachsched.store import schools
from coachsched.store.budgets import CoverRequest
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School

USED_UP: dict[Over, str] = {
    "school": phrase(
        "This term's release is used up. Choose another fund, or have the amount raised in the settings."
    ),
    "partnership": phrase(
        "The share of those concerned is used up this term. "
        "Choose another fund, or have the amount raised in the settings."
    ),
}


STILL: dict[Over, str] = {
    "school": phrase("This term's release is used up; it can still be asked for."),
    "partnership": phrase("This term's release for your partnership is used up; it can still be asked for."),
}
STILL_WITH_ASKED: dict[Over, str] = {
    "school": phrase(
        "With what is asked for already, this term's release is used up; it can still be asked for."
    ),
    "partnership": phrase(
        "With what is asked for already, this term's release for your partnership is used up; "
        "it can still be asked for."
    ),
}
ASKED: dict[Over, str] = {
    "school": phrase("It is asked for, though this term's release is used up."),
    "partnership": phrase("It is asked for, though this term's release for your partnership is used up."),
}


def funds(school: School) -> tuple[str, ...]:
    """What cover is paid from, in the order it is drawn on; nothing where no budget is kept."""
    return tuple(fund.name for fund in options.funds(school.settings))


def state(school: School, on: date) -> Budget:
    """What the term of a date has used, asked for and left."""
    term = span_of(schools.school_time(school).calendar.terms, on)
    named, unit = options.funds(school.settings), options.with_defaults(school.settings)["budget_unit"]
    return Budget(term, named, unit, stored.covers(school, term) if named else ())


def of_terms(actor: Membership) -> list[Budget]:
    """The budgets of this term, of those ahead, and of those before in which there was cover.

    Raises ForbiddenError.
    """
    access.require(actor, "budget")
    school = actor.school
    now, calendar = clock.today(school.timezone), schools.school_time(school).calendar
    dates = [now, *sorted(term.start for term in calendar.terms)]
    # Terms that begin on one day have one budget.
    found = {budget.term: budget for budget in (state(school, on) for on in dates)}
    return [one for one in found.values() if one.term.last >= now or one.covers]


def check(request: CoverRequest, fund: str = "") -> str:
    """The fund a request is approved from: the one chosen, else the first that has enough left.

    Called inside the transaction that approves it, and before: the school is held until the commit, so that
    of two approvals at once the second knows of the first. Raises ConflictError where there is not enough
    left, InputError for a fund there is not. The answer is empty where no budget is kept.
    """
    school = schools.hold(request.school_id)
    assert school is not None, "a request belongs to a school"
    budget, cover = state(school, request.date), stored.counted(request)
    chosen = _named(budget.funds, fund) if fund else budget.first_fit(cover)
    if whose := budget.over(cover, chosen):
        raise ConflictError(USED_UP[whose])
    return chosen.name if chosen else ""


def check_several(school: School, on: date, more: Sequence[tuple[int, int]], fund: str = "") -> None:
    """Whether so many lessons could be approved, each given by its minutes and partnership's number.

    All are in the term of a date. Raises ConflictError where there is not enough left, InputError for a fund
    there is not.
    """
    budget = state(school, on)
    covers = [Covered("asked", minutes, partnership=partnership) for minutes, partnership in more]
    if whose := budget.short(covers, _named(budget.funds, fund) if fund else None):
        raise ConflictError(USED_UP[whose])


def over(school: School, requests: Iterable[CoverRequest]) -> dict[int, str]:
    """What whoever arranges cover is told of open requests that no fund has enough for, by their number.

    It names neither partnership nor partner.
    """
    terms = schools.school_time(school).calendar.terms
    budgets: dict[Span, Budget] = {}
    found = {}
    for request in requests:
        term = span_of(terms, request.date)
        if term not in budgets:
            budgets[term] = state(school, request.date)
        if whose := budgets[term].over(stored.counted(request)):
            found[request.id] = USED_UP[whose]
    return found


def lines_for_slots(school: School, partnership_id: int, slots: Iterable[Slot]) -> list[str]:
    """What a partner is told who looks at times that need cover, of each term in which too little is left.

    It is said where not even the time that needs least would fit.
    """
    terms = schools.school_time(school).calendar.terms
    least: dict[Span, Slot] = {}
    for slot in sorted((one for one in slots if one.needs), key=lambda one: len(one.needs)):
        least.setdefault(span_of(terms, slot.visit.date), slot)
    lines = []
    for slot in least.values():
        minutes = [need.end - need.start for need in slot.needs]
        lines.append(line_for_proposer(school, partnership_id, slot.visit.date, minutes))
    return list(dict.fromkeys(filter(None, lines)))


def line_for_proposer(school: School, partnership_id: int, on: date, minutes: Iterable[int]) -> str:
    """What a partner is told before asking for cover beyond what is left; empty where there is enough.

    ``minutes`` are those of each lesson to be covered, all of them in the term of one date.
    """
    budget = state(school, on)
    more = [Covered("asked", each, partnership=partnership_id) for each in minutes]
    if whose := budget.short(more):
        return STILL[whose]
    if whose := budget.with_asked().short(more):
        return STILL_WITH_ASKED[whose]
    return ""


def line_for_asked(school: School, requests: Sequence[CoverRequest]) -> str:
    """What partners are told of cover they have asked for and that too little is left for; else empty."""
    asked = [one for one in requests if one.state == "asked"]
    whose = state(school, asked[0].date).short(map(stored.counted, asked)) if asked else None
    return ASKED[whose] if whose else ""


def shares(partnership: Partnership) -> tuple[Budget, list[Line]]:
    """What one partnership has used of its share this term, for its own partners."""
    school = partnership.school
    budget = state(school, clock.today(school.timezone))
    return budget, budget.shares(partnership.id)


def _named(among: Iterable[Fund], name: str) -> Fund:
    found = next((fund for fund in among if fund.name == name), None)
    if found is None:
        raise InputError(
            Problem(
                "fund", phrase('there is no fund "%(name)s".', name=name), phrase("Choose one of the list.")
            )
        )
    return found
