"""What a teacher's calendar leaves to be told: what is no part of the timetable, and how sure the rest is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coachsched.core.errors import Problem
from coachsched.core.patterns import Dated, Irregular, Pattern, Regular
from coachsched.core.phrases import phrase, phrases, some_of
from coachsched.core.places import event_on, in_file
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
        Problem(event_on(one.source, one.date, name), phrase("is at no time of that day's bell."))
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
    no_school, no_lessons = pattern.closed, pattern.no_lessons
    found = [
        phrases(
            "%(n)s event on days without school was not looked at: %(dates)s.",
            "%(n)s events on days without school were not looked at: %(dates)s.",
            len(no_school),
            dates=_span(no_school),
        )
        if no_school
        else "",
        phrases(
            "%(n)s event on days without lessons was not looked at: %(dates)s.",
            "%(n)s events on days without lessons were not looked at: %(dates)s.",
            len(no_lessons),
            dates=_span(no_lessons),
        )
        if no_lessons
        else "",
    ]
    return [Problem(name, what) for what in found if what]


def _cancelled(found: Sequence[Occurrence], zone: ZoneInfo, name: str) -> list[Problem]:
    gone = [one for one in found if not one.all_day and is_cancelled(one.status, one.summary)]
    return [
        Problem(
            event_on(f'"{one.summary}"', one.start.astimezone(zone).date(), name), phrase("is cancelled.")
        )
        for one in gone
    ]


def _too_rare(one: Irregular, name: str) -> Problem:
    dates = [lesson.date.isoformat() for lesson in one.dates]
    what = phrase(
        "is on %(n)s of the %(of)s dates of %(day)s, period %(period)s, too few to be the "
        "timetable: %(dates)s.",
        n=len(dates),
        of=one.of,
        day=one.label,
        period=one.period,
        dates=some_of(dates, _DATES_TOLD),
    )
    return Problem(in_file(name, one.dates[0].source), what)


def _sureness(regular: Sequence[Regular], name: str) -> list[Problem]:
    every = sum(one.times == one.of for one in regular)
    what = phrases(
        "%(n)s lesson comes back, %(every)s of them on every date of their cycle day.",
        "%(n)s lessons come back, %(every)s of them on every date of their cycle day.",
        len(regular),
        every=every,
    )
    return [
        Problem(name, what),
        *(Problem(_place(one, name), _not_always(one)) for one in regular if one.times < one.of),
    ]


def _not_whole(regular: Sequence[Regular], name: str) -> list[Problem]:
    touching = [one for one in regular if not one.whole and one.kind == "duty"]
    return [Problem(_place(one, name), _only_busy(one)) for one in touching]


def _rotation_doubt(pattern: Pattern, name: str) -> list[Problem]:
    rare = sum(len(one.dates) for one in pattern.irregular)
    if rare <= _MANY_RARE * sum(one.times for one in pattern.regular):
        return []
    what = phrases(
        "%(n)s event does not come back on the same cycle day.",
        "%(n)s events do not come back on the same cycle day.",
        rare,
    )
    return [
        Problem(name, what, phrase("Is the school's rotation right, and is this one timetable and not two?"))
    ]


def _all_day(found: Sequence[Occurrence], name: str) -> list[Problem]:
    count = sum(one.all_day for one in found)
    what = phrases("%(n)s all-day event is no lesson.", "%(n)s all-day events are no lessons.", count)
    return [Problem(name, what)] if count else []


def _without_class(found: Sequence[Occurrence], name: str) -> list[Problem]:
    timed = [one for one in found if not one.all_day and not is_cancelled(one.status, one.summary)]
    titles = Counter(one.summary for one in timed if one.summary and not read_title(one.summary).sure)
    what = phrase("names no class that can be told from its subject; all of it stands as the class.")
    return [Problem(in_file(name, f'"{title}"'), what) for title in titles]


def _place(one: Regular, name: str) -> str:
    return phrase("%(file)s, %(day)s, period %(period)s", file=name, day=one.label, period=one.period)


def _not_always(one: Regular) -> str:
    return phrase(
        '"%(lesson)s" is on %(times)s of %(of)s dates.', lesson=_title(one), times=one.times, of=one.of
    )


def _only_busy(one: Regular) -> str:
    return phrase(
        '"%(lesson)s" does not fill the school\'s lesson periods: busy then, with nothing to visit.',
        lesson=_title(one),
    )


def _title(one: Regular) -> str:
    return " ".join(dict.fromkeys(filter(None, (one.klass, one.subject))))


def _span(events: Sequence[Dated]) -> str:
    dates = sorted({event.date.isoformat() for event in events})
    if len(dates) <= _DATES_TOLD:
        return ", ".join(dates)
    return phrase("%(first)s to %(last)s", first=dates[0], last=dates[-1])
