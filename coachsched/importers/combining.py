"""Several files of one timetable, packed into one archive, as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.importers import asc, fet, untis, untis_duties
from coachsched.importers.decoding import EncodingError
from coachsched.importers.tables import refusal
from coachsched.importers.timetable_file import FilePeriod, TimetableFile

# A file of these is a whole timetable, so that two of them are two timetables.
ONE_ONLY = (asc.FORMAT, fet.FORMAT, untis.FORMAT)
_UNTIS = {untis.FORMAT, untis_duties.FORMAT}

Item = TypeVar("Item")
Part = tuple[str, bytes]
ReadPart = Callable[[bytes, str], TimetableFile | None]


def combine(parts: Sequence[Part], name: str, read: ReadPart) -> TimetableFile:
    """The timetable in the files of an archive called ``name``; ``read`` gives None for what is none.

    Untis's lessons and supervisions belong together; otherwise all must have one format. Raises InputError
    with the faults of every file.
    """
    files: list[TimetableFile] = []
    passed_over: list[Problem] = []
    problems: list[Problem] = []
    for title, data in parts:
        where = f"{name}/{title}"
        try:
            file = read(data, where)
        except EncodingError:
            raise
        except InputError as error:
            problems += error.problems
            continue
        if file is None:
            passed_over.append(Problem(where, phrase("is no timetable read here; it is passed over.")))
        else:
            files.append(file)
    if problems:
        raise refusal(problems, name)
    if not files:
        what = phrase("holds no timetable in a format read here.")
        raise InputError(Problem(name, what, _holds(parts)))
    _refuse_mixture(files, name)
    return replace(_joined(files), notes=(*_chained(file.notes for file in files), *passed_over))


def _refuse_mixture(files: Sequence[TimetableFile], name: str) -> None:
    formats = [file.format for file in files]
    if len(set(formats)) > 1 and not set(formats) <= _UNTIS:
        named = ", ".join(dict.fromkeys(formats))
        what = phrase("holds timetables of several formats: %(formats)s.", formats=named)
        raise InputError(Problem(name, what, phrase("Import one after the other.")))
    if twice := next((format for format in ONE_ONLY if formats.count(format) > 1), None):
        what = phrase("holds %(n)s whole timetables.", n=formats.count(twice))
        remedy = phrase("Import one, then the next from its first day.")
        raise InputError(Problem(name, what, remedy))


def _joined(files: Sequence[TimetableFile]) -> TimetableFile:
    first = next((file for file in files if file.scope == "whole"), files[0])
    days = dict.fromkeys(_chained(file.days for file in files))
    return TimetableFile(
        rows=tuple(_chained(file.rows for file in files)),
        left_out=tuple(_chained(file.left_out for file in files)),
        format=first.format,
        lines_read=sum(file.lines_read for file in files),
        days=tuple(sorted(days, key=lambda day: (day.week_number or 0, day.weekday or 0))),
        periods=tuple(_in_order(list(dict.fromkeys(_chained(file.periods for file in files))))),
        teachers=tuple(dict.fromkeys(_chained(file.teachers for file in files))),
        scope=first.scope,
    )


def _in_order(periods: list[FilePeriod]) -> list[FilePeriod]:
    """The periods as they came, but a break that is told by the period after it goes before that."""
    breaks = {period.before: period for period in periods if period.before}
    lessons = [period for period in periods if not period.before]
    if all(period.name.isdecimal() for period in lessons):
        lessons.sort(key=lambda period: int(period.name))
    ordered: list[FilePeriod] = []
    for period in lessons:
        if period.name in breaks:
            ordered.append(breaks.pop(period.name))
        ordered.append(period)
    return ordered + list(breaks.values())


def _chained(many: Iterable[Iterable[Item]]) -> Iterable[Item]:
    return chain.from_iterable(many)


def _holds(parts: Sequence[Part]) -> str:
    if not parts:
        return phrase("It is empty.")
    return phrase("It holds %(files)s.", files=", ".join(title for title, _ in parts[:8]))
