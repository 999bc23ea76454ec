"""What reading a timetable gives, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from coachsched.core.errors import Problem
from coachsched.core.labels import names
from coachsched.core.timetable import Row


@dataclass(frozen=True)
class TimetableFile:
    """The rows of a timetable file, and the lines that say nothing about anybody's time, each with why.

    ``lines_read`` counts the lines of the table under its header, blank ones not.
    """

    rows: tuple[Row, ...]
    left_out: tuple[Problem, ...]
    format: str
    lines_read: int


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
    return TimetableFile(
        rows=tuple(row for row, reason in reasons if reason is None),
        left_out=tuple(Problem(f"{name}, line {row.line}", reason) for row, reason in reasons if reason),
        format=format,
        lines_read=len(rows),
    )
