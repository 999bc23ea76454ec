"""Dates, times of day and lists as the language being spoken writes them (CLDR, by Babel)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import get_locale

from coachsched.core.phrases import Large, Phrase
from coachsched.core.spelling import by_name

BRITISH = Locale("en", "GB")
# How dates are written: by Babel's skeletons, and without commas in English, to be read at a glance.
STYLES = {"day": "MMMEd", "date": "MMMd", "month_day": "MMMMd", "weekday": "Ed", "month": "yMMMM"}
OF_ENGLISH = {
    "day": "EEE d MMM",
    "date": "d MMM",
    "month_day": "d MMMM",
    "weekday": "EEE d",
    "month": "MMMM y",
    "full_day": "EEEE d MMMM y",
    "long_day": "EEEE d MMMM",
}
# What CLDR leaves out: the first of a month is "1er" in French; "y" is "e" before its own sound in Spanish.
FIRST = re.compile(r"\b1\b")
BEFORE_I = re.compile(r" y (?=i|í|hi(?!e))", re.IGNORECASE)
LONG_DAYS = {"en_US": "EEEE, MMMM d", "de": "EEEE, d. MMMM", "es": "EEEE, d 'de' MMMM", "fr": "EEEE d MMMM"}


def spoken() -> Locale:
    """The locale being spoken; "en" is written as in Britain, and so are commands."""
    locale = get_locale()
    return BRITISH if locale is None or str(locale) == "en" else locale


def day(on: date) -> str:
    """Thu 14 Jan."""
    return _written(on, "day")


def short_date(on: date) -> str:
    """14 Jan."""
    return _written(on, "date")


def month_day(on: date) -> str:
    """14 January."""
    return _written(on, "month_day")


def weekday(on: date) -> str:
    """Thu 14."""
    return _written(on, "weekday")


def month(on: date) -> str:
    """January 2027."""
    return _written(on, "month")


def full_day(on: date) -> str:
    """Thursday 14 January 2027."""
    return _written(on, "full_day")


def long_day(on: date) -> str:
    """Thursday 14 January."""
    return _written(on, "long_day")


def month_name(on: date) -> str:
    """January, as it stands alone."""
    return str(get_month_names("wide", context="stand-alone", locale=spoken())[on.month])


def weekday_name(number: int, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """Monday for 0, as it stands alone; ``width`` "abbreviated" gives Mon."""
    return str(get_day_names(width, context="stand-alone", locale=spoken())[number])


def clock(at: time | datetime) -> str:
    """10:35, or 10:35 AM; the time of day as it is given, no zone is applied."""
    if spoken() == BRITISH:
        return f"{at:%H:%M}"
    return format_time(at.time() if isinstance(at, datetime) else at, "short", locale=spoken())


def listed(items: Sequence[object]) -> str:
    """Ada, Ben and Cleo."""
    locale = spoken()
    told = format_list([str(shown(one)) for one in items], locale=locale)
    return BEFORE_I.sub(" e ", told) if locale.language == "es" else told


def colon() -> str:
    """What stands between a label and what it labels; French keeps a space before it that breaks no line."""
    return "\N{NARROW NO-BREAK SPACE}:" if spoken().language == "fr" else ":"


def countries(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Countries by their names here, in that order; the names given stand in for those it does not know."""
    territories = spoken().territories
    here = [(code, str(territories.get(code, name))) for code, name in named]
    return sorted(here, key=lambda one: by_name(one[1]))


def first_weekday() -> int:
    """The day weeks begin with here: 0 is Monday, 6 is Sunday."""
    return spoken().first_week_day


def shown(value: object) -> object:
    """What fills the blank of a phrase, in the language being spoken."""
    if isinstance(value, Phrase):
        return str(value)
    if isinstance(value, datetime | time):
        return clock(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Large | float):
        return format_decimal(value, "0.0" if isinstance(value, float) else None, locale=spoken())
    if isinstance(value, list | tuple):
        return listed(value)
    return value


def _written(on: date, style: str) -> str:
    locale = spoken()
    if locale == BRITISH:
        return format_date(on, OF_ENGLISH[style], locale=locale)
    if style == "full_day":
        written = format_date(on, "full", locale=locale)
    elif style == "long_day":
        written = format_date(on, LONG_DAYS.get(str(locale), "EEEE d MMMM"), locale=locale)
    else:
        written = format_skeleton(STYLES[style], on, locale=locale)
    return FIRST.sub("1er", written) if locale.language == "fr" else written
