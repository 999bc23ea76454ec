"""Bytes to text, never by guessing: a byte order mark, the encoding named or declared, or strict UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.suggest import suggest
from coachsched.importers.containers import is_zip, unpack

MAX_BYTES = 8_000_000
MOST_OFFERED = 6
_MOST_LINES = 5
_LONGEST = 80
_LEAD = 30

# L10N: the writing that an encoding of text files is for, up to "Unicode text, without its mark".
# What may be named where a file is neither marked nor UTF-8, likeliest first.
ENCODINGS = {
    "windows-1252": phrase("Western Europe"),
    "windows-1250": phrase("Central Europe"),
    "windows-1251": phrase("Cyrillic"),
    "windows-1253": phrase("Greek"),
    "windows-1254": phrase("Turkish"),
    "windows-1255": phrase("Hebrew"),
    "windows-1256": phrase("Arabic"),
    "windows-1257": phrase("Baltic"),
    "iso-8859-1": phrase("Western Europe, older"),
    "iso-8859-2": phrase("Central Europe, older"),
    "iso-8859-7": phrase("Greek, older"),
    "iso-8859-9": phrase("Turkish, older"),
    "iso-8859-15": phrase("Western Europe with the euro sign"),
    "koi8-r": phrase("Cyrillic, older"),
    "mac-roman": phrase("older Macintosh"),
    "shift_jis": phrase("Japanese"),
    "euc-kr": phrase("Korean"),
    "gb18030": phrase("Chinese, simplified"),
    "big5": phrase("Chinese, traditional"),
    "utf-8": phrase("any language"),
    "utf-16-le": phrase("Unicode text from Excel, without its mark"),
    "utf-16-be": phrase("Unicode text, without its mark"),
}

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BY_CODEC = {codecs.lookup(name).name: name for name in ENCODINGS}
# Subsets of what is offered, under the names files declare.
_BY_CODEC |= {
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
}
_UTF_16 = ("utf-16-le", "utf-16-be")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")


class EncodingError(InputError):
    """The text's encoding is not known: ask for one of ENCODINGS and read the file again with it."""


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file called ``name``.

    A byte order mark decides; else ``encoding`` where it is given; else what an XML file declares of itself;
    else it must be UTF-8. Raises EncodingError where the encoding has to be named, InputError where the file
    is no text.
    """
    refuse_too_large(data, name)
    if data.startswith(_WORKBOOKS):
        what = phrase("is a workbook or PDF, not text.")
        raise InputError(Problem(name, what, phrase("Save the sheet as CSV (UTF-8).")))
    wanted = encoding or _declared(data)
    named = _named(wanted, name) if wanted else None
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], marked, name)
    if named is None and b"\0" in data:
        what = phrase("is not plain text, or UTF-16 without its mark.")
        raise EncodingError(Problem(name, what, _choices()))
    return _decode(data, named or "utf-8", name)


def preview(data: bytes, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The encodings a file called ``name`` may have, likeliest first, each with lines that tell them apart.

    Only encodings that can be read to the end and show different lines are offered, six at most. Of an
    archive they are those of its first file that has to be asked about. Empty where there is nothing to ask.
    Raises InputError where the file is too large.
    """
    refuse_too_large(data, name)
    if is_zip(data):
        data = next((content for _, content in unpack(data, name) if _has_to_be_named(content)), b"")
    if data.startswith(_WORKBOOKS):
        return []
    offered: dict[tuple[str, ...], str] = {}
    for encoding in _candidates(data):
        lines = _samples(data, encoding)
        if lines:
            offered.setdefault(lines, encoding)
    # Sorted by what looks like words; the sort is stable, so that Western Europe stays first among equals.
    ranked = sorted(offered.items(), key=lambda pair: -_wordiness(pair[0]))
    return [(encoding, lines) for lines, encoding in ranked[:MOST_OFFERED]]


def refuse_too_large(data: bytes, name: str) -> None:
    """Raises InputError for a file beyond MAX_BYTES, whatever its kind."""
    if len(data) > MAX_BYTES:
        remedy = phrase("A file may have %(n)s MB; leave out what is not needed.", n=MAX_BYTES // 1_000_000)
        raise InputError(Problem(name, phrase("is too large (%(n)s MB).", n=len(data) / 1e6), remedy))


def _declared(data: bytes) -> str | None:
    """The encoding an XML file declares in its first line; UTF-16 cannot be true where that line was read."""
    found = _DECLARED.match(data)
    declared = found[1].decode() if found else ""
    return declared if declared and not declared.casefold().startswith(("utf-16", "utf16", "ucs-2")) else None


def _named(encoding: str, name: str) -> str:
    try:
        return _BY_CODEC[codecs.lookup(encoding).name]
    except (LookupError, ValueError):
        what = phrase("cannot be read as %(encoding)s.", encoding=repr(encoding))
        raise EncodingError(Problem(name, what, suggest(encoding, ENCODINGS))) from None


def _decode(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + len(_LINE_END.findall(data[: error.start].decode(encoding, "replace")))
        what = phrase("is not %(encoding)s.", encoding=encoding)
        raise EncodingError(Problem(on_line(line, name), what, _choices())) from None


def _choices() -> str:
    listed = "; ".join(f"{encoding} ({where})" for encoding, where in ENCODINGS.items())
    return phrase("Save the file as UTF-8, or name its encoding: %(encodings)s.", encodings=listed)


def _has_to_be_named(data: bytes) -> bool:
    try:
        decode(data, "")
    except EncodingError:
        return True
    except InputError:
        return False
    return False


def _candidates(data: bytes) -> Iterator[str]:
    wide = b"\0" in data
    for encoding in ENCODINGS:
        if (encoding in _UTF_16) == wide and encoding != "utf-8" and _reads(data, encoding):
            yield encoding


def _reads(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\0" not in text


def _samples(data: bytes, encoding: str) -> tuple[str, ...]:
    """The first lines with a letter beyond ASCII; under UTF-16 simply the first lines."""
    if encoding in _UTF_16:
        lines = data.decode(encoding).splitlines()[:_MOST_LINES]
        return tuple(_printable(line[:_LONGEST]) for line in lines if line.strip())
    found = []
    for line in re.split(rb"[\r\n]+", data):
        if match := _BEYOND_ASCII.search(line):
            start = max(0, match.start() - _LEAD)
            found.append(
                _printable(line[start : start + 4 * _LONGEST].decode(encoding, "replace")[:_LONGEST])
            )
            if len(found) == _MOST_LINES:
                break
    return tuple(found)


def _wordiness(lines: tuple[str, ...]) -> float:
    """The share of letters among the characters beyond ASCII, capitals inside a word counting against it."""
    text = " ".join(lines)
    beyond = [index for index, letter in enumerate(text) if letter > "\x7f"]
    good = sum(
        text[index].isalpha() and not (text[index].isupper() and index and text[index - 1].islower())
        for index in beyond
    )
    return round(good / len(beyond), 1) if beyond else 0.0


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
