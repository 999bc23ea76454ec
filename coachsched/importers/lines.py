"""The rows of a table, whether it is text or a spreadsheet."""

from __future__ import annotations

from coachsched.importers.decoding import decode, refuse_too_large
from coachsched.importers.headers import Synonyms, best_header
from coachsched.importers.tables import Line, parse
from coachsched.importers.workbooks import Sheet, is_workbook, read_sheets


def read_lines(
    data: bytes, name: str, encoding: str | None = None, synonyms: Synonyms | None = None
) -> list[Line]:
    """Every row that is not blank of delimited text, or of one sheet of a workbook.

    Of several sheets it is the first that names most of the columns in ``synonyms``. Raises InputError;
    see ``decode`` for ``encoding``.
    """
    sheets = read_tables(data, name, encoding)
    if not sheets:
        return []
    return max(sheets, key=lambda sheet: best_header(sheet.lines, synonyms or {})[1]).lines


def read_tables(data: bytes, name: str, encoding: str | None = None) -> list[Sheet]:
    """The sheets of a workbook, or delimited text as the only one; blank ones left out."""
    refuse_too_large(data, name)
    if is_workbook(data, name):
        return read_sheets(data, name)
    lines = parse(decode(data, name, encoding), name)
    return [Sheet("", lines)] if lines else []
