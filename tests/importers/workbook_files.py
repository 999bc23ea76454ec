"""Spreadsheets built in memory, for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

import openpyxl

ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:body><office:spreadsheet>
<table:table table:name="Week">{}</table:table>
</office:spreadsheet></office:body>
</office:document-content>"""


def xlsx(*sheets: Sequence[Sequence[object]], titles: Sequence[str] = ()) -> bytes:
    """A workbook of those sheets; a text that begins with "=" stays a text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(titles[number] if titles else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(row)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """An OpenDocument spreadsheet with one sheet of texts."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS_CONTENT.format(cells).encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of those files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """An archive with one of its files replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    return packed({**files, name: content})


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook as programs wrote it before 2007 (BIFF8 in a compound file), as small as one can be."""
    cells = b"".join(
        _label(at, column, cell) if isinstance(cell, str) else _number(at, column, cell)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    title = "Week".encode("utf-16-le")
    sheet_at = len(start) + 4 + 8 + len(title) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, 4, 1) + title)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + _record(0x000A)
    return _compound(start + bound + _record(0x000A) + sheet)


def _record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _label(row: int, column: int, text: str) -> bytes:
    letters = text.encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + letters)


def _number(row: int, column: int, number: float) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, number))


def _compound(stream: bytes) -> bytes:
    """A compound file with the stream ``Workbook`` in it: sector 0 is the table of sectors, 1 the folder."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = b"".join(struct.pack("<I", one) for one in [*chain, *[0xFFFFFFFF] * (128 - len(chain))])
    folder = (
        _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("Workbook", 2, -1, 2, len(stream)) + bytes(256)
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<I", 0xFFFFFFFF) * 108
    return header + table + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    head = title.ljust(64, b"\0") + struct.pack("<HBBiii", len(title), kind, 1, -1, -1, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
