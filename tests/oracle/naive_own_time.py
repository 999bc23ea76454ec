"""A person's own word, sites and school weeks, read plainly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fnmatch import fnmatchcase

from coachsched.core.calendar import Day
from coachsched.core.commitments import Commitment

from .naive_calendar import ONE_DAY
from .naive_rows import plain, same


def holds(one: Commitment, day: Day, period: str) -> bool:
    """Whether a commitment says something of a period of a day."""
    if one.label is not None and (day.cycle_day is None or not same(one.label, day.cycle_day)):
        return False
    if one.period is not None and not same(one.period, period):
        return False
    begun = one.first is None or one.first <= day.date
    over = one.last is not None and one.last < day.date
    return begun and not over


def kinds_with_own_word(kinds: set[str], own: set[str]) -> set[str]:
    """Opened time is protected by nobody; where the timetable protected it, it is release time."""
    if "opened" not in own:
        return kinds | own
    opened = {"release" if kind == "protected" else kind for kind in kinds}
    return opened | (own - {"opened", "protected"})


def one_site(room: str, sites: Sequence[tuple[str, Sequence[str]]]) -> str | None:
    """The one site at which all rooms of known site lie."""
    found = []
    for name in room.split("+"):
        for site, patterns in sites:
            if name.strip() and any(fnmatchcase(plain(name), plain(pattern)) for pattern in patterns):
                found.append(site)
                break
    return found[0] if found and found.count(found[0]) == len(found) else None


def week_of(on: date, first_weekday: int) -> date:
    """The day on which the school week of a date begins."""
    while on.weekday() != first_weekday:
        on -= ONE_DAY
    return on
