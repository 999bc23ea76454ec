"""Names that people write in several ways: folded spellings, weekdays in four languages, times of day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache

from coachsched.core.row_reading import WEEKDAY_NAMES, weekday_number

# What no accent is taken off: letters of their own (EDGE-CASES 17).
_OWN_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
})  # fmt: skip

WEEKDAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "English": tuple((full, full[:2]) for full in WEEKDAY_NAMES),
    "German": (
        ("montag", "mo"), ("dienstag", "di"), ("mittwoch", "mi"), ("donnerstag", "do"), ("freitag", "fr"),
        ("samstag", "sonnabend", "sa"), ("sonntag", "so"),
    ),
    "Spanish": (
        ("lunes", "lu", "l"), ("martes", "ma", "m"), ("miercoles", "mi", "x"), ("jueves", "ju", "j"),
        ("viernes", "vi", "v"), ("sabado", "sa", "s"), ("domingo", "do", "d"),
    ),
    "French": (
        ("lundi", "lu"), ("mardi", "ma"), ("mercredi", "me"), ("jeudi", "je"), ("vendredi", "ve"),
        ("samedi", "sa"), ("dimanche", "di"),
    ),
}  # fmt: skip
_SHORTEST_PART = 3

_NUMBERED = re.compile(
    r"(?:p|per|period|periode|periodo|lesson|hour|h|std|stunde|hora|heure|slot|sesion|seance|tramo|block)?"
    r"0*(\d{1,2})(?:[ao]|st|nd|rd|th|e|er|eme)?"
    r"(?:period|periode|periodo|lesson|hour|h|std|stunde|hora|heure|sesion|seance|tramo)?"
)
_TIMES = re.compile(r"(\d{1,2})[:.h](\d{2})\s*(?:-|–|—|to|bis|a|à)\s*(\d{1,2})[:.h](\d{2})(?!\d)")
_START = re.compile(r"\s*(\d{1,2})[:.h](\d{2})(?!\d)")
_FIRST_HOUR = 7
_PIECES = re.compile(r"\d+|\D+")


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """A text without case, accents, spaces and signs: "Día_1" and "dia 1" are the same."""
    return "".join(letter for letter in unaccented(text) if letter.isalnum())


@lru_cache(maxsize=16384)
def unaccented(text: str) -> str:
    """A text without case and accents, letters such as ø and ł written with plain ones."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_OWN_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def weekdays(names: Collection[str]) -> dict[str, int]:
    """Which weekday each name is, 0 for Monday, read in the one language that knows most of them.

    A name of three letters may be the start of a weekday's; shorter ones only as usual in the language. What
    that language does not know may be another's, if it is long enough and no two disagree.
    """
    readings = [{name: day for name in names if (day := _weekday(name, known)) is not None}
                for known in WEEKDAYS.values()]  # fmt: skip
    best = max(readings, key=len)
    others = {name: {reading[name] for reading in readings if name in reading} for name in names}
    return {
        name: days.pop()
        for name, days in others.items()
        if len(days) == 1 and len(folded(name)) > _SHORTEST_PART and name not in best
    } | best


def _weekday(name: str, known: tuple[tuple[str, ...], ...]) -> int | None:
    key = folded(name)
    if known is WEEKDAYS["English"] and (number := weekday_number(key)) is not None:
        return number
    for number, spellings in enumerate(known):
        if key in spellings or (len(key) >= _SHORTEST_PART and spellings[0].startswith(key)):
            return number
    return None


def number_in(name: str) -> int | None:
    """The number of a period called by it: 3 for "P3", "Period 3", "3." and "3ª hora"; else None."""
    found = _NUMBERED.fullmatch(folded(name))
    return int(found[1]) if found else None


def times_in(name: str) -> tuple[int, int] | None:
    """Start and end, in minutes after midnight, of a period called by its time: " 09:15 - 09:50"."""
    found = _TIMES.search(name)
    if not found:
        return None
    hours = int(found[1]), int(found[3])
    start, end = hours[0] * 60 + int(found[2]), hours[1] * 60 + int(found[4])
    return (start, end) if start < end <= 24 * 60 else None


def start_in(name: str) -> int | None:
    """When a period called by its start begins, in minutes: "01:00" in a school is after noon."""
    found = _START.match(name)
    if not found:
        return None
    hour = int(found[1])
    return (hour + 12 if hour < _FIRST_HOUR else hour) * 60 + int(found[2])


def by_name(name: str) -> tuple[str, str]:
    """A key that sorts names as people look them up: "Émile" after "Elsa", "de Vries" before "Diaz"."""
    return unaccented(name), name


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts "Day 10" after "Day 9"."""
    pieces = _PIECES.findall(name.casefold())
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def by_key(names: Mapping[str, str]) -> dict[str, str]:
    """What each key stands for, where no two names share it."""
    keys = list(names.values())
    return {key: name for name, key in names.items() if key and keys.count(key) == 1}
