"""The timetable as its file gives it: rows, and the versions of them that are in force (design 3, 11)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from coachsched.core.labels import names
from coachsched.core.labels import teacher_key as teacher_key
from coachsched.core.timetable_checks import check_rows as check_rows
from coachsched.core.timetable_checks import warnings as warnings

if TYPE_CHECKING:
    from coachsched.core.day_plans import DayPlans

RowKind = Literal["lesson", "duty", "meeting", "absent", "protected", "release"]


@dataclass(frozen=True)
class Row:
    """One line of a timetable; ``teacher`` and ``klass`` may hold several names joined with ``+``.

    An ``absent`` row without a period is the whole day. ``line`` is the line of the file it came from.
    """

    teacher: str
    day: str
    period: str
    klass: str = ""
    subject: str = ""
    room: str = ""
    week: str = ""
    end_period: str = ""
    kind: RowKind = "lesson"
    line: int = field(default=0, compare=False)


def renamed(rows: Sequence[Row], own: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows with teachers called by their own name in the timetable, ``own`` by key of another one."""
    if not own:
        return tuple(rows)
    cells = {cell: _renamed(cell, own) for cell in {row.teacher for row in rows}}
    return tuple(
        row if cells[row.teacher] is None else replace(row, teacher=cells[row.teacher] or "") for row in rows
    )


def _renamed(cell: str, own: Mapping[str, str]) -> str | None:
    """The cell with its teachers' own names; None where they are those already."""
    called = names(cell)
    keys = [teacher_key(name) for name in called]
    if own.keys().isdisjoint(keys):
        return None
    return "+".join(dict.fromkeys(own.get(key, name) for key, name in zip(keys, called, strict=True)))


@dataclass(frozen=True)
class Version:
    """The rows in force from a date on; without one, from the beginning."""

    valid_from: date | None
    rows: tuple[Row, ...]
    id: int = 0

    def rows_of(self, teacher: str) -> tuple[Row, ...]:
        """The rows that name a teacher, in the order of the file."""
        return self._by_teacher.get(teacher_key(teacher), ())

    @cached_property
    def _by_teacher(self) -> dict[str, tuple[Row, ...]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            for teacher in dict.fromkeys(teacher_key(name) for name in names(row.teacher)):
                found.setdefault(teacher, []).append(row)
        return {teacher: tuple(rows) for teacher, rows in found.items()}


@dataclass(frozen=True)
class Timetable:
    """Every version of a school's timetable."""

    versions: tuple[Version, ...]

    def on(self, on: date) -> Version | None:
        """The version in force on a date: the one that began last; None before the first."""
        begun = bisect_right(self._in_order, on, key=_start)
        return self._in_order[begun - 1] if begun else None

    @cached_property
    def _in_order(self) -> list[Version]:
        return sorted(self.versions, key=_start)

    @cached_property
    def kept_plans(self) -> list[DayPlans]:
        """Where the plans worked out last are kept; they live as long as the timetable."""
        return []


def _start(version: Version) -> date:
    return version.valid_from or date.min
