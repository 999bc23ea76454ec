"""Zip archives, checked before anything opens them: what they declare, and what really comes out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Large, phrase
from coachsched.importers.tables import one_line

MOST_UNPACKED = 48_000_000
MOST_ENTRIES = 1_000
_CHUNK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# The second is an archive without a file in it.
_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OF_WORKBOOKS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
# zipfile lets all of these out of a damaged archive.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError,
    ValueError, OverflowError, MemoryError, IndexError, AttributeError,
)  # fmt: skip


def is_zip(data: bytes) -> bool:
    """Whether a file is a zip archive, of whatever."""
    return data.startswith(_MARKS)


def holds_workbook(data: bytes, name: str) -> bool:
    """Whether a zip archive is a spreadsheet of its own. Raises InputError for a damaged archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not set(_OF_WORKBOOKS).isdisjoint(archive.namelist())
    except _DAMAGED:
        raise _damaged(name) from None


def check_zip(data: bytes, name: str) -> None:
    """Raises InputError where an archive is damaged, locked, or unpacks to more than MOST_UNPACKED bytes."""
    for _ in _unpacked(data, name, keep=False):
        pass


def unpack(data: bytes, name: str) -> list[tuple[str, bytes]]:
    """The files in an archive, in its order, without folders and what systems hide. Raises InputError."""
    return [
        (one_line(entry)[-120:], content)
        for entry, content in _unpacked(data, name, keep=True)
        if not _is_hidden(entry)
    ]


def _unpacked(data: bytes, name: str, keep: bool) -> Iterator[tuple[str, bytes]]:
    """Every file with its content, or with nothing where it need not be kept."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_unfit(entries, name)
            for entry in entries:
                kept = bytearray()
                with archive.open(entry) as file:
                    while chunk := file.read(_CHUNK):
                        # Counted as it comes, because what an archive declares need not be true.
                        total += len(chunk)
                        if total > MOST_UNPACKED:
                            raise _too_large(name)
                        if keep:
                            kept += chunk
                if not entry.is_dir():
                    yield entry.filename, bytes(kept)
    except _DAMAGED:
        raise _damaged(name) from None


def _refuse_unfit(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_ENTRIES:
        what = phrase("holds %(n)s files.", n=Large(len(entries)))
        raise InputError(Problem(name, what, phrase("Pack at most %(n)s.", n=Large(MOST_ENTRIES))))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_large(name)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        what, remedy = phrase("is locked with a password."), phrase("Save a copy without one.")
        raise InputError(Problem(name, what, remedy))
    if any(entry.compress_type not in _METHODS for entry in entries):
        what = phrase("is packed in a way that is not read here.")
        remedy = phrase("Pack it as an ordinary zip, or send the file inside it.")
        raise InputError(Problem(name, what, remedy))


def _is_hidden(entry: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in entry.split("/"))


def _too_large(name: str) -> InputError:
    what = phrase("unpacks to more than %(n)s MB.", n=MOST_UNPACKED // 1_000_000)
    return InputError(Problem(name, what, phrase("Leave out what is not needed.")))


def _damaged(name: str) -> InputError:
    remedy = phrase("Save or export it once more; a spreadsheet may also be saved as CSV (UTF-8).")
    return InputError(Problem(name, phrase("is damaged and cannot be opened."), remedy))
