"""XML that is nothing but tables of attributes, read so that no file can harm: no entities, no depth."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from coachsched.core.errors import InputError, Problem

DEEPEST = 30
MOST_ELEMENTS = 200_000


class Element(NamedTuple):
    """One row: the line of the file it starts on, and its attributes."""

    line: int
    attributes: dict[str, str]

    def get(self, *attributes: str) -> str:
        """The first of the attributes that is there, trimmed; empty where none is."""
        found = next((self.attributes[name] for name in attributes if name in self.attributes), "")
        return " ".join(found.split())


def read_elements(text: str, name: str, wanted: Collection[str]) -> dict[str, list[Element]]:
    """The elements of the tags wanted, in the order of the file; none of a tag that it lacks.

    Raises InputError for what is no well-formed XML, defines entities, is nested deeply or is too large.
    """
    collector = _Collector(wanted, name)
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    collector.parser = parser.parser
    try:
        parser.feed(text)
        parser.close()
    except ParseError as error:
        what = f"is not whole or not well-formed XML: {str(error).partition(':')[0]}."
        where = f"{name}, line {error.position[0]}"
        raise InputError(Problem(where, what, "Export it once more.")) from None
    except DefusedXmlException:
        what = "defines a document type or entities, which no timetable needs."
        raise InputError(Problem(name, what, "Export it once more, or take the definition out.")) from None
    return collector.tables


class _Collector:
    """What the parser tells of each element; text between elements is passed over."""

    def __init__(self, wanted: Collection[str], name: str) -> None:
        self.tables: dict[str, list[Element]] = {tag: [] for tag in wanted}
        self.parser: object = None
        self._name = name
        self._depth = self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(Problem(self._name, "is nested too deeply to be a timetable."))
        if tag in self.tables:
            self._count += 1
            if self._count > MOST_ELEMENTS:
                what = f"has more than {MOST_ELEMENTS:,} entries."
                raise InputError(Problem(self._name, what, "Leave out what is not needed."))
            line = getattr(self.parser, "CurrentLineNumber", 0)
            self.tables[tag].append(Element(line, attributes))

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        """The parser asks for a result; it is in ``tables``."""
