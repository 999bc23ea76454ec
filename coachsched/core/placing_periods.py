"""Finding the periods of a school's bells that the periods of a timetable file are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from coachsched.core import calendar as core
from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase
from coachsched.core.spelling import by_key, folded, natural, number_in, start_in, times_in

if TYPE_CHECKING:
    from coachsched.core.placing import How, Labels, Period

_MINUTES_OFF = 10


def native(periods: Sequence[Period], calendar: core.Calendar) -> dict[str, Labels]:
    """The periods that rows may carry as they are."""
    known = {label_key(label): label for label in _labels(calendar)}
    keys = (label_key(period.name) for period in periods)
    return {key: (known[key],) for key in keys if key in known}


def found(periods: Sequence[Period], calendar: core.Calendar) -> dict[str, tuple[Labels, How]]:
    """What the names and times of periods tell; by their order only where nothing is told of any."""
    labels = _labels(calendar)
    by_spelling = by_key({label: folded(label) for label in labels})
    by_number = by_key({label: _number(label) for label in labels})
    told: dict[str, tuple[Labels, How]] = {}
    for period in periods:
        names = (period.name, *period.also)
        called = [by_spelling.get(folded(name)) or by_number.get(_number(name)) for name in names]
        if label := next(filter(None, called), None):
            told[label_key(period.name)] = (label,), "spelling"
        elif timed := _by_times(period, calendar):
            told[label_key(period.name)] = timed
    told = told or _by_order(periods, calendar)
    return told | _before(periods, told, calendar)


def differing(periods: Sequence[Period], calendar: core.Calendar) -> list[tuple[str, str, str]]:
    """The periods a school calls the same but rings at quite other times: (name, its times, the file's)."""
    rung: dict[str, list[core.Period]] = {}
    for bell in calendar.bells:
        for one in bell.periods:
            rung.setdefault(label_key(one.label), []).append(one)
    found = []
    for period in periods:
        when, ours = times(period), rung.get(label_key(period.name), [])
        if when and ours and not any(_is_near(one, when) for one in ours):
            found.append((period.name, _clock(ours[0].start, ours[0].end), _clock(*when)))
    return found


def _clock(start: int, end: int) -> str:
    first, last = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (start, end))
    return phrase("%(first)s to %(last)s", first=first, last=last)


def times(period: Period) -> tuple[int, int] | None:
    """Start and end of a period, from the format or from its name."""
    if period.start is not None and period.end is not None:
        return period.start, period.end
    return next(filter(None, map(times_in, (period.name, *period.also))), None)


def _start(period: Period) -> int | None:
    known = times(period)
    return known[0] if known else start_in(period.name)


def _number(name: str) -> str:
    return str(number_in(name) or "")


def _labels(calendar: core.Calendar) -> list[str]:
    """The labels of all bells, each once however it is written there."""
    labels: dict[str, str] = {}
    for bell in calendar.bells:
        for period in bell.periods:
            labels.setdefault(label_key(period.label), period.label)
    return list(labels.values())


def _by_times(period: Period, calendar: core.Calendar) -> tuple[Labels, How] | None:
    """The period of the same times in the first bell that has one; of nearly the same, doubtful."""
    when = times(period)
    if when is None:
        return None
    for bell in calendar.bells:
        for one in bell.periods:
            if (one.start, one.end) == when:
                return (one.label,), "times"
    near = [one for bell in calendar.bells[:1] for one in bell.periods if _is_near(one, when)]
    return ((near[0].label,), "near times") if len(near) == 1 else None


def _is_near(period: core.Period, when: tuple[int, int]) -> bool:
    return abs(period.start - when[0]) <= _MINUTES_OFF and abs(period.end - when[1]) <= _MINUTES_OFF


def _before(
    periods: Sequence[Period], told: dict[str, tuple[Labels, How]], calendar: core.Calendar
) -> dict[str, tuple[Labels, How]]:
    """Breaks that a file tells only by the period after them: what the usual bell rings before that one."""
    places = native(periods, calendar) | {key: labels for key, (labels, _) in told.items()}
    found: dict[str, tuple[Labels, How]] = {}
    for period in periods:
        after = places.get(label_key(period.before), ()) if period.before else ()
        earlier = _rung_before(after[0], calendar) if after else None
        if earlier and label_key(period.name) not in places:
            found[label_key(period.name)] = (earlier,), "order"
    return found


def _rung_before(label: str, calendar: core.Calendar) -> str | None:
    """The label of what comes before a period, where that is no lesson."""
    bell = calendar.bells[0].periods if calendar.bells else ()
    for earlier, later in pairwise(bell):
        if label_key(later.label) == label_key(label) and earlier.kind != "lesson":
            return earlier.label
    return None


def _by_order(periods: Sequence[Period], calendar: core.Calendar) -> dict[str, tuple[Labels, How]]:
    own = list(_lessons(calendar))
    theirs = [period for period in periods if period.kind == "lesson"]
    if len(own) != len(theirs) or any(label_key(one.name) in native(periods, calendar) for one in periods):
        return {}
    pairs = zip(_ordered(theirs), own, strict=True)
    return {label_key(period.name): ((label,), "order") for period, label in pairs}


def _lessons(calendar: core.Calendar) -> Iterator[str]:
    """The lesson periods of the usual bell, in order of time."""
    return (period.label for bell in calendar.bells[:1] for period in bell.periods if period.kind == "lesson")


def _ordered(periods: Sequence[Period]) -> Sequence[Period]:
    """By time where all tell it, by number where all have one, else in the file's order."""
    if all(_start(period) is not None for period in periods):
        return sorted(periods, key=lambda period: _start(period) or 0)
    if all(any(letter.isdecimal() for letter in period.name) for period in periods):
        return sorted(periods, key=lambda period: natural(period.name))
    return periods
