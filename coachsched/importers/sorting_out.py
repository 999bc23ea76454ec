"""The rows of a file that count, beside those left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.errors import Problem
from coachsched.core.labels import names
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.timetable import Row
from coachsched.importers.days_and_periods import file_days, file_periods
from coachsched.importers.timetable_file import TimetableFile

# L10N: a row of a file; the place is told before it.
NO_TEACHER = phrase("names no teacher.")
NO_DAY = phrase("has no day.")
NO_PERIOD = phrase("has no period.")


def left_out_reason(row: Row) -> str | None:
    """Why a row belongs to nobody or to no time; None where it counts. ``absent`` needs no period."""
    if not names(row.teacher):
        return NO_TEACHER
    if not row.day:
        return NO_DAY
    if not row.period and row.kind != "absent":
        return NO_PERIOD
    return None


def sort_out(rows: Sequence[Row], name: str, format: str) -> TimetableFile:
    """The timetable in rows read from lines of ``name``, its days and periods told by their names alone."""
    reasons = [(row, left_out_reason(row)) for row in rows]
    counting = tuple(row for row, reason in reasons if reason is None)
    periods = (period for row in counting for period in (row.period, row.end_period) if period)
    return TimetableFile(
        rows=counting,
        left_out=tuple(Problem(on_line(row.line, name), reason) for row, reason in reasons if reason),
        format=format,
        lines_read=len(rows),
        days=file_days((row.week, row.day) for row in counting),
        periods=file_periods(periods),
    )
