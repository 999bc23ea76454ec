"""What every timetable that was read holds, whatever its format."""

from __future__ import annotations

from dataclasses import fields

from coachsched.core.labels import names
from coachsched.core.timetable import Row
from coachsched.core.timetable_checks import ROW_KINDS
from coachsched.importers.recognise import FORMATS
from coachsched.importers.tables import has_control
from coachsched.importers.timetable_file import TimetableFile


def assert_holds(file: TimetableFile) -> None:
    """The promises of TimetableFile, which the previews and mappings of a school rely on."""
    assert file.format in FORMATS
    assert file.scope in ("whole", "teachers", "duties")
    _assert_days_and_periods(file)
    days = {(day.week, day.name) for day in file.days}
    periods = {period.name for period in file.periods}
    for row in file.rows:
        assert names(row.teacher)
        assert row.kind in ROW_KINDS
        assert (row.week, row.day) in days
        assert row.period in periods or (row.kind == "absent" and not row.period)
        assert not row.end_period or row.end_period in periods
        assert row.line > 0
        assert not any(has_control(text) for text in _texts(row))
    assert len({row.line for row in file.rows}) + len(file.left_out) <= max(file.lines_read, 1)
    assert all(problem.where and problem.what for problem in (*file.left_out, *file.notes))


def _assert_days_and_periods(file: TimetableFile) -> None:
    assert len({(day.week, day.name) for day in file.days}) == len(file.days)
    assert all(day.name for day in file.days)
    assert all(day.weekday is None or 0 <= day.weekday <= 6 for day in file.days)
    assert all(day.week_number is None or day.week_number >= 0 for day in file.days)
    assert len({period.name for period in file.periods}) == len(file.periods)
    for period in file.periods:
        assert period.name
        assert (period.start is None) == (period.end is None)
        assert period.start is None or 0 <= period.start < period.end <= 24 * 60
    assert len({teacher.name for teacher in file.teachers}) == len(file.teachers)


def _texts(row: Row) -> list[str]:
    return [text for field in fields(row) if isinstance(text := getattr(row, field.name), str)]
