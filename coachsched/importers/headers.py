"""Finding the row that names the columns, whatever its order, language and the junk above it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase, phrases, some_of
from coachsched.core.places import on_line
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
            return phrase(
                "has %(n)s cells where at least %(least)s are needed.", n=len(line.cells), least=least
            )
        if any(line.cells[self.width :]):
            return phrase(
                "has %(n)s cells where the header has %(width)s.", n=len(line.cells), width=self.width
            )
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
        raise InputError(Problem(name, phrase("has no rows.")))
    found = _found(line.cells, synonyms)
    where = on_line(line.number, name)
    problems = [
        _repeated(column, indexes, line, where) for column, indexes in found.items() if len(indexes) > 1
    ]
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
            too_many = len(line.cells) > header.width
            remedy = phrase("Quote a cell that holds the delimiter.") if too_many else ""
            problems.append(Problem(on_line(line.number, name), fault, remedy))
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
    what = phrases(
        "does not name the column %(columns)s; found: %(found)s.",
        "does not name the columns %(columns)s; found: %(found)s.",
        len(missing),
        columns=missing,
        found=shown(line.cells),
    )
    return Problem(where, what, phrase("The first row of the table names its columns."))


def _repeated(column: str, indexes: Sequence[int], line: Line, where: str) -> Problem:
    what = phrase(
        "names the column %(column)s %(n)s times: %(titles)s.",
        column=column,
        n=len(indexes),
        titles=_listed(line.cells, indexes),
    )
    return Problem(where, what, phrase("Keep one of them, or rename the others."))


def _listed(cells: Sequence[str], indexes: Sequence[int]) -> str:
    titles = [f'"{cells[index][:_LONGEST_SHOWN]}"' for index in indexes if cells[index]]
    return some_of(titles, _MOST_SHOWN)
