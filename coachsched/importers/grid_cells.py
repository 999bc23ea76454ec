"""What one cell of a wide grid says: "9B Maths R12", "Maths 9B (R12)", "free", "Lunch duty", "PPA"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from coachsched.importers.headers import key
from coachsched.importers.tables import one_line

CellKind = Literal["lesson", "duty", "meeting", "absent", "protected", "release", "free"]

LONGEST = 200
_FREE = frozenset(map(key, (
    "free", "frei", "libre", "livre", "libero", "libera", "vrij", "fri", "ledig", "vapaa", "wolne", "volno",
    "non contact", "non-contact", "NCT", "nil", "none", "n/a", "lunch", "break", "recess", "Pause",
    "Mittagspause", "déjeuner", "récréation", "recreo", "intervalo", "pranzo", "intervallo", "pauze",
)))  # fmt: skip
_WORDS: dict[CellKind, tuple[str, ...]] = {
    "protected": ("PPA", "protected", "DOTT", "RFF"),
    "release": ("release", "release time"),
    "absent": (
        "absent", "off", "not in", "not in school", "away", "off site", "abwesend", "ausente", "assente",
    ),
}  # fmt: skip
_WHOLE = {key(word): kind for kind, words in _WORDS.items() for word in words}
_DUTY = re.compile(
    r"\b(?:duty|duties|supervision|on call|\w*aufsicht|surveillance|guardia|sorveglianza|toezicht)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:meeting|mtg|briefing|\w*konferenz|\w*besprechung|réunion|reunión|reunião|riunione|vergadering)\b",
    re.IGNORECASE,
)
_YEAR_WORD = r"(?:y|yr|year|gr|grade|form|klasse|kl|class|jg|jahrgang)\.?"
_CLASS = re.compile(
    rf"(?:{_YEAR_WORD}\s?\d{{1,2}}[A-Za-z]{{0,3}}\d?|\d{{1,2}}[.º°ª]?\s?[A-Za-z]{{1,3}}\d{{0,2}}|\d{{1,2}}\.\d)"
    r"(?:[/-][A-Za-z]{1,5}\d{0,2})?",
    re.IGNORECASE,
)
# Words that belong together though a space is between them: "Year 9", "1º A", "Room 12".
_APART = re.compile(rf"\b({_YEAR_WORD}|\d{{1,2}}[º°ª])\s+(?=\d|[A-Z]\b)", re.IGNORECASE)
_ROOM_APART = re.compile(
    r"\b((?:r|rm|room|raum|zi|zimmer|salle|aula|sala|lokaal|lab|hall|gym)\.?)\s+(?=\d)", re.IGNORECASE
)
_ROOM = re.compile(r"(?=.{0,8}\d)(?:[A-Za-z]{1,4}[.-]?)?\d{0,3}(?:\.\d{1,3})?[A-Za-z]?\d{0,3}", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]|@\s?(\S{1,40})")
_PARTS = re.compile(r"\s*[\n\r;,|]\s*|\s+[-–—/]\s+")
_JOIN = re.compile(r"\s*[+&]\s*")
# No cell holds these: tables.clean makes a plain space of the first, and strips the second.
_GLUE, _BOUND = "\u00a0", "\x1f"


class Cell(NamedTuple):
    """What a cell was taken for; ``shape`` is the same for cells that were read alike."""

    kind: CellKind
    klass: str = ""
    subject: str = ""
    room: str = ""
    shape: str = ""


@lru_cache(maxsize=8192)
def read_cell(text: str) -> Cell:
    """What a cell that is not empty says.

    What names no class is a lesson without one: its teacher is busy, and there is nothing to see.
    """
    word = key(text)
    line = one_line(text)[:LONGEST]
    if not word or word in _FREE:
        return Cell("free", shape="free")
    if word in _WHOLE:
        return Cell(_WHOLE[word], subject=line, shape=_WHOLE[word])
    if _DUTY.search(line):
        return Cell("duty", subject=line, shape="duty")
    if _MEETING.search(line):
        return Cell("meeting", subject=line, shape="meeting")
    return _lesson(text[:LONGEST], line)


def _lesson(text: str, line: str) -> Cell:
    bracketed = [found[0] or found[1] for found in _BRACKETED.findall(text)]
    parts = [_tokens(one_line(part)) for part in _PARTS.split(_BRACKETED.sub(" ", text)) if part.strip()]
    classes = [[token for token in part if _is_class(token)] for part in parts]
    others = [[token for token in part if not _is_class(token)] for part in parts]
    if sum(bool(has and rest) for has, rest in zip(classes, others, strict=True)) > 1:
        return Cell("lesson", subject=line, shape="two")
    named = [name for part in classes for token in part for name in _classes(token)]
    remaining = [part for part in others if part]
    room = one_line(bracketed[-1]).strip() if bracketed else ""
    if not named and not room and sum(map(len, remaining)) == 1 and any(map(str.isdigit, remaining[0][0])):
        return _cell(remaining[0], [], "")
    if not named and remaining and re.fullmatch(r"\d{1,2}", remaining[0][0]) and len(remaining[0]) > 1:
        named = [remaining[0].pop(0)]
    if not room and len(remaining) > 1:
        room = " ".join(remaining.pop())
    elif not room and remaining and _is_room(remaining[0][-1]) and (named or len(remaining[0]) > 1):
        room = remaining[0].pop()
    return _cell(named, [token for part in remaining for token in part], room)


def _cell(classes: list[str], subject: list[str], room: str) -> Cell:
    named = (("class", classes), ("subject", subject), ("room", room))
    klass, words = "+".join(dict.fromkeys(classes)), " ".join(subject)
    shape = "+".join(what for what, value in named if value)
    return Cell("lesson", _unbound(klass), _unbound(words), _unbound(room), shape)


def _unbound(text: str) -> str:
    return text.replace(_GLUE, " ").replace(_BOUND, " ")


def _is_room(token: str) -> bool:
    return _BOUND in token or _ROOM.fullmatch(token) is not None


def _tokens(part: str) -> list[str]:
    """The words of a part of a cell; "Year 9", "Room 12" and "9A + 9B" are one word each."""
    glued = _JOIN.sub("+", _ROOM_APART.sub(rf"\1{_BOUND}", _APART.sub(rf"\1{_GLUE}", part)))
    return [token for token in re.split(r"[ \t]+", glued.strip()) if token]


def _is_class(token: str) -> bool:
    return bool(_classes(token))


def _classes(token: str) -> list[str]:
    """The classes in a word, which may join several; none where a part is no class."""
    for sign in ("+", "/"):
        parts = token.split(sign)
        if all(_CLASS.fullmatch(part) for part in parts):
            return parts
    return [token] if _CLASS.fullmatch(token) else []
