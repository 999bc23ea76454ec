"""Many faults of one kind told as one, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coachsched.core.errors import Problem

_LINE = re.compile(r"(?:(?P<file>.*), )?line (?P<line>\d+)", re.DOTALL)
_MOST_LINES = 5


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in their order, those that say the same of several lines made one."""
    groups: dict[tuple[str, str, str, bool], list[str]] = {}
    for one in problems:
        found = _LINE.fullmatch(one.where)
        file = (found["file"] or "") if found else one.where
        lines = groups.setdefault((file, one.what, one.remedy, bool(found)), [])
        lines += [found["line"]] if found else []
    return [Problem(_where(key[0], lines), key[1], key[2]) for key, lines in groups.items()]


def _where(file: str, lines: list[str]) -> str:
    if not lines:
        return file
    return ", ".join(filter(None, (file, f"line {lines[0]}{_also(lines[1:])}")))


def _also(lines: list[str]) -> str:
    """The further lines, as " (also 7, 9 and 12)"."""
    if not lines:
        return ""
    if len(lines) > _MOST_LINES:
        return f" (also {', '.join(lines[:_MOST_LINES])} and {len(lines) - _MOST_LINES} more)"
    *first, last = lines
    return f" (also {', '.join(first)} and {last})" if first else f" (also {last})"
