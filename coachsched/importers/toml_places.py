"""From the place a calendar check names to the line of the file it is on."""

from __future__ import annotations

import re

from coachsched.core.errors import Problem
from coachsched.importers.toml_tables import TomlFile

_NUMBERED = re.compile(r"(term|bell rule) (\d+)")
_BELL = re.compile(r'bell "(.*?)"(?:, period "(.*)")?$')
_EXCEPTION = re.compile(r"exception (\S+)$")


def placed(problem: Problem, file: TomlFile) -> Problem:
    """The problem with the file and, where it is found, the line put before its place."""
    return Problem(file.place(_line(problem.where, file), problem.where), problem.what, problem.remedy)


def _line(where: str, file: TomlFile) -> int | None:
    if match := _NUMBERED.match(where):
        return file.lines.table(match[1].replace(" ", "_"), int(match[2]) - 1)
    if match := _BELL.match(where):
        return _bell_line(match[1], match[2], file)
    if match := _EXCEPTION.match(where):
        dates = [str(table["date"]) for table in file.content["exception"]]
        return file.lines.table("exception", _last(dates, match[1]))
    return file.lines.table(where)


def _bell_line(name: str, period: str | None, file: TomlFile) -> int | None:
    names = [str(table["name"]).strip() for table in file.content["bell"]]
    if name not in names:
        return None
    index = _last(names, name) if period is None else names.index(name)
    return file.lines.inner("bell", index, "label", period) if period else file.lines.table("bell", index)


def _last(names: list[str], name: str) -> int:
    """Where a name stands last: of two that are the same, the later is the one too many."""
    return len(names) - 1 - names[::-1].index(name)
