"""What the title of a calendar event says of a lesson: its class and its subject (reference formats 4)."""

from __future__ import annotations

import re
from typing import NamedTuple

from coachsched.core.timetable import RowKind
from coachsched.importers.words import has_word

# 9B, 09a, 10.2, 7abc, 3ºA; never 1st to 4th, and never a number alone, which may be a room or a course.
_ONE = r"(?!\d+(?:st|nd|rd|th)\b)(?:0?[1-9]|1[0-3])(?:[.\-]\d|[º°ª]?[A-Za-zÄÖÜäöü]{1,4}\d?|[º°ª])"
_YEAR = (
    r"(?:year|yr|grade|form|class|klasse|kl|jahrgang|classe|clase|classe|curso)\.?\s*(?:0?[1-9]|1[0-3])[a-z]?"
)
_CLASS = rf"(?:{_ONE}|{_YEAR})"
_CLASSES = re.compile(rf"{_CLASS}(?:\s*[+,&/]\s*{_CLASS})*", re.IGNORECASE)
_AT_START = re.compile(rf"({_CLASSES.pattern})(?=\s)\s+(\S.*)", re.IGNORECASE)
_AT_END = re.compile(rf"(.*\S)\s+({_CLASSES.pattern})", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+[/|–—·:-]\s+|\s*[|·]\s*|:\s+|,\s+(?!\d)|\s*[()]\s*")
_JOINED = re.compile(r"\s*[+,&/]\s*")

_CANCELLED = re.compile(
    r"[\s\[(*!]*(?:cancell?ed|cancell?ation|entf[aä]llt|entfall|ausfall|f[aä]llt aus|annul[eé]e?|supprim[eé]"
    r"|cancelad[oa]|anulad[oa]|annullat[oa]|vervallen|uitval|vervalt)\b",
    re.IGNORECASE,
)
DUTY = (
    "duty",
    "supervision",
    "aufsicht",
    "pausenaufsicht",
    "surveillance",
    "guardia",
    "surveillant",
    "toezicht",
)
MEETING = (
    "meeting", "briefing", "conference", "*konferenz", "*besprechung", "réunion", "reunión", "reunião",
    "riunione", "vergadering", "overleg", "claustro",
)  # fmt: skip
PROTECTED = ("ppa", "planning time", "non-contact", "preparation time")


class Title(NamedTuple):
    """``sure`` is False where no class was seen and the whole title stands for it."""

    klass: str
    subject: str
    kind: RowKind
    sure: bool


def read_title(text: str) -> Title:
    """The class and subject in a title such as "9B Maths", "Maths / 9B" or "Year 9: Art".

    A duty, meeting or planning time has nobody to visit; any other title without a class is class and
    subject alike, so that the lesson can be visited.
    """
    text = " ".join(text.split())
    parts = [part for part in _BETWEEN.split(text) if part]
    named = [part for part in parts if _CLASSES.fullmatch(part)]
    if len(named) == 1 and len(parts) > 1:
        return Title(_joined(named[0]), ", ".join(part for part in parts if part != named[0]), "lesson", True)
    for kind, words in (("duty", DUTY), ("meeting", MEETING), ("protected", PROTECTED)):
        if has_word(text, words):
            return Title("", text, kind, True)  # type: ignore[arg-type]
    if match := _AT_START.fullmatch(text):
        return Title(_joined(match[1]), match[2], "lesson", True)
    if match := _AT_END.fullmatch(text):
        return Title(_joined(match[2]), match[1], "lesson", True)
    if _CLASSES.fullmatch(text):
        return Title(_joined(text), "", "lesson", True)
    return Title(text, text, "lesson", False)


def is_cancelled(status: str, title: str) -> bool:
    """Whether an event says that it does not take place: by its status, or by the first word of its title."""
    return status == "CANCELLED" or _CANCELLED.match(title) is not None


def _joined(classes: str) -> str:
    return "+".join(_JOINED.split(classes))
