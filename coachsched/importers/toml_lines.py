"""On which line of a TOML file something stands, which the parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Callable

_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]")


class TomlLines:
    """A file's lines, searched for its tables and keys; None where the search finds nothing."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        found = [(number, _HEADER.match(line)) for number, line in enumerate(self._lines, start=1)]
        self._headers = [(number, match[1]) for number, match in found if match]

    def table(self, name: str, index: int = 0) -> int | None:
        """The line of the table ``[name]``, or of the one at ``index`` among several ``[[name]]``."""
        numbers = [number for number, header in self._headers if header == name]
        return numbers[index] if index < len(numbers) else None

    def key(self, key: str | None, table: str | None = None, index: int = 0) -> int | None:
        """The line of a key in a table; of the table where the key is not found or None is asked for."""
        start, end = self._span(table, index)
        if start is None or key is None:
            return start
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        return self._first(pattern.match, start, end, start if table else None)

    def inner(self, table: str, index: int, key: str, value: object) -> int | None:
        """The line in a table that gives a key in braces, such as ``label = "3"``, that text."""
        start, end = self._span(table, index)
        pattern = re.compile(rf"""\b{key}\s*=\s*["']\s*{re.escape(str(value))}\s*["']""")
        return self._first(pattern.search, start or 1, end, start)

    def _span(self, table: str | None, index: int) -> tuple[int | None, int]:
        """The lines from a table's header to the next table's; those inside it are not counted as next."""
        end = len(self._lines) + 1
        if table is None:
            return 1, min((number for number, _ in self._headers), default=end)
        start = self.table(table, index)
        if start is None:
            return None, end
        others = [n for n, name in self._headers if n > start and not name.startswith(f"{table}.")]
        return start, min(others, default=end)

    def _first(self, fits: Callable[[str], object], start: int, end: int, default: int | None) -> int | None:
        return next((number for number in range(start, end) if fits(self._lines[number - 1])), default)
