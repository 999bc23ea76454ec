"""Delimited text to rows of cells, each with the line it starts on."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Large, phrase, phrases
from coachsched.core.places import on_line

DELIMITERS = ",;\t|"
MAX_ROWS = 100_000
MAX_CELLS = 1_000
_SAMPLE = 100
_MOST_TOLD = 50
_LONGEST_COMPOSED = 1000

# Spreadsheets and web pages leave these where people see a plain space.
_SPACES = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " "})
_ENDS = "".join(map(chr, (*range(0x21), *range(0x7F, 0xA0)))) + "\u2028\u2029\u200b\u200e\u200f\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# Excel writes this first line for itself, to name the delimiter.
_SEP = re.compile(r'"?sep=([,;\t|])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


class Line(NamedTuple):
    """One row of a table; ``number`` counts the lines of the file from 1."""

    number: int
    cells: list[str]


def parse(text: str, name: str) -> list[Line]:
    """The rows of delimited text: ``,`` ``;`` tab ``|``, any line end; cells trimmed, composed (NFC)."""
    text = text.translate(_SPACES) if not text.isascii() else text
    sep = _SEP.match(text)
    delimiter = sep[1] if sep else _delimiter(text)
    lines = list(islice(_records(text, delimiter, name), MAX_ROWS + 1))
    if len(lines) > MAX_ROWS:
        what = phrase("has more than %(n)s rows.", n=Large(MAX_ROWS))
        raise InputError(Problem(name, what, phrase("Leave out what is not needed.")))
    return lines[1:] if sep else lines


def has_control(text: str) -> bool:
    """Whether a text would break a line or a mail header, or turn the direction of what follows."""
    return _CONTROL.search(text) is not None


def clean(cell: str) -> str:
    """A cell as people see it: plain spaces, trimmed, accents composed (NFC)."""
    return cell.strip(_ENDS) if cell.isascii() else _composed(cell.translate(_SPACES), _ENDS)


def one_line(text: str) -> str:
    """The text with each run of control characters, line breaks included, made one space."""
    return text if text.isprintable() else _CONTROL.sub(" ", text).strip()


def refusal(problems: Sequence[Problem], name: str) -> InputError:
    """All the problems as one error; of very many, the first and how many more."""
    told = list(problems[:_MOST_TOLD])
    if len(problems) > len(told):
        more = len(problems) - len(told)
        told.append(Problem(name, phrases("has %(n)s more fault.", "has %(n)s more faults.", more)))
    return InputError(told)


def _delimiter(text: str) -> str:
    """The delimiter that cuts most rows into one same, large number of cells."""
    sample = list(islice(io.StringIO(text, newline=""), _SAMPLE))

    def evenness(delimiter: str) -> int:
        widths = Counter(len(cells) for cells in _lenient(sample, delimiter) if cells)
        return max((count * (width - 1) for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=evenness)


def _lenient(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows before whatever the csv module chokes on."""
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _records(text: str, delimiter: str, name: str) -> Iterator[Line]:
    """The rows that are not blank."""
    # Strict, because otherwise an open quotation mark swallows the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cleaned_by = str.strip if text.isascii() else _composed
    start = 1
    try:
        for cells in reader:
            if len(cells) > MAX_CELLS:
                what = phrase("has more than %(n)s cells.", n=Large(MAX_CELLS))
                raise InputError(Problem(on_line(start, name), what))
            cleaned = [cleaned_by(cell, _ENDS) for cell in cells]
            if any(cleaned):
                yield Line(start, cleaned)
            start = reader.line_num + 1
    except csv.Error:
        what = phrase("has a quotation mark that is not closed, or stands inside a quoted cell.")
        remedy = phrase("Double the marks inside a quoted cell, or take them out.")
        raise InputError(Problem(on_line(start, name), what, remedy)) from None


def _composed(cell: str, ends: str) -> str:
    cell = cell.strip(ends)
    # Composing is quadratic in the length of a run of accents, and nothing real is that long.
    return cell if cell.isascii() or len(cell) > _LONGEST_COMPOSED else unicodedata.normalize("NFC", cell)
