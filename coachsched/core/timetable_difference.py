"""What one timetable changes against another, period by period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coachsched.core.calendar import Calendar
from coachsched.core.labels import names, teacher_key
from coachsched.core.row_reading import RowReader
from coachsched.core.timetable import Row

# A teacher's time: the key of their name, a cycle day, and a period's key ("" for a whole day).
Time = tuple[str, str, str]
What = frozenset[tuple[str, str, str, str]]


@dataclass(frozen=True)
class TeacherDifference:
    """How many of a teacher's periods a timetable adds, takes away, and fills otherwise."""

    name: str
    added: int
    gone: int
    changed: int


@dataclass(frozen=True)
class Difference:
    """The teachers whose timetable changes, by name; ``same`` counts the periods that stay as they are."""

    teachers: tuple[TeacherDifference, ...]
    same: int

    @property
    def added(self) -> int:
        return sum(one.added for one in self.teachers)

    @property
    def gone(self) -> int:
        return sum(one.gone for one in self.teachers)

    @property
    def changed(self) -> int:
        return sum(one.changed for one in self.teachers)


def difference(old: Sequence[Row], new: Sequence[Row], calendar: Calendar) -> Difference:
    """What ``new`` changes against ``old``, however their rows are written."""
    spelling: dict[str, str] = {}
    reader = RowReader(calendar)
    before, after = (_times(rows, reader, spelling) for rows in (old, new))
    added = Counter(time[0] for time in after if time not in before)
    gone = Counter(time[0] for time in before if time not in after)
    changed = Counter(time[0] for time in after if time in before and after[time] != before[time])
    teachers = sorted({*added, *gone, *changed})
    return Difference(
        tuple(TeacherDifference(spelling[key], added[key], gone[key], changed[key]) for key in teachers),
        same=len(after) - added.total() - changed.total(),
    )


def _times(rows: Iterable[Row], reader: RowReader, spelling: dict[str, str]) -> dict[Time, What]:
    """What every teacher does at every time; ``spelling`` keeps how a name is written."""
    found: dict[Time, What] = {}
    for row in rows:
        what = frozenset(((row.kind, row.klass, row.subject, row.room),))
        spots = list(_spots(row, reader))
        for name in names(row.teacher):
            key = teacher_key(name)
            spelling.setdefault(key, name)
            for day, period in spots:
                time = key, day, period
                found[time] = found[time] | what if time in found else what
    return found


def _spots(row: Row, reader: RowReader) -> Iterator[tuple[str, str]]:
    periods = reader.periods(row) or ("",)
    return ((day, period) for day in reader.cycle_days(row) for period in periods)
