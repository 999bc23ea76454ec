"""Content lines of somebody else's calendar (RFC 5545 3.1): forgiving about form, never surprised.

Read here rather than by icalendar 7.3, which fails on one in fifteen real messages, follows zone names to
files, and keeps the zones it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coachsched.core.errors import UserError
from coachsched.core.phrases import phrase

MOST_LINES = 5_000
DEEPEST = 8


class UnreadableError(UserError):
    """What came cannot be read; the words say why, for the administrator."""


@dataclass(frozen=True)
class Line:
    """One property: its name in capitals, its parameters by their names in capitals, and its raw value."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class Component:
    """A VEVENT or VTIMEZONE with its own lines, and the METHOD of the VCALENDAR around it."""

    kind: str
    method: str
    lines: tuple[Line, ...]

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def every(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]


def components(text: str) -> list[Component]:
    """The components right inside each VCALENDAR; UnreadableError for too many lines or levels."""
    found: list[Component] = []
    open_ones: list[tuple[str, list[Line]]] = []
    methods: list[str] = []
    for line in _lines(text):
        if line.name == "BEGIN":
            open_ones.append((line.value.strip().upper(), []))
            if len(open_ones) > DEEPEST:
                raise UnreadableError(phrase("Its calendar is nested too deeply."))
        elif line.name == "END" and open_ones:
            kind, own = open_ones.pop()
            if [one for one, _ in open_ones] == ["VCALENDAR"]:
                found.append(Component(kind, "", tuple(own)))
            elif not open_ones and kind == "VCALENDAR":
                method = next((one.value.strip().upper() for one in own if one.name == "METHOD"), "")
                methods += [method] * (len(found) - len(methods))
        elif open_ones:
            open_ones[-1][1].append(line)
    # What was cut off before its END:VCALENDAR is no calendar.
    return [Component(one.kind, method, one.lines) for one, method in zip(found, methods, strict=False)]


def _lines(text: str) -> Iterator[Line]:
    unfolded = re.sub(r"\r\n?|\n", "\n", text).replace("\n ", "").replace("\n\t", "")
    lines = unfolded.split("\n")
    if len(lines) > MOST_LINES:
        raise UnreadableError(phrase("Its calendar is too long."))
    return (line for one in lines if (line := _line(one)) is not None)


def _line(text: str) -> Line | None:
    """NAME;PARAMETER=value;…:value, where quotes hide the marks inside them."""
    pieces, value = _parted(text)
    name = pieces[0].strip().upper()
    if value is None or not name:
        return None
    parameters: dict[str, str] = {}
    for piece in pieces[1:]:
        key, _, setting = piece.partition("=")
        parameters.setdefault(key.strip().upper(), setting.replace('"', "").strip())
    return Line(name, parameters, value)


def _parted(text: str) -> tuple[list[str], str | None]:
    """What stands before the first colon outside quotes, parted at semicolons; and what stands after it."""
    pieces, start, quoted = [], 0, False
    for mark in _MARKS.finditer(text):
        place = mark.start()
        if mark[0] == '"':
            quoted = not quoted
        elif not quoted:
            pieces.append(text[start:place])
            if mark[0] == ":":
                return pieces, text[place + 1 :]
            start = place + 1
    return [text], None


_MARKS = re.compile('[":;]')
