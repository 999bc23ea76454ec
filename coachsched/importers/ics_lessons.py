"""A teacher's own calendar: an event for each lesson and date, and no word of the timetable behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import PurePath
from zoneinfo import ZoneInfo

from coachsched.core.calendar import Calendar
from coachsched.core.errors import InputError, Problem
from coachsched.core.patterns import Dated, Pattern, Regular, find_pattern
from coachsched.core.phrases import phrase, phrases
from coachsched.core.places import in_file
from coachsched.core.timetable import Row
from coachsched.importers import lesson_notes
from coachsched.importers.calendar_zones import unfolded, unknown_zones
from coachsched.importers.expanding import Occurrence, expand
from coachsched.importers.lesson_titles import is_cancelled, read_title
from coachsched.importers.tables import one_line
from coachsched.importers.timetable_file import FileDay, FilePeriod, FileTeacher, TimetableFile

FORMAT = "ics"
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"^(?:X-WR-CALNAME|NAME)(?:;[^:\r\n]*)?:(.+)$", re.IGNORECASE | re.MULTILINE)
_ESCAPED = re.compile(r"\\([,;\\])")
# What calendar programs put before whose timetable it is.
_BEFORE_NAME = re.compile(
    r"^(?:(?:timetable|lessons|calendar|schedule|stundenplan|kalender|emploi du temps|horario|orario|rooster)"
    r"(?:\s*[-–:]|\s+(?:of|for|von|für|de|di|van))?\s+)(?=\S)",
    re.IGNORECASE,
)


def is_like(text: str) -> bool:
    """Whether a file's text is a calendar."""
    return text.lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCALENDAR")


def read(text: str, name: str, calendar: Calendar, teacher: str = "") -> TimetableFile:
    """The timetable behind the dated lessons of one teacher's calendar, in the cycle days of the school's.

    ``calendar`` tells which cycle day a date has and which period rings when, so it needs terms and bells.
    The teacher is the one given, else the one the file names, else the file's own name. Raises InputError.
    """
    if not calendar.terms or not calendar.bells:
        remedy = phrase(
            "Put the school's terms and bells in first: they tell which period and cycle day an event is."
        )
        raise InputError(Problem(name, phrase("cannot be read yet."), remedy))
    first, last = min(term.start for term in calendar.terms), max(term.end for term in calendar.terms)
    zone = ZoneInfo(calendar.timezone)
    found = expand(text.encode(), first, last, zone, name=name)
    kept = [one for one in found if not one.all_day and not is_cancelled(one.status, one.summary)]
    pattern = find_pattern([_dated(one, zone) for one in kept], calendar)
    teacher = teacher or _teacher(text, name)
    if not pattern.regular:
        span = phrase("%(first)s to %(last)s", first=first.isoformat(), last=last.isoformat())
        raise _nothing_regular(name, kept, pattern, span)
    rows = tuple(_row(one, teacher) for one in pattern.regular)
    return TimetableFile(
        rows=rows,
        left_out=tuple(lesson_notes.left_out(pattern, found, zone, name)),
        format=FORMAT,
        lines_read=len(_EVENT.findall(text)),
        days=tuple(FileDay(label) for label in dict.fromkeys(row.day for row in rows)),
        periods=_periods(rows, calendar),
        teachers=(FileTeacher(teacher),),
        scope="teachers",
        notes=(*lesson_notes.notes(pattern, found, name), *_zone_notes(text, name)),
    )


def _dated(one: Occurrence, zone: ZoneInfo) -> Dated:
    start = one.start.astimezone(zone)
    minute = start.hour * 60 + start.minute
    title = read_title(one.summary)
    minutes = int((one.end - one.start) / timedelta(minutes=1))
    return Dated(
        start.date(), minute, minute + minutes, title.klass, title.subject, one.location, title.kind,
        source=f'"{one.summary}"' if one.summary else phrase("the event %(uid)s", uid=one.uid[:60]),
    )  # fmt: skip


def _teacher(text: str, name: str) -> str:
    match = _NAME.search(unfolded(text))
    named = one_line(_ESCAPED.sub(r"\1", match[1])) if match else ""
    return _BEFORE_NAME.sub("", named.strip()) or PurePath(name).stem or name


def _row(one: Regular, teacher: str) -> Row:
    return Row(
        teacher, one.label, one.period, one.klass, one.subject, one.room,
        end_period=one.end_period, kind=one.kind,
    )  # fmt: skip


def _periods(rows: Sequence[Row], calendar: Calendar) -> tuple[FilePeriod, ...]:
    """The bells' periods that the rows name, with their times."""
    named = {label for row in rows for label in (row.period, row.end_period)}
    known = {period.label: period for bell in reversed(calendar.bells) for period in bell.periods}
    return tuple(
        FilePeriod(label, start=one.start, end=one.end, kind="lesson" if one.kind == "lesson" else "break")
        for label, one in known.items()
        if label in named
    )


def _nothing_regular(name: str, kept: list[Occurrence], pattern: Pattern, span: str) -> InputError:
    if not kept:
        what = phrase("has no lesson within the school's terms, %(dates)s.", dates=span)
        remedy = phrase("Export those dates, or put this year's terms in first.")
        return InputError(Problem(name, what, remedy))
    what = phrases(
        "has no lesson that comes back: %(n)s event was looked at.",
        "has no lesson that comes back: %(n)s events were looked at.",
        len(kept),
    )
    told = [*lesson_notes.out_of_pattern(pattern, name), *lesson_notes.not_looked_at(pattern, name)]
    remedy = phrase("Do the school's bells, terms and rotation fit?")
    return InputError([Problem(name, what, remedy), *told[:10]])


def _zone_notes(text: str, name: str) -> list[Problem]:
    what = phrase("names a time zone nobody knows here; its times are read as the school's own.")
    return [Problem(in_file(name, f'"{zone[:60]}"'), what) for zone in unknown_zones(text)]
