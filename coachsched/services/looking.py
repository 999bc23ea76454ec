"""Looking for a partner: one click to say so, and who else does, with how well the timetables fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from coachsched.core.errors import InputError, Problem
from coachsched.core.fit import Fit, Fits
from coachsched.core.looking import PARTS, SEEN_BY, Part, SeenBy, read_line
from coachsched.core.phrases import phrase
from coachsched.core.slots import bookable_dates
from coachsched.services import access, clock
from coachsched.services.sealing import vault
from coachsched.services.unit import transaction
from coachsched.store import assignments, diaries, partnerships, people, schools, session
from coachsched.store import looking as stored
from coachsched.store.looking import Looking
from coachsched.store.people import Membership
from coachsched.store.vault import UnreadableError

# How far ahead timetables are compared: two weeks of school, from the first day times are offered on.
SCHOOL_DAYS = 10


@dataclass(frozen=True)
class Wish:
    """What somebody who looks said of it. ``interests`` is empty where nothing is said."""

    seen_by: SeenBy
    part: Part = "either"
    interests: str = ""
    goes_on: bool = False


@dataclass(frozen=True)
class Colleague:
    """Somebody who looks, as a colleague who looks too sees them.

    ``fits`` are the reader's visits to them, and theirs to the reader; None where one of the two has no
    timetable.
    """

    member: Membership
    wish: Wish
    fits: tuple[Fit, Fit] | None


def mine(actor: Membership) -> Wish | None:
    """What the actor said of their looking; None while they do not look."""
    return wish_of(stored.of(actor))


def wish_of(row: Looking | None) -> Wish | None:
    """A row in words, its interests opened."""
    if row is None:
        return None
    return Wish(cast(SeenBy, row.seen_by), cast(Part, row.part), _interests(row), row.goes_on)


def start(actor: Membership, seen_by: str) -> None:
    """Say that the actor looks, or who may know it; the rest stays as it was. Raises InputError."""
    with transaction():
        _row(actor, seen_by)


def refine(actor: Membership, seen_by: str, part: str, interests: str, goes_on: bool) -> None:
    """Say what the actor would like; raises InputError naming the fields."""
    if part not in PARTS:
        raise InputError(
            Problem("part", phrase("nothing is chosen yet."), phrase("Choose one of the three."))
        )
    line = read_line(interests, "interests")
    with transaction():
        row = _row(actor, seen_by)
        row.part, row.goes_on = part, goes_on
        row.sealed_interests = vault().seal(line) if line else None


def stop(actor: Membership) -> None:
    """Look no longer; whom the actor asked is not asked any more, and nobody is told."""
    access.require(actor, "looking")
    with transaction():
        stored.stop([actor.id])


def others(actor: Membership) -> list[Looking]:
    """The colleagues the actor can find and ask, by name: none unless the actor looks too."""
    if stored.of(actor) is None:
        return []
    never = kept_from(actor) | partnerships.partners_of(actor.school, actor.person_id)
    return [
        row
        for row in everybody_at(actor)
        if row.seen_by == "colleagues"
        and row.membership_id != actor.id
        and row.membership.person_id not in never
    ]


def kept_from(actor: Membership) -> set[int]:
    """The people whom the coordinator does not want brought together with the actor."""
    return {
        rule.other_id if rule.person_id == actor.person_id else rule.person_id
        for rule in assignments.rules(actor.school)
        if rule.kind == "apart" and actor.person_id in (rule.person_id, rule.other_id)
    }


def colleagues(actor: Membership, rows: Sequence[Looking]) -> list[Colleague]:
    """Some who look as the actor sees them, whose timetable fits best first."""
    fits = fits_with(actor, [row.membership for row in rows])
    found = [Colleague(row.membership, cast(Wish, wish_of(row)), fits.get(row.membership_id)) for row in rows]
    return sorted(found, key=lambda one: -sum(fit.debriefed for fit in one.fits or ()))


def fits_with(actor: Membership, members: Sequence[Membership]) -> dict[int, tuple[Fit, Fit]]:
    """The actor's visits to each, and theirs to the actor, in the coming school days; by membership."""
    known = [member for member in members if member.teacher and actor.teacher]
    if not known:
        return {}
    time = schools.school_time(actor.school)
    first, _ = bookable_dates(time.calendar, time.rules, clock.today(actor.school.timezone))
    days = time.calendar.next_school_days(first - timedelta(days=1), SCHOOL_DAYS)
    found = diaries.diaries((actor, *known), clock.now())
    fits = Fits(time.calendar, time.timetable, time.rules, found, days)
    return {member.id: fits.both(actor.person_id, member.person_id) for member in known}


def for_coordinator(actor: Membership) -> list[tuple[Membership, Part]]:
    """Who looks, and in which part, by name: all that a coordinator sees. Raises ForbiddenError."""
    access.require(actor, "lookers")
    return [(row.membership, cast(Part, row.part)) for row in everybody_at(actor)]


def everybody_at(actor: Membership) -> list[Looking]:
    """All at the actor's school who look, whoever may know it."""
    return [row for row in stored.at_school(actor.school) if "teacher" in row.membership.roles]


def _row(actor: Membership, seen_by: str) -> Looking:
    """The actor's row, made where there is none yet, inside the caller's transaction."""
    access.require(actor, "looking")
    if seen_by not in SEEN_BY:
        raise InputError(
            Problem("seen_by", phrase("nothing is chosen yet."), phrase("Choose who may know that you look."))
        )
    # Two clicks at once take turns.
    people.hold([actor.person_id])
    row = stored.of(actor)
    if row is None:
        row = Looking(membership_id=actor.id, seen_by=seen_by)
        session.add(row)
    row.seen_by = seen_by
    return row


def _interests(row: Looking) -> str:
    try:
        return vault().open(row.sealed_interests) if row.sealed_interests else ""
    except UnreadableError:
        return ""
