"""A timetable as its file gives it, in a calendar around it: the file's days, weeks and times if it has any.

Where it has no times, lessons of 45 minutes with a break after the third and lunch after the fifth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from coachsched.core.calendar import Bell, Calendar, Day, Period, Rotation, Term
from coachsched.core.fit import one_rotation
from coachsched.core.labels import names
from coachsched.core.row_reading import RowReader
from coachsched.core.slots import Rules
from coachsched.core.timetable import Row
from coachsched.importers.recognise import read_timetable
from coachsched.importers.timetable_file import FilePeriod, TimetableFile

MONDAY = date(2027, 1, 4)
TERM = Term("Term", MONDAY, date(2027, 3, 26))
SUFFIXES = {".csv", ".xml", ".txt"}
LESSON, PASSING, BREAK, LUNCH, EDGE = 45, 5, 20, 40, 40
LONGEST_PASSING = 10


@dataclass(frozen=True)
class RealSchool:
    """A timetable's rows, one a cycle day and period, in its calendar over one rotation."""

    name: str
    calendar: Calendar
    rules: Rules
    rows: tuple[Row, ...]
    teachers: tuple[str, ...]
    days: tuple[Day, ...]


def schools(folder: Path, *, around: bool) -> Iterator[RealSchool]:
    """Every timetable in a folder, with the time around its lessons open for meetings or not."""
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() in SUFFIXES:
            yield school(path, around=around)


def school(path: Path, *, around: bool) -> RealSchool:
    file = read_timetable(path.read_bytes(), path.name)
    time = Calendar("Europe/Berlin", _rotation(file), (_bell(file.periods, around),), terms=(TERM,))
    reader = RowReader(time)
    rows = tuple(
        replace(row, week="", day=label, period=period, end_period="")
        for row in file.rows
        for label in sorted(reader.cycle_days(row))
        for period in reader.periods(row)
    )
    # A file without any class says it with the subject.
    with_class = sum(bool(row.klass) for row in rows) > len(rows) / 2
    teachers = sorted({name for row in rows if row.kind == "lesson" for name in names(row.teacher)})
    rules = Rules(visits_need_class=with_class)
    return RealSchool(path.name, time, rules, rows, tuple(teachers), tuple(one_rotation(time, MONDAY)))


def _rotation(file: TimetableFile) -> Rotation:
    weeks = {day.week_number for day in file.days if day.week_number is not None}
    if weeks:
        count = len(weeks)
        labels = tuple(f"Week {week + 1} day {day + 1}" for week in range(count) for day in range(5))
        return Rotation("week", labels, MONDAY, weeks=count)
    return Rotation("count", tuple(day.name for day in file.days), MONDAY)


def _bell(periods: Sequence[FilePeriod], around: bool) -> Bell:
    timed = [
        (one.name, one.start, one.end) for one in periods if one.start is not None and one.end is not None
    ]
    lessons = [Period(name, "lesson", start, end) for name, start, end in timed] or list(_invented(periods))
    between = [
        Period(f"Between {first.label}", "break", first.end, second.start, around)
        for first, second in pairwise(lessons)
        if second.start - first.end > LONGEST_PASSING
    ]
    edges = [
        Period("Before lessons", "before", lessons[0].start - EDGE, lessons[0].start, around),
        Period("After lessons", "after", lessons[-1].end, lessons[-1].end + EDGE, around),
    ]
    return Bell("regular", tuple(sorted((*lessons, *between, *edges), key=lambda period: period.start)))


def _invented(periods: Sequence[FilePeriod]) -> Iterator[Period]:
    start = 480
    for number, one in enumerate(periods, start=1):
        yield Period(one.name, "lesson", start, start + LESSON)
        start += LESSON + {3: BREAK, 5: LUNCH}.get(number, PASSING)
