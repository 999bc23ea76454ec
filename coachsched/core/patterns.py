"""From lessons on dates to the rows of a timetable: what comes back on the same cycle day (design 11.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coachsched.core.calendar import Calendar, Day, Period
from coachsched.core.phrases import phrase
from coachsched.core.timetable import RowKind

# Feeds round to five minutes, and some leave the passing time off.
TOLERANCE = 5
# A lesson of one week in two is there on at most two of three dates of its weekday; that is no weekly lesson.
MOST = Fraction(2, 3)


@dataclass(frozen=True)
class Dated:
    """One lesson on one date; ``start`` and ``end`` are local minutes after midnight."""

    date: date
    start: int
    end: int
    klass: str = ""
    subject: str = ""
    room: str = ""
    kind: RowKind = "lesson"
    source: str = ""


@dataclass(frozen=True)
class Regular:
    """What comes back: on ``times`` of the ``of`` dates that had this cycle day.

    ``whole`` is False where it fills no period from start to end: busy then, but nothing to visit.
    """

    label: str
    period: str
    end_period: str
    klass: str
    subject: str
    room: str
    kind: RowKind
    times: int
    of: int
    whole: bool = True


@dataclass(frozen=True)
class Irregular:
    """What did not come back often enough to be the timetable: its dates, out of those of the cycle day."""

    label: str
    period: str
    dates: tuple[Dated, ...]
    of: int


@dataclass(frozen=True)
class Pattern:
    """The timetable in dated lessons; ``closed``, ``no_lessons`` and ``no_period`` are those on dates without
    school, on days without lessons, and at times at which no bell rings."""

    regular: tuple[Regular, ...]
    irregular: tuple[Irregular, ...]
    closed: tuple[Dated, ...]
    no_lessons: tuple[Dated, ...]
    no_period: tuple[Dated, ...]


@dataclass(frozen=True)
class _Place:
    """Where a lesson lies in the cycle."""

    label: str
    first: str
    last: str
    whole: bool


def find_pattern(events: Sequence[Dated], calendar: Calendar) -> Pattern:
    """Which of the lessons make up the timetable of the dates they span.

    A lesson counts where it is there on more than MOST of the dates of its cycle day, between the first and
    the last lesson that falls on a school day. The same events always give the same order.
    """
    days = {event.date: calendar.day(event.date) for event in events}
    closed = tuple(event for event in events if not days[event.date].open)
    opened = [event for event in events if days[event.date].open]
    no_lessons = tuple(event for event in opened if not _has_lessons(days[event.date]))
    placed = [(event, _place(event, days[event.date])) for event in opened if _has_lessons(days[event.date])]
    found = _grouped((event, place) for event, place in placed if place)
    dates = _dates_of(calendar, [event.date for event, place in placed if place])
    regular, irregular = [], []
    for place, lessons in found:
        times, of = len({event.date for event in lessons}), dates[place.label]
        if times > MOST * of:
            regular.append(_regular(place, lessons, times, of))
        else:
            irregular.append(Irregular(place.label, _named(place), tuple(lessons), of))
    no_period = tuple(event for event, place in placed if place is None)
    return Pattern(tuple(regular), tuple(irregular), closed, no_lessons, no_period)


def _has_lessons(day: Day) -> bool:
    return day.lessons and day.cycle_day is not None and day.bell is not None


def _place(event: Dated, day: Day) -> _Place | None:
    """The periods an event fills; those it only touches where it does not fill them from start to end."""
    assert day.cycle_day is not None
    assert day.bell is not None
    touched = [period for period in day.bell.periods if _touches(event, period)]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    whole = abs(event.start - first.start) <= TOLERANCE and abs(event.end - last.end) <= TOLERANCE
    lessons = any(period.kind in ("lesson", "registration") for period in touched)
    return _Place(day.cycle_day, first.label, last.label, whole and lessons)


def _touches(event: Dated, period: Period) -> bool:
    return min(event.end, period.end) - max(event.start, period.start) > TOLERANCE


def _grouped(placed: Iterable[tuple[Dated, _Place]]) -> list[tuple[_Place, list[Dated]]]:
    """The events that are one lesson: same place, class and subject, whatever the room."""
    found: dict[tuple[_Place, str, str, RowKind], list[Dated]] = {}
    for event, place in sorted(placed, key=lambda pair: (pair[0].date, pair[0].start)):
        found.setdefault((place, event.klass, event.subject, event.kind), []).append(event)
    return [(place, lessons) for (place, *_), lessons in found.items()]


def _dates_of(calendar: Calendar, on: Sequence[date]) -> Counter[str]:
    """How many dates with lessons each cycle day has between the first and the last of some dates."""
    if not on:
        return Counter()
    days = calendar.school_days(min(on), max(on))
    return Counter(day.cycle_day for day in days if day.cycle_day is not None and _has_lessons(day))


def _regular(place: _Place, lessons: Sequence[Dated], times: int, of: int) -> Regular:
    one = lessons[0]
    rooms = Counter(event.room for event in lessons if event.room).most_common(1)
    # What fills no lesson period keeps its owner busy, and there is nothing to see.
    kind = "duty" if one.kind == "lesson" and not place.whole else one.kind
    return Regular(
        label=place.label,
        period=place.first,
        end_period="" if place.last == place.first else place.last,
        klass=one.klass if kind == "lesson" else "",
        subject=one.subject,
        room=rooms[0][0] if rooms else "",
        kind=kind,
        times=times,
        of=of,
        whole=place.whole,
    )


def _named(place: _Place) -> str:
    if place.first == place.last:
        return place.first
    return phrase("%(first)s to %(last)s", first=place.first, last=place.last)
