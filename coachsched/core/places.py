"""Where in a file something stands, as its faults tell it."""

from __future__ import annotations

import re
from datetime import date

from coachsched.core.phrases import Phrase, phrase

_LINE = re.compile(r"(?:(?P<file>.*), )?line (?P<line>\d+)", re.DOTALL)


def on_line(line: int | str, file: str = "") -> Phrase:
    """A line, of the file named: "people.csv, line 3"."""
    if not file:
        # L10N: a place in a file, before a colon and what is wrong there.
        return phrase("line %(line)s", line=line)
    return phrase("%(file)s, line %(line)s", file=file, line=line)


def in_file(file: str, place: str) -> Phrase:
    """A place of a file that has more than lines: "lessons.ics, the event 7"."""
    return phrase("%(file)s, %(place)s", file=file, place=place)


def event_on(event: str, on: date, file: str) -> Phrase:
    """An entry of a calendar file on one date: 'lessons.ics, "9B Maths" on 2027-01-14'."""
    return phrase("%(file)s, %(event)s on %(date)s", file=file, event=event, date=on.isoformat())


def line_of(place: str) -> tuple[str, str] | None:
    """The file, which may be empty, and the line of a place that is one line; None for any other place."""
    found = _LINE.fullmatch(place)
    return (found["file"] or "", found["line"]) if found else None
