"""XML that is nothing but tables of attributes, read so that no file can harm: no entities, no depth."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Large, phrase
from coachsched.core.places import on_line

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
        why = str(error).partition(":")[0]
        what = phrase("is not whole or not well-formed XML: %(why)s.", why=why)
        where = on_line(error.position[0], name)
        raise InputError(Problem(where, what, phrase("Export it once more."))) from None
    except DefusedXmlException:
        what = phrase("defines a document type or entities, which no timetable needs.")
        remedy = phrase("Export it once more, or take the definition out.")
        raise InputError(Problem(name, what, remedy)) from None
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
            what = phrase("is nested too deeply to be a timetable.")
            raise InputError(Problem(self._name, what))
        if tag in self.tables:
            self._count += 1
            if self._count > MOST_ELEMENTS:
                what = phrase("has more than %(n)s entries.", n=Large(MOST_ELEMENTS))
                raise InputError(Problem(self._name, what, phrase("Leave out what is not needed.")))
            line = getattr(self.parser, "CurrentLineNumber", 0)
            self.tables[tag].append(Element(line, attributes))

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None:
        """The parser asks for a result; it is in ``tables``."""
