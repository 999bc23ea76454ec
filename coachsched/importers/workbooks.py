"""Spreadsheets (.xlsx, .xlsm, .xlsb, .xls, .ods) to rows of text, in a program that can be stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Large, phrase
from coachsched.importers import workbook_child
from coachsched.importers.containers import check_zip, holds_workbook, is_zip
from coachsched.importers.tables import MAX_CELLS, MAX_ROWS, Line, clean, one_line

MOST_SECONDS = 20
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_CSV = phrase("Save the sheet as CSV (UTF-8), or as a new workbook.")


class Sheet(NamedTuple):
    """One sheet of a workbook, or the only table of a text; ``title`` is empty for the latter."""

    title: str
    lines: list[Line]


def is_workbook(data: bytes, name: str) -> bool:
    """Whether a file is a spreadsheet. Raises InputError for a zip archive that is damaged."""
    return data.startswith(_OLD_WORKBOOK) or (is_zip(data) and holds_workbook(data, name))


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets that are not blank; ``number`` of a line is its row in the sheet.

    Formulas give the value saved with them. Raises InputError for a workbook that is damaged, locked or
    larger than a table may be.
    """
    if is_zip(data):
        check_zip(data, name)
    answer = _ask_child(data, name)
    if fault := answer.get("fault"):
        raise InputError(_fault(fault, name))
    sheets = [
        Sheet(one_line(clean(title))[:60], [Line(number, list(map(clean, cells))) for number, cells in rows])
        for title, rows in answer["sheets"]
    ]
    found = [Sheet(title, [line for line in lines if any(line.cells)]) for title, lines in sheets]
    return [sheet for sheet in found if sheet.lines]


def _ask_child(data: bytes, name: str) -> dict[str, Any]:
    program = Path(workbook_child.__file__)
    try:
        done = subprocess.run(
            [sys.executable, "-I", program, str(MAX_ROWS), str(MAX_CELLS)],
            input=data,
            capture_output=True,
            env={},  # no secret of ours is for whatever a workbook may do to it
            timeout=MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise InputError(Problem(name, phrase("takes too long to open."), _SAVE_AS_CSV)) from None
    if done.returncode:
        what = phrase("is damaged, or too large to be opened as a workbook.")
        raise InputError(Problem(name, what, _SAVE_AS_CSV))
    return dict(json.loads(done.stdout))


def _fault(word: str, name: str) -> Problem:
    if word == "password":
        return Problem(name, phrase("is locked with a password."), phrase("Save a copy without one."))
    what = {
        "rows": phrase("has more than %(n)s rows.", n=Large(MAX_ROWS)),
        "cells": phrase("has a row of more than %(n)s cells.", n=Large(MAX_CELLS)),
    }.get(word, phrase("is too large to be opened as a workbook."))
    return Problem(name, what, phrase("Leave out what is not needed."))
