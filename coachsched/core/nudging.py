"""Which quiet partnerships get a nudge on a day: few, and alike for both partners (design 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coachsched.core.calendar import Calendar


@dataclass(frozen=True)
class Caps:
    """One nudge a partnership in ``every`` school days, ``per_week`` a person in a school week, at most."""

    every: int = 10
    per_week: int = 2


@dataclass(frozen=True)
class Quiet:
    """A partnership that is quiet on the day asked about, since ``school_days``.

    ``people`` are those a nudge would go to, which leaves out who wants none; ``nudged`` is the date of its
    last one.
    """

    id: int
    people: tuple[int, ...]
    school_days: int
    nudged: date | None = None


USUAL = Caps()


def due(
    quiet: Iterable[Quiet],
    on: date,
    calendar: Calendar,
    this_week: Mapping[int, int],
    caps: Caps = USUAL,
) -> list[Quiet]:
    """Those to nudge on a date, longest quiet first; none on a date without school.

    ``this_week`` says how many nudges each person has had since the school week of ``on`` began. Where one
    partner has had enough, neither gets another.
    """
    if not calendar.day(on).open:
        return []
    had = Counter(this_week)
    found = []
    for one in sorted(quiet, key=lambda one: (-one.school_days, one.id)):
        if _may(one, on, calendar, caps) and all(had[person] < caps.per_week for person in one.people):
            had.update(one.people)
            found.append(one)
    return found


def begins_week(on: date, calendar: Calendar) -> bool:
    """Whether a date is the first school day of its school week."""
    opens = calendar.school_days(calendar.rotation.week_start(on), on)
    return bool(opens) and opens[0].date == on


def _may(one: Quiet, on: date, calendar: Calendar, caps: Caps) -> bool:
    rested = one.nudged is None or calendar.school_days_between(one.nudged, on) >= caps.every
    return bool(one.people) and rested
