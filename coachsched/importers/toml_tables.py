"""The tables of a TOML file, read key by key; every fault is kept with its place, not only the first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.places import in_file, on_line
from coachsched.core.suggest import suggest
from coachsched.importers.decoding import EncodingError, decode
from coachsched.importers.tables import one_line
from coachsched.importers.toml_lines import TomlLines
from coachsched.importers.toml_values import Read, Wrong

MAX_BYTES = 1_000_000
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_SHORT_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?!:?\d)")
_LONGEST_SHOWN = 60


class TomlFile:
    """A TOML file called ``name``; ``problems`` collects what is wrong as its tables are read."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises InputError where the bytes are not TOML, with the line."""
        if len(data) > MAX_BYTES:
            remedy = phrase("It may have %(n)s kB.", n=MAX_BYTES // 1000)
            raise InputError(Problem(name, phrase("is too large."), remedy))
        text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        self.name = name
        self.lines = TomlLines(text)
        self.content = _parse(text, name)
        self.problems: list[Problem] = []

    def place(self, line: int | None, part: str = "") -> str:
        """Where something stands, as people read it: "school.toml, line 71, term 2 (Term 2)"."""
        where = on_line(line, self.name) if line else self.name
        return in_file(where, part) if part else where

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        for name in self.content:
            if name not in known:
                where = self.place(self.lines.table(name) or self.lines.key(name))
                self.problems.append(_unknown(where, name, known))

    def one(self, name: str, required: bool = True) -> TomlTable | None:
        """The table of that name, written ``[name]``."""
        found = self.content.get(name)
        if isinstance(found, dict):
            return TomlTable(self, found, name, name)
        if found is not None:
            where = self.place(self.lines.table(name) or self.lines.key(name))
            what = phrase("%(table)s is not one table.", table=name)
            self.problems.append(Problem(where, what, phrase("Write [%(table)s] once.", table=name)))
        elif required:
            self.problems.append(
                Problem(self.name, phrase("has no [%(table)s].", table=name), phrase("Add it."))
            )
        return None

    def many(self, name: str, required: bool = False) -> list[TomlTable]:
        """The tables of that name, each written ``[[name]]``."""
        found = self.content.get(name, [])
        if not _are_tables(found):
            where = self.place(self.lines.table(name) or self.lines.key(name))
            what = phrase("%(table)s is not a list of tables.", table=name)
            self.problems.append(Problem(where, what, phrase("Write [[%(table)s]].", table=name)))
            return []
        if required and not found:
            what = phrase("has no [[%(table)s]].", table=name)
            self.problems.append(Problem(self.name, what, phrase("Add at least one.")))
        return [
            TomlTable(self, table, name, _numbered(name, number), number - 1)
            for number, table in enumerate(found, start=1)
        ]


@dataclass
class TomlTable:
    """One table of a file; ``part`` is how people are told of it, ``index`` counts its namesakes from 0."""

    file: TomlFile
    content: dict[str, Any]
    name: str
    part: str
    index: int = 0
    line: int | None = None

    def read(self, required: Mapping[str, Read], optional: Mapping[str, Read]) -> dict[str, Any] | None:
        """The values of the keys that are there; None where a required one is missing or any is wrong."""
        known = (*required, *optional)
        for name in self.content:
            if name not in known:
                self.file.problems.append(_unknown(self.place(name), name, known))
        values, sound = {}, True
        for name, read in (*required.items(), *optional.items()):
            if name in self.content:
                try:
                    values[name] = read(self.content[name])
                except Wrong as wrong:
                    sound = self.fault(Problem(name, wrong.what).words, wrong.remedy, name)
            elif name in required:
                what = phrase("%(key)s is missing.", key=name)
                sound = self.fault(what, phrase("Add %(key)s = ….", key=name))
        return values if sound else None

    def periods(self, name: str) -> list[TomlTable] | None:
        """The tables in the list ``name``, each a period called by its label; None where it is no list."""
        found = self.content.get(name, [])
        if not _are_tables(found):
            remedy = phrase('Write %(key)s = [ { label = "1", … }, … ].', key=name)
            self.fault(phrase("%(key)s must be a list of tables.", key=name), remedy, name)
            return None
        titles = [table.get("label", number) for number, table in enumerate(found, start=1)]
        return [
            TomlTable(
                self.file,
                table,
                self.name,
                phrase('%(table)s, period "%(label)s"', table=self.part, label=shown(title)),
                self.index,
                self.file.lines.inner(self.name, self.index, "label", title),
            )
            for table, title in zip(found, titles, strict=True)
        ]

    def fault(self, what: str, remedy: str = "", key: str | None = None) -> bool:
        """Keep a fault of this table; False, for a caller that keeps count of what is sound."""
        self.file.problems.append(Problem(self.place(key), what, remedy))
        return False

    def place(self, key: str | None = None) -> str:
        line = self.line or self.file.lines.key(key, self.name, self.index)
        return self.file.place(line, self.part)


def _decode(data: bytes, name: str) -> str:
    try:
        return decode(data, name)
    except EncodingError as error:
        # TOML is UTF-8 and nothing else, so there is no encoding to name.
        remedy = phrase("Save the file as UTF-8.")
        raise EncodingError([Problem(one.where, one.what, remedy) for one in error.problems]) from None


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(Problem(name, phrase("is nested too deeply to be read."))) from None
    except ValueError as error:  # besides TOMLDecodeError: a number of thousands of digits
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else len(text.splitlines())
        what = phrase("cannot be read as TOML: %(why)s.", why=_AT_LINE.sub("", str(error)))
        remedy = _syntax_remedy(text.split("\n")[line - 1] if at else "")
        raise InputError(Problem(on_line(line, name), what, remedy)) from None


def _syntax_remedy(line: str) -> str:
    if _SHORT_TIME.search(line):
        return phrase("Write times with seconds, such as 08:45:00.")
    return phrase("Text stands in quotation marks; dates are written 2027-01-13 and times 08:45:00.")


def _unknown(where: str, name: str, known: tuple[str, ...]) -> Problem:
    return Problem(where, phrase('"%(word)s" is not known.', word=shown(name)), suggest(name, known))


def _numbered(table: str, number: int) -> str:
    return {
        "bell": phrase("bell %(number)s", number=number),
        "bell_rule": phrase("bell rule %(number)s", number=number),
        "term": phrase("term %(number)s", number=number),
        "exception": phrase("exception %(number)s", number=number),
    }[table]


def shown(title: object) -> str:
    """A name for a message: on one line, cut where it is long."""
    return one_line(str(title)[:_LONGEST_SHOWN])


def _are_tables(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(table, dict) for table in found)
