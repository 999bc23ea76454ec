"""What a teacher's calendar leaves to be told: what is no part of the timetable, and how sure the rest is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coachsched.core.errors import Problem
from coachsched.core.patterns import Dated, Irregular, Pattern, Regular
from coachsched.importers.expanding import Occurrence
from coachsched.importers.lesson_titles import is_cancelled, read_title

_DATES_TOLD = 6
_MANY_RARE = 0.5


def left_out(pattern: Pattern, found: Sequence[Occurrence], zone: ZoneInfo, name: str) -> list[Problem]:
    """The events that are not in the timetable, each with why."""
    return [*_cancelled(found, zone, name), *out_of_pattern(pattern, name)]


def out_of_pattern(pattern: Pattern, name: str) -> list[Problem]:
    """The lessons that come back too rarely, and those at no time of the bell."""
    untimed = [
        Problem(f"{name}, {one.source} on {one.date.isoformat()}", "is at no time of that day's bell.")
        for one in pattern.no_period
    ]
    return [*(_too_rare(one, name) for one in pattern.irregular), *untimed]


def notes(pattern: Pattern, found: Sequence[Occurrence], name: str) -> list[Problem]:
    """How sure each lesson is, and what was not looked at."""
    return [
        *_sureness(pattern.regular, name),
        *_not_whole(pattern.regular, name),
        *_rotation_doubt(pattern, name),
        *not_looked_at(pattern, name),
        *_all_day(found, name),
        *_without_class(found, name),
    ]


def not_looked_at(pattern: Pattern, name: str) -> list[Problem]:
    """The events on days without school or without lessons."""
    found = (("without school", pattern.closed), ("without lessons", pattern.no_lessons))
    return [
        Problem(name, f"{len(events)} events on days {what} were not looked at{_span(events)}.")
        for what, events in found
        if events
    ]


def _cancelled(found: Sequence[Occurrence], zone: ZoneInfo, name: str) -> list[Problem]:
    gone = [one for one in found if not one.all_day and is_cancelled(one.status, one.summary)]
    return [
        Problem(
            f'{name}, "{one.summary}" on {one.start.astimezone(zone).date().isoformat()}', "is cancelled."
        )
        for one in gone
    ]


def _too_rare(one: Irregular, name: str) -> Problem:
    dates = [lesson.date.isoformat() for lesson in one.dates]
    more = f" and {len(dates) - _DATES_TOLD} more" if len(dates) > _DATES_TOLD else ""
    where = f"{name}, {one.dates[0].source}"
    what = f"is on {len(dates)} of the {one.of} dates of {one.label}, period {one.period}, too few to be the"
    return Problem(where, f"{what} timetable: {', '.join(dates[:_DATES_TOLD])}{more}.")


def _sureness(regular: Sequence[Regular], name: str) -> list[Problem]:
    every = sum(one.times == one.of for one in regular)
    what = f"{len(regular)} lessons come back, {every} of them on every date of their cycle day."
    return [
        Problem(name, what),
        *(
            Problem(_place(one, name), f"{_titled(one)} is on {one.times} of {one.of} dates.")
            for one in regular
            if one.times < one.of
        ),
    ]


def _not_whole(regular: Sequence[Regular], name: str) -> list[Problem]:
    what = "does not fill the school's lesson periods: busy then, with nothing to visit."
    touching = [one for one in regular if not one.whole and one.kind == "duty"]
    return [Problem(_place(one, name), f"{_titled(one)} {what}") for one in touching]


def _rotation_doubt(pattern: Pattern, name: str) -> list[Problem]:
    rare = sum(len(one.dates) for one in pattern.irregular)
    if rare <= _MANY_RARE * sum(one.times for one in pattern.regular):
        return []
    remedy = "Is the school's rotation right, and is this one timetable and not two?"
    return [Problem(name, f"{rare} events do not come back on the same cycle day.", remedy)]


def _all_day(found: Sequence[Occurrence], name: str) -> list[Problem]:
    count = sum(one.all_day for one in found)
    return [Problem(name, f"{count} all-day events are no lessons.")] if count else []


def _without_class(found: Sequence[Occurrence], name: str) -> list[Problem]:
    timed = [one for one in found if not one.all_day and not is_cancelled(one.status, one.summary)]
    titles = Counter(one.summary for one in timed if one.summary and not read_title(one.summary).sure)
    what = "names no class that can be told from its subject; all of it stands as the class."
    return [Problem(f'{name}, "{title}"', what) for title in titles]


def _place(one: Regular, name: str) -> str:
    return f"{name}, {one.label}, period {one.period}"


def _titled(one: Regular) -> str:
    return f'"{" ".join(dict.fromkeys(filter(None, (one.klass, one.subject))))}"'


def _span(events: Sequence[Dated]) -> str:
    dates = sorted({event.date.isoformat() for event in events})
    return f": {', '.join(dates)}" if len(dates) <= _DATES_TOLD else f", {dates[0]} to {dates[-1]}"
