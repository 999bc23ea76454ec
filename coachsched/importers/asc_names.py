"""The teachers, classes, subjects and rooms of an aSc export under the names its rows carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.labels import label_key
from coachsched.importers.asc_calendar import Tables, text
from coachsched.importers.timetable_file import FileTeacher
from coachsched.importers.xml_tables import Element


@dataclass(frozen=True)
class AscNames:
    """Names by id; ``listed`` are the teachers of the file, lessons or not."""

    teachers: dict[str, str]
    classes: dict[str, str]
    subjects: dict[str, str]
    rooms: dict[str, str]
    listed: tuple[FileTeacher, ...]


def read_names(tables: Tables) -> AscNames:
    """A teacher goes by the short name, as in the timetable on the wall, where no other has it."""
    teachers = _labels(tables["teacher"], "short", "name")
    return AscNames(
        teachers=teachers,
        classes=_labels(tables["class"], "name", "short"),
        subjects=_labels(tables["subject"], "name", "short"),
        rooms=_labels(tables["classroom"], "name", "short"),
        listed=tuple(_teacher(one, teachers[one.get("id")]) for one in _by_id(tables["teacher"]).values()),
    )


def ids(element: Element, *attributes: str) -> list[str]:
    """The ids in a comma list, each once."""
    return list(dict.fromkeys(part for one in element.get(*attributes).split(",") if (part := one.strip())))


def joined(cells: Sequence[str], names: dict[str, str]) -> str:
    """The names of those ids that the file defines, joined with ``+``."""
    return "+".join(dict.fromkeys(names[cell] for cell in cells if cell in names))


def _labels(elements: Sequence[Element], *attributes: str) -> dict[str, str]:
    """A name for each id: the first attribute that is not empty and no other element's, without a ``+``."""
    by_id = _by_id(elements)
    taken = {
        attribute: Counter(label_key(_plain(one, attribute)) for one in by_id.values())
        for attribute in attributes
    }
    found = {}
    for id, one in by_id.items():
        own = (
            label
            for attribute in attributes
            if (label := _plain(one, attribute)) and taken[attribute][label_key(label)] == 1
        )
        any_label = next(filter(None, (_plain(one, attribute) for attribute in attributes)), "")
        found[id] = next(own, "") or f"{any_label} ({id})".strip()
    return found


def _by_id(elements: Sequence[Element]) -> dict[str, Element]:
    return {id: one for one in elements if (id := one.get("id"))}


def _plain(element: Element, attribute: str) -> str:
    return text(element, attribute).replace("+", "/")


def _teacher(element: Element, label: str) -> FileTeacher:
    first, last = text(element, "firstname"), text(element, "lastname")
    full = text(element, "name") or f"{first} {last}".strip()
    reversed_name = f"{last}, {first}" if first and last else ""
    also = (text(element, "short"), f"{first} {last}".strip(), reversed_name)
    others = tuple(one for one in dict.fromkeys(also) if one and one not in (label, full))
    return FileTeacher(label, full, text(element, "email"), others)
