"""A new school's first steps: what is missing, and its days and periods taken from a timetable file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from coachsched.core.calendar import Bell, Calendar
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.starting import KnownDay, first_rotation, guessed_bell, with_time_around
from coachsched.importers.bells import bell_of
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import TimetableFile
from coachsched.services import access, calendars, clock, drafts
from coachsched.store import partnerships, people, schools
from coachsched.store.people import Membership

SOME_TEACHERS = 2


@dataclass(frozen=True)
class Step:
    """One thing a school needs before anybody can be offered a time.

    ``draft_id`` is the file that waits to be put in force.
    """

    code: Literal["bells", "terms", "people", "timetable", "partnership"]
    done: bool
    draft_id: int | None = None


def steps(actor: Membership) -> tuple[Step, ...]:
    """The steps of a school that is being put in, for whoever does it; none for others, or at the end."""
    if not access.may_see(actor, "imports"):
        return ()
    school = actor.school
    calendar = schools.school_time(school).calendar
    found = (
        Step("bells", bool(calendar.bells)),
        Step("terms", bool(calendar.terms)),
        Step("people", sum(bool(one.teacher) for one in people.memberships(school)) >= SOME_TEACHERS),
        Step("timetable", bool(schools.versions(school)), _waiting(actor)),
        Step("partnership", partnerships.is_any(school)),
    )
    return () if all(step.done for step in found) else found


def is_under_way(actor: Membership) -> bool:
    """Whether the actor is still putting the school in: asked on every page, so by the last step alone."""
    return access.may_see(actor, "imports") and not partnerships.is_any(actor.school)


def _waiting(actor: Membership) -> int | None:
    return next((draft.id for draft in drafts.mine(actor) if draft.kind == "timetable"), None)


def wants_days_and_periods(actor: Membership) -> bool:
    """Whether a file's days and periods could become the school's: it has none of its own yet."""
    return not schools.school_time(actor.school).calendar.bells


def take_days_and_periods(actor: Membership, draft_id: int) -> Calendar:
    """Make the days and periods of an uploaded timetable the school's own; times not told are guessed.

    Raises ConflictError where the school has bells already, InputError for a file that cannot be read.
    """
    draft = drafts.own(actor, draft_id)
    if not wants_days_and_periods(actor):
        raise ConflictError("Your school has its bells already; a file changes them no more.")
    calendar = schools.school_time(actor.school).calendar
    encoding, format_ = (draft.choices.get(name) or None for name in ("encoding", "format"))
    file = read_timetable(draft.data, draft.file_name, format_, encoding, calendar)
    if not file.days or not file.periods:
        raise InputError(Problem(draft.file_name, "names no days and periods.", "Type them in instead."))
    anchor = min((term.start for term in calendar.terms), default=clock.today(calendar.timezone))
    rotation = first_rotation([KnownDay(day.name, day.weekday, day.week_number) for day in file.days], anchor)
    bell = _bell(file)
    calendars.save(actor, calendars.of_calendar(lambda old: replace(old, rotation=rotation, bells=(bell,))))
    return schools.school_time(actor.school).calendar


def _bell(file: TimetableFile) -> Bell:
    told = bell_of(file)
    return with_time_around(told) if told else guessed_bell([period.name for period in file.periods])
