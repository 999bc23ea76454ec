"""What a file is about: people, the history of partnerships, or a timetable."""

from __future__ import annotations

from typing import Literal, get_args

from coachsched.core.errors import InputError
from coachsched.importers import history, people
from coachsched.importers.headers import find_header
from coachsched.importers.tables import read_table

Kind = Literal["timetable", "people", "history"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_TOLD_BY: tuple[tuple[Kind, dict[str, tuple[str, ...]], tuple[str, ...]], ...] = (
    ("history", history.SYNONYMS, history.REQUIRED),
    ("people", people.SYNONYMS, people.REQUIRED),
)


def kind_of(data: bytes, name: str) -> Kind:
    """What the columns of a table say it is about; whatever else there is, is a timetable's."""
    try:
        lines = read_table(data, name)
    except InputError:
        return "timetable"
    for kind, synonyms, required in _TOLD_BY:
        try:
            find_header(lines, synonyms, required, name)
        except InputError:
            continue
        return kind
    return "timetable"
