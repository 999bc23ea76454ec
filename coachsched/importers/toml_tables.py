"""The tables of a TOML file, read key by key; every fault is kept with its place, not only the first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coachsched.core.errors import InputError, Problem
from coachsched.core.suggest import suggest
from coachsched.importers.decoding import decode
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
            raise InputError(Problem(name, "is too large.", f"It may have {MAX_BYTES // 1000} kB."))
        text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        self.name = name
        self.lines = TomlLines(text)
        self.content = _parse(text, name)
        self.problems: list[Problem] = []

    def place(self, line: int | None, part: str = "") -> str:
        """Where something stands, as people read it: "school.toml, line 71, term 2 (Term 2)"."""
        return ", ".join(filter(None, (self.name, f"line {line}" if line else "", part)))

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
            self.problems.append(Problem(where, f"{name} is not one table.", f"Write [{name}] once."))
        elif required:
            self.problems.append(Problem(self.name, f"has no [{name}].", "Add it."))
        return None

    def many(self, name: str, required: bool = False) -> list[TomlTable]:
        """The tables of that name, each written ``[[name]]``."""
        found = self.content.get(name, [])
        if not _are_tables(found):
            where = self.place(self.lines.table(name) or self.lines.key(name))
            self.problems.append(Problem(where, f"{name} is not a list of tables.", f"Write [[{name}]]."))
            return []
        if required and not found:
            self.problems.append(Problem(self.name, f"has no [[{name}]].", "Add at least one."))
        return [
            TomlTable(self, table, name, f"{name.replace('_', ' ')} {number}", number - 1)
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
                    sound = self.fault(f"{name}: {wrong.what}", wrong.remedy, name)
            elif name in required:
                sound = self.fault(f"{name} is missing.", f"Add {name} = ….")
        return values if sound else None

    def tables(self, name: str, part: str) -> list[TomlTable] | None:
        """The tables in the list ``name``, called ``part`` and their label; None where it is no list."""
        found = self.content.get(name, [])
        if not _are_tables(found):
            remedy = f'Write {name} = [ {{ label = "1", … }}, … ].'
            self.fault(f"{name} must be a list of tables.", remedy, name)
            return None
        titles = [table.get("label", number) for number, table in enumerate(found, start=1)]
        return [
            TomlTable(
                self.file,
                table,
                self.name,
                f'{self.part}, {part} "{shown(title)}"',
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


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise InputError(Problem(name, "is nested too deeply to be read.")) from None
    except ValueError as error:  # besides TOMLDecodeError: a number of thousands of digits
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else len(text.splitlines())
        what = f"cannot be read as TOML: {_AT_LINE.sub('', str(error))}."
        remedy = _syntax_remedy(text.split("\n")[line - 1] if at else "")
        raise InputError(Problem(f"{name}, line {line}", what, remedy)) from None


def _syntax_remedy(line: str) -> str:
    if _SHORT_TIME.search(line):
        return "Write times with seconds, such as 08:45:00."
    return "Text stands in quotation marks; dates are written 2027-01-13 and times 08:45:00."


def _unknown(where: str, name: str, known: tuple[str, ...]) -> Problem:
    return Problem(where, f'"{shown(name)}" is not known.', suggest(name, known))


def shown(title: object) -> str:
    """A name for a message: on one line, cut where it is long."""
    return one_line(str(title)[:_LONGEST_SHOWN])


def _are_tables(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(table, dict) for table in found)
