"""A new school's days and periods, taken from its timetable's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from coachsched.core.calendar import Bell, Calendar, Rotation
from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.starting import KnownDay, first_rotation, guessed_bell, with_time_around
from coachsched.importers.bells import bell_of
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import TimetableFile
from coachsched.services import access, calendars, clock, drafts
from coachsched.store import schools
from coachsched.store.imports import ImportDraft
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class FirstDays:
    """What a file's days and periods would be at the school; ``told`` says whether it knows their times."""

    rotation: Rotation
    bell: Bell
    told: bool


def are_wanted(school: School) -> bool:
    """Whether a file's days and periods could become the school's: it has none of its own yet."""
    return not schools.school_time(school).calendar.bells


def of_draft(actor: Membership, draft: ImportDraft) -> FirstDays:
    """What an uploaded file says of days and periods; raises InputError where it says nothing."""
    access.require(actor, "imports")
    encoding, format_ = (draft.choices.get(name) or None for name in ("encoding", "format"))
    return of_file(actor.school, draft.data, draft.file_name, format_, encoding)


def of_file(
    school: School, data: bytes, name: str, format_: str | None = None, encoding: str | None = None
) -> FirstDays:
    """The same of any file; times that are not told are guessed."""
    calendar = schools.school_time(school).calendar
    file = read_timetable(data, name, format_, encoding, calendar)
    if not file.days or not file.periods:
        raise InputError(Problem(name, phrase("names no days and periods."), phrase("Type them in instead.")))
    anchor = min((term.start for term in calendar.terms), default=clock.today(calendar.timezone))
    known = [KnownDay(day.name, day.weekday, day.week_number) for day in file.days]
    rotation = first_rotation(known, anchor, calendar.rotation.weekdays)
    told = bell_of(file)
    return FirstDays(rotation, with_time_around(told) if told else _guessed(file), told is not None)


def _guessed(file: TimetableFile) -> Bell:
    """A usual day, for a file that tells no times. Where it has breaks alone, they are its lessons."""
    breaks = {period.name for period in file.periods if period.kind == "break"}
    names = [period.name for period in file.periods]
    return guessed_bell(names, breaks if breaks < {*names} else ())


def take(actor: Membership, draft_id: int, found: FirstDays) -> Calendar:
    """Make these the actor's school's own; raises as ``put``, and NotFoundError without the draft."""
    drafts.own(actor, draft_id)
    access.require(actor, "school_calendar")
    return put(actor.school, found)


def put(school: School, found: FirstDays) -> Calendar:
    """Make them the school's own. Raises ConflictError where it has bells already, InputError."""
    if not are_wanted(school):
        raise ConflictError(phrase("Your school has its bells already; a file changes them no more."))
    calendars.make(
        school,
        calendars.of_calendar(lambda old: replace(old, rotation=found.rotation, bells=(found.bell,))),
    )
    return schools.school_time(school).calendar


def changed(
    found: FirstDays, bell: Bell | None, anchor: date | None, weekdays: Sequence[int] = ()
) -> FirstDays:
    """With what somebody corrected: when the bells ring, which date is the first day, and school weekdays.

    Weekdays that are themselves the days of the timetable are not changed.
    """
    rotation = replace(found.rotation, anchor=anchor or found.rotation.anchor)
    if weekdays and rotation.mode == "count":
        rotation = replace(rotation, weekdays=tuple(weekdays))
    return replace(found, rotation=rotation, bell=bell or found.bell)
