"""The days and periods with rows that a file calls otherwise than the school."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from coachsched.core.labels import label_key
from coachsched.core.placing import DayKey, Place, Placing, day_key
from coachsched.importers.timetable_file import TimetableFile


@dataclass(frozen=True)
class Foreign:
    """One of them: ``key`` is its name as names are compared, a day's with its week."""

    what: Literal["day", "period"]
    key: tuple[str, ...]
    name: str
    rows: int
    place: Place


def foreign(file: TimetableFile, placing: Placing) -> list[Foreign]:
    """The days and then the periods, in the file's order."""
    days, periods = used(file)
    found = [
        Foreign("day", key, " ".join(filter(None, (one.week, one.name))), days[key], placing.days[key])
        for one in file.days
        if days[key := day_key(one.week, one.name)]
    ]
    found += [
        Foreign("period", (name,), one.name, periods[name], placing.periods[name])
        for one in file.periods
        if periods[name := label_key(one.name)]
    ]
    return [one for one in found if one.place.how != "label"]


def used(file: TimetableFile) -> tuple[Counter[DayKey], Counter[str]]:
    """How many rows each day and period of a file has, by key."""
    days, periods = Counter[DayKey](), Counter[str]()
    for (week, day), count in Counter((row.week, row.day) for row in file.rows).items():
        days[day_key(week, day)] += count
    for name, count in Counter(name for row in file.rows for name in (row.period, row.end_period)).items():
        periods[label_key(name)] += count if name else 0
    return days, periods
