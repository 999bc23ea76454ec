"""Running the school's calendar: what a change would do, and doing it. Whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from coachsched.core.calendar import Calendar
from coachsched.core.calendar_changes import DayChange, day_changes
from coachsched.core.calendar_checks import check_calendar
from coachsched.core.calendar_edits import in_order
from coachsched.core.errors import ConflictError, InputError, NotFoundError, Problem
from coachsched.core.options import check_settings
from coachsched.core.phrases import phrase
from coachsched.importers.school_toml import SchoolFile
from coachsched.services import access, schools
from coachsched.services.recheck import Broken, look_at
from coachsched.services.unit import transaction
from coachsched.store import schools as stored
from coachsched.store.people import Membership, School

# From what the school is to what it shall be; handed the school as it is at that moment.
Change = Callable[[SchoolFile], SchoolFile]


@dataclass(frozen=True)
class Breaking:
    """A booked meeting that a change would break: its kind and place in the calendar, and nobody's name."""

    kind: str
    date: date
    period: str
    called_off: bool
    stays: bool = False


@dataclass(frozen=True)
class Preview:
    """What a change would do; ``after`` is the whole calendar as it would be."""

    after: Calendar
    days: list[DayChange]
    breaking: list[Breaking]
    changes_anything: bool


def of_calendar(edit: Callable[[Calendar], Calendar]) -> Change:
    """A change that concerns the calendar alone."""
    return lambda file: replace(file, calendar=edit(file.calendar))


def of_settings(name: str, timezone: str, settings: Mapping[str, object]) -> Change:
    """A change of the school's name, time zone and settings."""
    return lambda file: replace(
        file,
        name=name,
        calendar=replace(file.calendar, timezone=timezone),
        settings=dict(settings),
    )


def current(actor: Membership) -> SchoolFile:
    """The school as it is, for whoever runs its calendar; raises ForbiddenError."""
    access.require(actor, "school_calendar")
    return schools.described(actor.school)


def as_toml(actor: Membership) -> str:
    """The actor's school as school.toml; raises ForbiddenError."""
    access.require(actor, "school_calendar")
    return schools.as_toml(actor.school)


def preview(actor: Membership, change: Change) -> Preview:
    """What a change would do, with nothing written; raises ForbiddenError, InputError."""
    access.require(actor, "school_calendar")
    return try_out(actor.school, change)


def try_out(school: School, change: Change) -> Preview:
    """The same for whoever was allowed to already."""
    before = schools.described(school)
    after = schools.plain(_judged(school, before, change))
    if after == before:
        return Preview(after.calendar, [], [], changes_anything=False)
    days = day_changes(before.calendar, after.calendar)
    found = look_at(school, stored.with_settings(school, after.calendar, after.settings))
    return Preview(after.calendar, days, _breaking(found.breaking), changes_anything=True)


def save(actor: Membership, change: Change, seen: str = "") -> list[Breaking] | None:
    """Make a change, and what booked meetings it broke; None where all was like that already.

    ``seen`` is the revision that was looked at. Raises ConflictError where the school has changed
    since, ForbiddenError, InputError.
    """
    access.require(actor, "school_calendar")
    return make(actor.school, change, seen)


def make(school: School, change: Change, seen: str = "") -> list[Breaking] | None:
    """The same for whoever was allowed to already."""
    with transaction():
        mine = _ours(school)
        if seen and mine.revision != seen:
            raise ConflictError(phrase("Somebody else has changed the school meanwhile. Please look again."))
        broken = schools.put(mine, _judged(mine, schools.described(mine), change))
        return None if broken is None else _breaking(broken)


def _ours(school: School) -> School:
    """The school, kept from other writers until the transaction ends."""
    found = stored.locked(school.id)
    if found is None:
        raise NotFoundError(phrase("There is no such school."))
    return found


def _judged(school: School, before: SchoolFile, change: Change) -> SchoolFile:
    """The school after a change, where nothing is wrong with it."""
    after = change(before)
    problems = [
        *_name_problems(school, after.name),
        *check_calendar(after.calendar, finished=bool(before.calendar.bells)),
        *_emptied(before.calendar, after.calendar),
        *check_settings(after.settings),
    ]
    if problems:
        raise InputError(problems)
    return replace(after, calendar=in_order(after.calendar))


def _name_problems(school: School, name: str) -> list[Problem]:
    if name == school.name or stored.school_named(name) is None:
        return []
    return [Problem("name", phrase("there is a school of this name already."), phrase("Choose another."))]


def _emptied(before: Calendar, after: Calendar) -> list[Problem]:
    """A school that has terms keeps one, for without any the file could not be read back."""
    if not before.terms or after.terms:
        return []
    return [Problem("term", phrase("there would be none left."), phrase("Keep one, and change its dates."))]


def _breaking(broken: list[Broken]) -> list[Breaking]:
    """The meetings a change broke, in order of time."""
    in_time = sorted(broken, key=lambda one: one.meeting.start_at)
    return [
        Breaking(one.meeting.kind, one.meeting.date, one.meeting.period, one.called_off, one.stays)
        for one in in_time
    ]
