"""TOML values to what the calendar needs; each reader takes a value or raises Wrong, which says why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from coachsched.core.suggest import suggest
from coachsched.importers.tables import has_control

Read = Callable[[object], Any]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_TEXT = 200
_TYPES = {
    bool: "true or false",
    int: "a whole number",
    float: "a decimal number",
    str: "text",
    datetime: "a date with a time",
    date: "a date",
    time: "a time",
    list: "a list",
    dict: "a table",
}


class Wrong(Exception):  # noqa: N818  it never leaves the importers
    """Why a value cannot be taken, and the remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what, self.remedy = what, remedy


def as_it_is(value: object) -> object:
    """Anything, for what is read further elsewhere."""
    return value


def text(value: object) -> str:
    """Some words on one line, trimmed and composed (NFC)."""
    if not isinstance(value, str):
        remedy = f'Write it in quotation marks: "{value}".' if type(value) in (int, float) else ""
        raise Wrong(f"{_named(value)}, not text.", remedy)
    if has_control(value.strip()) or len(value) > _LONGEST_TEXT:
        raise Wrong(f"must be one line of at most {_LONGEST_TEXT} characters.")
    return unicodedata.normalize("NFC", value.strip())


def words(value: object) -> str:
    """Text that is not empty."""
    if not (found := text(value)):
        raise Wrong("is empty.", "Write something.")
    return found


def on_date(value: object) -> date:
    """A date without a time."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Wrong(f"{_named(value)}, not a date.", "Write it without quotation marks, such as 2027-01-13.")
    return value


def minute(value: object) -> int:
    """A time of day as local minutes after midnight."""
    if not isinstance(value, time):
        raise Wrong(f"{_named(value)}, not a time.", "Write it without quotation marks, such as 08:45:00.")
    if value.second or value.microsecond:
        raise Wrong(f"{value} is not a whole minute.", "Write the seconds as 00.")
    return value.hour * 60 + value.minute


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{_named(value)}, not true or false.", "Write true or false without quotation marks.")
    return value


def weeks(value: object) -> int:
    """How many weeks a rotation has."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(f"{_named(value)}, not a whole number.", "Write a number such as 2.")
    if not 1 <= value <= 52:
        raise Wrong(f"{value} is not between 1 and 52.")
    return value


def one_of(*choices: str) -> Read:
    """A reader of one of a few words."""

    def read(value: object) -> str:
        chosen = words(value)
        if chosen not in choices:
            raise Wrong(f'"{chosen}" is not known.', suggest(chosen, choices))
        return chosen

    return read


def list_of(item: Read, named: str) -> Read:
    """A reader of a list, each of its items read by ``item``."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"{_named(value)}, not a list.", f"Write a list of {named} in square brackets.")
        if not value:
            raise Wrong("is an empty list.", f"Name the {named}.")
        return tuple(item(each) for each in value)

    return read


def weekday(value: object) -> int:
    """A weekday as a number, 0 for Monday."""
    name = words(value).casefold()
    for names in (WEEKDAYS, _FULL_WEEKDAYS):
        if name in names:
            return names.index(name)
    raise Wrong(f'"{value}" is not a weekday.', suggest(name, WEEKDAYS))


def timezone(value: object) -> str:
    """The name of a time zone this machine knows."""
    name = words(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones, such as "Europe", is an OSError
        places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        near = suggest(name, places)
        remedy = near if near.startswith("Did") else "Name a place, such as Africa/Johannesburg."
        raise Wrong(f'"{name}" is not a time zone.', remedy) from None
    return name


def _named(value: object) -> str:
    shown = value.isoformat() if isinstance(value, date | time) else repr(value)
    kind = _TYPES.get(type(value), "something else")
    return f"{shown[:60]} is {kind}" if not isinstance(value, dict | list) else f"is {kind}"
