"""The titles of a wide grid: days, periods and weeks in one ("Mon1", "A Tue P2", "Day 1 / 3") or apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from coachsched.importers.headers import key
from coachsched.importers.weekday_names import some_weekday

LONGEST = 40
_BETWEEN = " \t\n/_.:|,;()[]-–—"
_WEEK_WORD = r"(?:week|wk|woche|wo|semaine|semana|settimana|sem|viikko|uke|vecka|w)"
_WEEK = re.compile(rf"(?:{_WEEK_WORD}[\s.]*([A-H]|\d{{1,2}})|([A-H]))(?![^\W_])", re.IGNORECASE)
_NUMBERED_DAY = re.compile(
    r"(?:day|tag|jour|día|dia|giorno|dag|dzień|den|nap|päivä|d)[\s_.-]*\d{1,2}(?!\d)", re.I
)
_LETTERS = re.compile(r"[^\W\d_]+")


class Title(NamedTuple):
    """A day and what else a title says after it; ``week`` only where it is said before the day."""

    week: str
    day: str
    rest: str


class Slot(NamedTuple):
    """Where a column of the grid is; ``week`` is empty where there is one week only."""

    week: str
    day: str
    period: str


@lru_cache(maxsize=4096)
def read_title(text: str) -> Title | None:
    """The day a title names, its week before, its period or week after; None where it names no day."""
    if not text or len(text) > LONGEST:
        return None
    if found := _day(text):
        return Title("", *found)
    week = _WEEK.match(text)
    found = _day(text[week.end() :].lstrip(_BETWEEN)) if week else None
    return Title(_week(week), *found) if week and found else None


def read_week(text: str) -> str:
    """The week of a text that names nothing else ("Week A", "B"); empty for others."""
    found = _WEEK.fullmatch(text.strip(_BETWEEN)) if len(text) <= LONGEST else None
    return _week(found) if found else ""


def slots(titles: Sequence[Title]) -> list[Slot] | None:
    """The slots of titles that each name a day and a period; None where some name no period.

    A single letter after the day is a week if a period follows it everywhere ("Mon A 1"), else a period.
    """
    if not all(title.rest for title in titles):
        return None
    split = [_split_week(title) for title in titles]
    if all(slot.period for slot in split):
        return split
    return [Slot(title.week, title.day, title.rest) for title in titles]


def day_of(title: Title) -> Slot | None:
    """The day of a title that names no period, its week before or after it."""
    if not title.rest:
        return Slot(title.week, title.day, "")
    week = read_week(title.rest)
    return Slot(week, title.day, "") if week else None


def _day(text: str) -> tuple[str, str] | None:
    """The day a text begins with, and the rest."""
    letters = _LETTERS.match(text)
    word = letters[0] if letters else ""
    if letters and _is_weekday(word):
        return word, text[letters.end() :].strip(_BETWEEN)
    # "MonA1": a week written onto the day.
    if letters and word[-1] in "ABCD" and not word.isupper() and _is_weekday(word[:-1]):
        return word[:-1], text[letters.end() - 1 :].strip(_BETWEEN)
    numbered = _NUMBERED_DAY.match(text)
    return (numbered[0].strip(), text[numbered.end() :].strip(_BETWEEN)) if numbered else None


def _is_weekday(word: str) -> bool:
    found = some_weekday(word)
    return found is not None and not found.rest and len(key(word)) > 1


def _split_week(title: Title) -> Slot:
    week = _WEEK.match(title.rest)
    if title.week or not week:
        glued = re.fullmatch(r"([A-H])(\d{1,2})", title.rest)
        if glued and not title.week:
            return Slot(glued[1], title.day, glued[2])
        return Slot(title.week, title.day, title.rest)
    return Slot(_week(week), title.day, title.rest[week.end() :].strip(_BETWEEN))


def _week(found: re.Match[str]) -> str:
    return (found[1] or found[2] or "").upper()
