"""Many faults of one kind told as one, with their lines."""

from __future__ import annotations

from collections.abc import Iterable

from coachsched.core.errors import Problem
from coachsched.core.phrases import phrase, some_of
from coachsched.core.places import line_of, on_line

_MOST_LINES = 5


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in their order, those that say the same of several lines made one."""
    groups: dict[tuple[str, str, str, bool], list[str]] = {}
    for one in problems:
        found = line_of(one.where)
        file, line = found or (one.where, "")
        lines = groups.setdefault((file, one.what, one.remedy, bool(found)), [])
        lines += [line] if found else []
    return [Problem(_where(key[0], lines), key[1], key[2]) for key, lines in groups.items()]


def _where(file: str, lines: list[str]) -> str:
    """The first line and the further ones: "people.csv, line 4 (also 7, 9 and 12)"."""
    if not lines:
        return file
    place, further = on_line(lines[0], file), lines[1:]
    if not further:
        return place
    if len(further) <= _MOST_LINES:
        # L10N: a place in a file, and the further lines of which the same is to be said.
        return phrase("%(place)s (also %(lines)s)", place=place, lines=further)
    return phrase("%(place)s (also %(lines)s)", place=place, lines=some_of(further, _MOST_LINES))
