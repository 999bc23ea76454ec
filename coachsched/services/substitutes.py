"""Somebody from outside who takes a class: known by name, without an account (design 3, cover)."""

from __future__ import annotations

from coachsched.core import options
from coachsched.core.cover import obstacles
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.labels import teacher_key
from coachsched.core.phrases import phrase, together
from coachsched.services import budgets, clock, cover_entries
from coachsched.store import cover, schools
from coachsched.store.cover import CoverRequest
from coachsched.store.half_days import HalfDay

LONGEST_NAME = 60


def named(text: str) -> str:
    """A name as it is kept; raises InputError where there is none."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        what = phrase("it is too long or unreadable.") if name else phrase("nobody is named yet.")
        raise InputError(
            Problem("name", what, phrase("Write a name of at most %(n)s characters.", n=LONGEST_NAME))
        )
    return name


def approve(request: CoverRequest, by: str | HalfDay, fund: str = "") -> None:
    """Let somebody from outside take a class that is asked for, inside the caller's transaction.

    They are known by name, or by the half-day for which they are paid.

    Raises ConflictError where the school's rules, its budget or another class stand against it.
    """
    school = schools.hold(request.school_id)
    assert school is not None, "a request belongs to a school"
    rules, calendar = options.cover_rules(school.settings), schools.school_time(school).calendar
    out = [cover.wanted(one) for one in cover.of_school(school, request.date, request.date) if one.is_taken]
    today = clock.today(school.timezone)
    if found := obstacles(rules, calendar, cover.wanted(request), out, today):
        raise ConflictError(together(one.words for one in found))
    half_day = by if isinstance(by, HalfDay) else None
    paid_from = budgets.check(request, half_day.fund if half_day else fund)
    enter(request, half_day.covered_by if half_day else str(by))
    request.half_day_id = half_day.id if half_day else None
    request.fund, request.state, request.answered_at = paid_from, "approved", clock.now()


def enter(request: CoverRequest, name: str) -> None:
    """Write down who takes the class in the place of a colleague; raises ConflictError for two at a time."""
    others = cover.by_outsiders(request.school_id, request.start_at, request.end_at)
    if any(one.id != request.id and teacher_key(one.covered_by) == teacher_key(name) for one in others):
        raise ConflictError(
            phrase("%(who)s takes another class at that time. Please name somebody else.", who=name)
        )
    cover_entries.release(request)
    request.covering, request.covered_by = None, name
