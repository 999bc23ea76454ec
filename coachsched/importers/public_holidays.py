"""Public and school holidays of a country or a part of it, as the ``holidays`` package knows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import holidays
from holidays.registry import COUNTRIES

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.suggest import suggest
from coachsched.importers.dates_file import DatesFile, NamedDates, gathered

CATEGORIES = ("public", "school")
FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST_YEARS = 10
_CODES = {codes[1]: name for name, codes in COUNTRIES.items()}


def countries() -> list[tuple[str, str]]:
    """Code and name of every country there is, by name."""
    named = ((code, _titled(name)) for code, name in _CODES.items())
    return sorted(named, key=lambda pair: pair[1])


def subdivisions(country: str) -> list[tuple[str, str]]:
    """Code and name of a country's parts, by name; none where it has none. Raises InputError."""
    known = _country(country)
    names: dict[str, str] = {}
    for alias, code in known.subdivisions_aliases.items():
        names.setdefault(code, alias)
    return sorted(((code, names.get(code, code)) for code in known.subdivisions), key=lambda pair: pair[1])


def school_week(country: str) -> tuple[int, ...]:
    """The weekdays that are no weekend in a country, its first one first; Monday to Friday by default."""
    if country.upper() not in _CODES:
        return (0, 1, 2, 3, 4)
    weekend = getattr(holidays, country.upper())().weekend
    first = next((day for day in range(7) if day not in weekend and (day - 1) % 7 in weekend), 0)
    return tuple((first + day) % 7 for day in range(7) if (first + day) % 7 not in weekend)


def read(country: str, subdivision: str | None, years: Sequence[int]) -> DatesFile:
    """The holidays of some years in the country's own language: public ones, and those of its schools.

    ``subdivision`` is a code or name of the country's, or None for what all of it keeps. Raises InputError.
    """
    known = _country(country)
    part = _subdivision(known, country, subdivision) if subdivision else None
    _check_years(years)
    named_place = f"{country.upper()}, {part}" if part else country.upper()
    place = phrase("holidays of %(place)s", place=named_place)
    named = [
        NamedDates("holiday", first, last, name, place)
        for category in CATEGORIES
        if category in known.supported_categories
        for first, last, name in _runs(known, part, years, category)
    ]
    if not named:
        what = phrase("no holidays of %(place)s are known in these years.", place=named_place)
        raise InputError(Problem("years", what, phrase("Choose others.")))
    return gathered(named, place)


def _runs(known: Any, part: str | None, years: Sequence[int], category: str) -> list[tuple[date, date, str]]:
    """The holidays of one category, dates that follow each other under one name as one."""
    language = {"language": known.default_language} if known.default_language else {}
    found = known(subdiv=part, years=sorted(set(years)), categories=(category,), **language)
    runs: list[tuple[date, date, str]] = []
    for on, name in sorted(found.items()):
        if runs and runs[-1][2] == name and (on - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], on, name)
        else:
            runs.append((on, on, name))
    return runs


def _country(code: str) -> Any:
    if code.upper() not in _CODES:
        what = phrase('"%(code)s" is not a country known here.', code=code[:40])
        raise InputError(Problem("country", what, _near(code, dict(countries()))))
    return getattr(holidays, code.upper())


def _subdivision(known: Any, country: str, written: str) -> str:
    """The code of a part of a country, by its code or one of its names, whatever the capitals."""
    names = {name.casefold(): code for name, code in known.subdivisions_aliases.items()}
    names |= {code.casefold(): code for code in known.subdivisions}
    code: str | None = names.get(written.strip().casefold())
    if code is None:
        what = phrase(
            '"%(part)s" is not a part of %(country)s known here.', part=written[:40], country=country.upper()
        )
        raise InputError(Problem("subdivision", what, _near(written, dict(subdivisions(country)))))
    return code


def _check_years(years: Sequence[int]) -> None:
    if not years or not all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
        what = phrase("name years between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
        raise InputError(Problem("years", what, phrase("Write one like 2027, or two like 2026-2027.")))
    if len(set(years)) > MOST_YEARS:
        what = phrase("are more than %(n)s.", n=MOST_YEARS)
        raise InputError(Problem("years", what, phrase("Choose fewer.")))


def _near(word: str, names: dict[str, str]) -> str:
    """The code of what was probably meant; of many codes, an example."""
    named = {name.casefold(): code for code, name in names.items()}
    if word.strip().casefold() in named:
        return phrase('Write "%(code)s".', code=named[word.strip().casefold()])
    if len(names) < 60:
        return suggest(word, names)
    return phrase('Write its two letters, such as "DE" or "GB".')


def _titled(name: str) -> str:
    small = {"and", "of", "the"}
    words = [word if word in small else word.title() for word in name.split("_")]
    return " ".join(words)
