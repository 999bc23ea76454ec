"""Which format a timetable file has, and reading it."""

from __future__ import annotations

from coachsched.core.calendar import Calendar
from coachsched.core.errors import InputError, Problem
from coachsched.core.suggest import suggest
from coachsched.importers import canonical, fet
from coachsched.importers.decoding import decode
from coachsched.importers.headers import shown
from coachsched.importers.tables import Line, parse
from coachsched.importers.timetable_file import TimetableFile

READERS = {fet.FORMAT: fet.read, canonical.FORMAT: canonical.read}

FORMATS = {canonical.FORMAT: "spreadsheet, a row per teacher and period", fet.FORMAT: "FET timetable"}


def read_timetable(
    data: bytes,
    name: str,
    format: str | None = None,
    encoding: str | None = None,
    calendar: Calendar | None = None,
) -> TimetableFile:
    """The timetable in a file called ``name``; the format is the one named, else seen from the content.

    Raises InputError with every fault, EncodingError where the encoding has to be named.
    """
    if format is not None and format not in READERS:
        raise InputError(Problem(name, f'cannot be read as "{format}".', suggest(format, READERS)))
    text = decode(data, name, encoding)
    if format is None and text.lstrip().startswith(("<", "{", "BEGIN:")):
        raise _unrecognised(name, f"it starts with {text.lstrip()[:40].splitlines()[0]!r}")
    lines = parse(text, name)
    if not lines:
        raise InputError(Problem(name, "is empty."))
    return READERS[format or _recognised(lines, name)](lines, name)


def _recognised(lines: list[Line], name: str) -> str:
    # FET first: its files would pass for a spreadsheet too.
    if fet.is_like(lines):
        return fet.FORMAT
    if canonical.is_like(lines):
        return canonical.FORMAT
    raise _unrecognised(name, f"its first row is {shown(lines[0].cells)}")


def _unrecognised(name: str, seen: str) -> InputError:
    remedy = (
        f"Formats read here: {', '.join(READERS)}. "
        f"A spreadsheet needs a row that names its columns: {', '.join(canonical.NEEDED)}."
    )
    return InputError(Problem(name, f"is not a timetable in a format read here: {seen}.", remedy))
