"""A bell schedule from the times a timetable file tells of its periods."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coachsched.core.calendar import Bell, Period, PeriodKind
from coachsched.core.labels import label_key
from coachsched.importers.timetable_file import FilePeriod, TimetableFile

# A gap shorter than this is the time to change rooms; from here on people may sit down in it.
SHORTEST_BREAK = 10


def bell_of(file: TimetableFile, name: str = "regular") -> Bell | None:
    """The bell schedule of a file: its periods in order of time, a break in each gap of ten minutes or more.

    None where a lesson period has no times, or two overlap, so that there is no one schedule.
    """
    lessons = [period for period in file.periods if period.kind == "lesson"]
    if not lessons or any(period.start is None or period.end is None for period in lessons):
        return None
    timed = [
        _period(period) for period in file.periods if period.start is not None and period.end is not None
    ]
    timed.sort(key=lambda period: (period.start, period.end))
    if any(before.end > after.start for before, after in pairwise(timed)):
        return None
    return Bell(name, tuple(_with_breaks(timed)))


def _period(period: FilePeriod) -> Period:
    kind: PeriodKind = "break" if period.kind == "break" else "lesson"
    return Period(period.name, kind, period.start or 0, period.end or 0)


def _with_breaks(periods: Sequence[Period]) -> list[Period]:
    labels = {label_key(period.label) for period in periods}
    found = list(periods[:1])
    for before, after in pairwise(periods):
        if after.start - before.end >= SHORTEST_BREAK and "break" not in (before.kind, after.kind):
            found.append(Period(_free_label(labels), "break", before.end, after.start))
        found.append(after)
    return found


def _free_label(labels: set[str]) -> str:
    """The first of "Break", "Break 2", … that no period has; taken from then on."""
    number = 1
    while label_key(label := "Break" if number == 1 else f"Break {number}") in labels:
        number += 1
    labels.add(label_key(label))
    return label
