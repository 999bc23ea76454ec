"""What is wrong, or odd, with the rows of a timetable in one school's calendar (design 11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coachsched.core.errors import Problem
from coachsched.core.labels import label_key, names, teacher_key
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.row_reading import RowReader

if TYPE_CHECKING:
    from coachsched.core.calendar import Calendar
    from coachsched.core.timetable import Row

ROW_KINDS = ("lesson", "duty", "meeting", "absent", "protected", "release")
BOTH_KEPT = phrase("Both are kept; correct the file if one is wrong.")


def check_rows(rows: Sequence[Row], calendar: Calendar) -> list[Problem]:
    """The rows that cannot be placed in the calendar's cycle days and periods, by line."""
    reader = RowReader(calendar)
    return [problem for row in rows for problem in _row_problems(row, reader, calendar.rotation.mode)]


def warnings(rows: Sequence[Row], calendar: Calendar) -> list[Problem]:
    """What can be taken but is worth a look: a teacher with two lessons at one time."""
    reader = RowReader(calendar)
    first_at: dict[tuple[str, str, str], Row] = {}
    return [problem for row in rows for problem in _clashes(row, reader, first_at)]


def _row_problems(row: Row, reader: RowReader, mode: str) -> Iterator[Problem]:
    if row.kind not in ROW_KINDS:
        yield _kind_problem(row)
    if not reader.cycle_days(row):
        yield _day_problem(row, mode)
    whole_day = row.kind == "absent" and not row.period.strip() and not row.end_period.strip()
    if not whole_day and not reader.periods(row):
        yield _period_problem(row)


def _kind_problem(row: Row) -> Problem:
    what = phrase('the kind "%(kind)s" is unknown.', kind=row.kind)
    return Problem(on_line(row.line), what, phrase("Write one of %(words)s.", words=", ".join(ROW_KINDS)))


def _day_problem(row: Row, mode: str) -> Problem:
    where = on_line(row.line)
    if not row.week.strip():
        what = phrase('the day "%(day)s" is unknown.', day=row.day)
        return Problem(where, what, phrase("Write it as the school's calendar does."))
    if mode == "count":
        return Problem(where, phrase("this school's days have no weeks."), phrase("Leave the week empty."))
    what = phrase('the week "%(week)s" and day "%(day)s" are unknown together.', week=row.week, day=row.day)
    return Problem(where, what, phrase('Write a week like "A" or "1" and the name of a school weekday.'))


def _period_problem(row: Row) -> Problem:
    where = on_line(row.line)
    if not row.end_period.strip():
        what = phrase('the period "%(period)s" is unknown.', period=row.period)
        return Problem(where, what, phrase("Write it as a bell schedule does."))
    what = phrase(
        'no bell schedule goes from period "%(first)s" to "%(last)s".', first=row.period, last=row.end_period
    )
    return Problem(where, what, phrase("Correct one of them."))


def _clashes(row: Row, reader: RowReader, first_at: dict[tuple[str, str, str], Row]) -> Iterator[Problem]:
    if row.kind != "lesson":
        return
    for teacher in names(row.teacher):
        clashes = [_is_clash(row, first_at, time) for time in _times(teacher, row, reader)]
        if any(clashes):
            what = phrase(
                "%(who)s has two lessons at once on %(day)s, period %(period)s.",
                who=teacher,
                day=row.day,
                period=row.period,
            )
            yield Problem(on_line(row.line), what, BOTH_KEPT)


def _times(teacher: str, row: Row, reader: RowReader) -> list[tuple[str, str, str]]:
    days, periods = sorted(reader.cycle_days(row)), reader.periods(row)
    return [(teacher_key(teacher), label_key(day), period) for day in days for period in periods]


def _is_clash(row: Row, first_at: dict[tuple[str, str, str], Row], time: tuple[str, str, str]) -> bool:
    first = first_at.setdefault(time, row)
    return (first.subject, first.room) != (row.subject, row.room)
