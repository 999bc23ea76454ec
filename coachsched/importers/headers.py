"""Finding the row that names the columns, whatever its order, language and the junk above it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coachsched.core.errors import InputError, Problem
from coachsched.importers.tables import Line

HEADER_WITHIN = 30
_MOST_SHOWN = 15
_LONGEST_SHOWN = 30

Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Header:
    """Which cell holds which column; ``width`` is how many cells the header has."""

    number: int
    columns: dict[str, int]
    width: int

    def cell(self, line: Line, column: str) -> str:
        """The line's cell in a column; empty where the file or the line has none."""
        index = self.columns.get(column)
        return line.cells[index] if index is not None and index < len(line.cells) else ""

    def fault(self, line: Line, needed: Iterable[str]) -> str | None:
        """What is wrong with the number of cells: a needed column lacks one, or one is beyond the header."""
        least = 1 + max(self.columns[column] for column in needed if column in self.columns)
        if len(line.cells) < least:
            return f"has {len(line.cells)} cells where at least {least} are needed."
        if any(line.cells[self.width :]):
            return f"has {len(line.cells)} cells where the header has {self.width}."
        return None


def best_header(lines: Sequence[Line], synonyms: Synonyms) -> tuple[Line | None, int]:
    """The line among the first that names most columns, and how many it names."""
    found = [(line, len(_found(line.cells, synonyms))) for line in lines[:HEADER_WITHIN]]
    return max(found, key=lambda pair: pair[1], default=(None, 0))


def find_header(lines: Sequence[Line], synonyms: Synonyms, required: Sequence[str], name: str) -> Header:
    """The header of a table. Raises InputError where a column is named twice or a required one is missing.

    A column's own name goes before its synonyms: beside ``class``, a column ``group`` is just an extra one.
    """
    line, _ = best_header(lines, synonyms)
    if line is None:
        raise InputError(Problem(name, "has no rows."))
    found = _found(line.cells, synonyms)
    where = f"{name}, line {line.number}"
    problems = [
        Problem(where, f"names the column {column} {len(indexes)} times: {_listed(line.cells, indexes)}.",
                "Keep one of them, or rename the others.")
        for column, indexes in found.items() if len(indexes) > 1
    ]  # fmt: skip
    if missing := [column for column in required if column not in found]:
        problems.append(_missing(missing, line, where))
    if problems:
        raise InputError(problems)
    columns = {column: indexes[0] for column, indexes in found.items()}
    return Header(line.number, columns, len(line.cells))


def sound_rows(
    lines: Sequence[Line], header: Header, needed: Sequence[str], name: str
) -> tuple[list[Line], list[Problem]]:
    """The rows under the header that have the cells they need, and what is wrong with the others."""
    sound, problems = [], []
    for line in lines:
        if line.number <= header.number:
            continue
        if fault := header.fault(line, needed):
            remedy = "Quote a cell that holds the delimiter." if len(line.cells) > header.width else ""
            problems.append(Problem(f"{name}, line {line.number}", fault, remedy))
        else:
            sound.append(line)
    return sound, problems


def shown(cells: Sequence[str]) -> str:
    """The cells of a row for a message, cut where there are many."""
    return _listed(cells, range(len(cells)))


@lru_cache(maxsize=2048)
def key(title: str) -> str:
    """A column's title without case, accents, spaces and signs: "Año_1" and "ano 1" are the same."""
    letters = unicodedata.normalize("NFKD", title[:_LONGEST_SHOWN]).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _found(cells: Sequence[str], synonyms: Synonyms) -> dict[str, list[int]]:
    titles = [key(cell) for cell in cells]
    found = {}
    for column, others in synonyms.items():
        own = [index for index, title in enumerate(titles) if title == key(column)]
        known = {key(other) for other in others}
        if indexes := own or [index for index, title in enumerate(titles) if title in known]:
            found[column] = indexes
    return found


def _missing(missing: Sequence[str], line: Line, where: str) -> Problem:
    columns = f"the column{'s' if len(missing) > 1 else ''} {' and '.join(missing)}"
    remedy = "The first row of the table names its columns."
    return Problem(where, f"does not name {columns}; found: {shown(line.cells)}.", remedy)


def _listed(cells: Sequence[str], indexes: Sequence[int]) -> str:
    titles = [f'"{cells[index][:_LONGEST_SHOWN]}"' for index in indexes if cells[index]]
    more = f" and {len(titles) - _MOST_SHOWN} more" if len(titles) > _MOST_SHOWN else ""
    return ", ".join(titles[:_MOST_SHOWN]) + more
