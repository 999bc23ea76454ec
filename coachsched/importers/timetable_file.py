"""What reading a timetable gives, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coachsched.core.errors import Problem
from coachsched.core.labels import names
from coachsched.core.timetable import Row

# What an import takes the place of: everything, the rows of the teachers in the file, or the duties.
Scope = Literal["whole", "teachers", "duties"]


@dataclass(frozen=True)
class FileDay:
    """A day as the file knows it: ``week`` and ``name`` are what its rows carry in ``week`` and ``day``.

    ``also`` are further spellings ("Mon", "1"); ``weekday`` is 0 for Monday where the format tells;
    ``week_number`` counts the file's weeks from 0 where it has several.
    """

    name: str
    week: str = ""
    also: tuple[str, ...] = ()
    weekday: int | None = None
    week_number: int | None = None


@dataclass(frozen=True)
class FilePeriod:
    """A period as the file knows it; times in local minutes after midnight where the format tells them.

    A break without times may be told by the period it comes before: ``before`` is that period's name.
    """

    name: str
    also: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    kind: Literal["lesson", "break"] = "lesson"
    before: str = ""


@dataclass(frozen=True)
class FileTeacher:
    """A teacher the file lists; ``name`` is what its rows carry. Also one without a lesson."""

    name: str
    full_name: str = ""
    email: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimetableFile:
    """The rows of a timetable file, and the lines that say nothing about anybody's time, each with why.

    ``lines_read`` counts the lines (cards, events) that could have been rows, blank ones not. ``days`` and
    ``periods`` are in the file's own order, and every day and period of its rows is among them; ``teachers``
    are those it lists beyond its rows. ``notes`` are worth a look though nothing was left out.
    """

    rows: tuple[Row, ...]
    left_out: tuple[Problem, ...]
    format: str
    lines_read: int
    days: tuple[FileDay, ...] = ()
    periods: tuple[FilePeriod, ...] = ()
    teachers: tuple[FileTeacher, ...] = ()
    scope: Scope = "whole"
    notes: tuple[Problem, ...] = ()


def left_out_reason(row: Row) -> str | None:
    """Why a row belongs to nobody or to no time; None where it counts. ``absent`` needs no period."""
    if not names(row.teacher):
        return "names no teacher."
    if not row.day:
        return "has no day."
    if not row.period and row.kind != "absent":
        return "has no period."
    return None


def sort_out(rows: list[Row], name: str, format: str) -> TimetableFile:
    """The rows that count, beside those left out."""
    reasons = [(row, left_out_reason(row)) for row in rows]
    periods = (name for row in rows for name in (row.period, row.end_period))
    return TimetableFile(
        rows=tuple(row for row, reason in reasons if reason is None),
        left_out=tuple(Problem(f"{name}, line {row.line}", reason) for row, reason in reasons if reason),
        format=format,
        lines_read=len(rows),
        days=tuple(FileDay(name, week) for week, name in dict.fromkeys((row.week, row.day) for row in rows)),
        periods=tuple(map(FilePeriod, dict.fromkeys(filter(None, periods)))),
    )
