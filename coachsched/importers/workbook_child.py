"""The program that opens a workbook: its bytes on standard input, its sheets as JSON on standard output.

A program of its own, because the library that reads workbooks makes room for every cell between the first
and the last: a file of 5 kB with a cell in the last corner ends the whole process, which no exception
handler sees. Here only this program ends. It runs without the rest of coachsched, so that it starts fast.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_MEMORY = 500 << 20
MOST_SECONDS = 10
MOST_AREA = 4_000_000
MOST_LETTERS = 16_000_000
MOST_MERGED = 500


def main() -> None:
    """Write ``{"sheets": [[title, [[number, [cell, …]], …]], …]}`` or ``{"fault": word}``."""
    limit()
    json.dump(read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])), sys.stdout)


def limit() -> None:
    """Bound what this program may take, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data: bytes, most_rows: int, most_cells: int) -> dict[str, Any]:
    """The visible sheets of a workbook, or the fault that keeps it from being read."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        return {"fault": "password"}
    sheets, letters = [], 0
    for one in book.sheets_metadata:
        if one.typ != SheetTypeEnum.WorkSheet or one.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(one.name)
        bottom, right = sheet.end or (-1, -1)
        height, width = bottom + 1, right + 1
        if height > most_rows:
            return {"fault": "rows"}
        if width > most_cells:
            return {"fault": "cells"}
        if height * width > MOST_AREA:
            return {"fault": "size"}
        rows = _rows(sheet)
        letters += sum(len(cell) for _, cells in rows for cell in cells)
        if letters > MOST_LETTERS:
            return {"fault": "size"}
        sheets.append([one.name, rows])
    return {"sheets": sheets}


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with their numbers in the sheet; a merged cell says the same all over."""
    table = [[shown(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < len(table) and (bottom - top + 1) * (right - left + 1) <= MOST_MERGED:
            for row in table[top : bottom + 1]:
                row[left : right + 1] = table[top][left : left + 1] * len(row[left : right + 1])
    return [(number, cells) for number, cells in enumerate(table, start=1) if any(cells)]


def shown(value: object) -> str:
    """A value as people see it in the sheet: 1 for 1.0, 08:00 for a time, 2027-01-13 for a date."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M" if not value.second else "%H:%M:%S")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


if __name__ == "__main__":
    main()
