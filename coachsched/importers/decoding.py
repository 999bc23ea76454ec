"""Bytes to text, never by guessing: a byte order mark, strict UTF-8, or the encoding named."""

from __future__ import annotations

import codecs
import re

from coachsched.core.errors import InputError, Problem
from coachsched.core.suggest import suggest

MAX_BYTES = 8_000_000

# What may be named where a file is neither marked nor UTF-8, likeliest first.
ENCODINGS = {
    "windows-1252": "Western Europe",
    "windows-1250": "Central Europe",
    "windows-1251": "Cyrillic",
    "windows-1253": "Greek",
    "windows-1254": "Turkish",
    "windows-1255": "Hebrew",
    "windows-1256": "Arabic",
    "windows-1257": "Baltic",
    "iso-8859-1": "Western Europe, older",
    "iso-8859-2": "Central Europe, older",
    "iso-8859-15": "Western Europe with the euro sign",
    "mac-roman": "older Macintosh",
    "shift_jis": "Japanese",
    "euc-kr": "Korean",
    "gb18030": "Chinese, simplified",
    "big5": "Chinese, traditional",
    "utf-8": "any language",
    "utf-16-le": "Unicode text from Excel, without its mark",
    "utf-16-be": "Unicode text, without its mark",
}

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BY_CODEC = {codecs.lookup(name).name: name for name in ENCODINGS}


class EncodingError(InputError):
    """The text's encoding is not known: ask for one of ENCODINGS and read the file again with it."""


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file called ``name``.

    A byte order mark decides; else ``encoding`` where it is given; else it must be UTF-8.
    Raises EncodingError where the encoding has to be named, InputError where the file is no text.
    """
    _refuse_what_is_no_text(data, name)
    named = _named(encoding, name) if encoding else None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], marked, name)
    if named is None and b"\0" in data:
        raise EncodingError(Problem(name, "is not plain text, or UTF-16 without its mark.", _choices()))
    return _decode(data, named or "utf-8", name)


def _refuse_what_is_no_text(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1e6:.1f} MB"
        remedy = f"A file may have {MAX_BYTES // 1_000_000} MB; leave out what is not needed."
        raise InputError(Problem(name, f"is too large ({size}).", remedy))
    if data.startswith(_WORKBOOKS):
        raise InputError(Problem(name, "is a workbook or PDF, not text.", "Save the sheet as CSV (UTF-8)."))


def _named(encoding: str, name: str) -> str:
    try:
        return _BY_CODEC[codecs.lookup(encoding).name]
    except (LookupError, ValueError):
        remedy = suggest(encoding, ENCODINGS)
        raise EncodingError(Problem(name, f"cannot be read as {encoding!r}.", remedy)) from None


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + len(_LINE_END.findall(data[: error.start].decode(encoding, "replace")))
        raise EncodingError(Problem(f"{name}, line {line}", f"is not {encoding}.", _choices())) from None


def _choices() -> str:
    listed = "; ".join(f"{encoding} ({where})" for encoding, where in ENCODINGS.items())
    return f"Save the file as UTF-8, or name its encoding: {listed}."


def preview(data: bytes, name: str) -> list[tuple[str, list[str]]]:
    """The first lines with letters beyond ASCII as each encoding that can be would read them."""
    found = []
    for encoding in ENCODINGS:
        try:
            text = decode(data, name, encoding)
        except InputError:
            continue
        lines = [line for line in text.splitlines()[:2000] if not line.isascii()]
        found.append((encoding, lines[:3]))
    return found
