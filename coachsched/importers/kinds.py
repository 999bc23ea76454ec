"""What a file is about: people, the history of partnerships, or a timetable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from coachsched.core.errors import InputError
from coachsched.importers import history, people
from coachsched.importers.decoding import EncodingError, decode
from coachsched.importers.headers import Synonyms, find_header
from coachsched.importers.tables import Line, parse

Kind = Literal["timetable", "people", "history"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_COLUMNS: tuple[tuple[Kind, Synonyms, tuple[str, ...]], ...] = (
    ("history", history.SYNONYMS, history.REQUIRED),
    ("people", people.SYNONYMS, people.REQUIRED),
)
_READERS: tuple[tuple[Kind, Callable[[bytes, str], object]], ...] = (
    ("history", history.read_history),
    ("people", people.read_people),
)


def kind_of(data: bytes, name: str) -> Kind:
    """What the columns of a table say it is about; whatever else there is, is a timetable's."""
    try:
        lines = parse(_text(data, name), name)
    except InputError:
        return _by_reading(data, name)
    names = (kind for kind, synonyms, required in _COLUMNS if _has(lines, synonyms, required, name))
    return next(names, "timetable")


def _text(data: bytes, name: str) -> str:
    """The text, as far as the titles of columns go: those in plain letters are the same in most encodings."""
    try:
        return decode(data, name)
    except EncodingError:
        return data.decode("latin-1")


def _has(lines: list[Line], synonyms: Synonyms, required: tuple[str, ...], name: str) -> bool:
    try:
        find_header(lines, synonyms, required, name)
    except InputError:
        return False
    return True


def _by_reading(data: bytes, name: str) -> Kind:
    """Of what is no text, such as a workbook: what can be read from beginning to end."""
    for kind, read in _READERS:
        try:
            read(data, name)
        except InputError:
            continue
        return kind
    return "timetable"
