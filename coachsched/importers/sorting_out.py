"""The rows of a file that count, beside those left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import Problem
from coachsched.core.labels import names
from coachsched.core.timetable import Row
from coachsched.importers.days_and_periods import file_days, file_periods
from coachsched.importers.timetable_file import TimetableFile


def left_out_reason(row: Row) -> str | None:
    """Why a row belongs to nobody or to no time; None where it counts. ``absent`` needs no period."""
    if not names(row.teacher):
        return "names no teacher."
    if not row.day:
        return "has no day."
    if not row.period and row.kind != "absent":
        return "has no period."
    return None


def sort_out(rows: Sequence[Row], name: str, format: str) -> TimetableFile:
    """The timetable in rows read from lines of ``name``, its days and periods told by their names alone."""
    reasons = [(row, left_out_reason(row)) for row in rows]
    counting = tuple(row for row, reason in reasons if reason is None)
    periods = (period for row in counting for period in (row.period, row.end_period) if period)
    return TimetableFile(
        rows=counting,
        left_out=tuple(Problem(f"{name}, line {row.line}", reason) for row, reason in reasons if reason),
        format=format,
        lines_read=len(rows),
        days=file_days((row.week, row.day) for row in counting),
        periods=file_periods(periods),
    )
