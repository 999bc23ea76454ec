"""TOML values to what the calendar needs; each reader takes a value or raises Wrong, which says why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from coachsched.core.calendar_checks import check_timezone
from coachsched.core.phrases import phrase
from coachsched.core.suggest import suggest
from coachsched.importers.tables import has_control

Read = Callable[[object], Any]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_TEXT = 200
# L10N: what a value in a file is, such as in "7 is a whole number, not text."
_TYPES = {
    bool: phrase("true or false"),
    int: phrase("a whole number"),
    float: phrase("a decimal number"),
    str: phrase("text"),
    datetime: phrase("a date with a time"),
    date: phrase("a date"),
    time: phrase("a time"),
    list: phrase("a list"),
    dict: phrase("a table"),
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
        is_number = type(value) in (int, float)
        remedy = phrase('Write it in quotation marks: "%(value)s".', value=repr(value)) if is_number else ""
        raise Wrong(phrase("%(found)s, not text.", found=_named(value)), remedy)
    if has_control(value.strip()) or len(value) > _LONGEST_TEXT:
        raise Wrong(phrase("must be one line of at most %(n)s characters.", n=_LONGEST_TEXT))
    return unicodedata.normalize("NFC", value.strip())


def words(value: object) -> str:
    """Text that is not empty."""
    if not (found := text(value)):
        raise Wrong(phrase("is empty."), phrase("Write something."))
    return found


def on_date(value: object) -> date:
    """A date without a time."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Wrong(
            phrase("%(found)s, not a date.", found=_named(value)),
            phrase("Write it without quotation marks, such as 2027-01-13."),
        )
    return value


def minute(value: object) -> int:
    """A time of day as local minutes after midnight."""
    if not isinstance(value, time):
        raise Wrong(
            phrase("%(found)s, not a time.", found=_named(value)),
            phrase("Write it without quotation marks, such as 08:45:00."),
        )
    if value.second or value.microsecond:
        what = phrase("%(time)s is not a whole minute.", time=value.isoformat())
        raise Wrong(what, phrase("Write the seconds as 00."))
    return value.hour * 60 + value.minute


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong(
            phrase("%(found)s, not true or false.", found=_named(value)),
            phrase("Write true or false without quotation marks."),
        )
    return value


def weeks(value: object) -> int:
    """How many weeks a rotation has."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(
            phrase("%(found)s, not a whole number.", found=_named(value)), phrase("Write a number such as 2.")
        )
    if not 1 <= value <= 52:
        raise Wrong(phrase("%(n)s is not between 1 and 52.", n=value))
    return value


def one_of(*choices: str) -> Read:
    """A reader of one of a few words."""

    def read(value: object) -> str:
        chosen = words(value)
        if chosen not in choices:
            raise Wrong(phrase('"%(word)s" is not known.', word=chosen), suggest(chosen, choices))
        return chosen

    return read


def list_of(item: Read) -> Read:
    """A reader of a list, each of its items read by ``item``."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            remedy = phrase("Write a list in square brackets.")
            raise Wrong(phrase("%(found)s, not a list.", found=_named(value)), remedy)
        if not value:
            raise Wrong(phrase("is an empty list."), phrase("Write at least one."))
        return tuple(item(each) for each in value)

    return read


def weekday(value: object) -> int:
    """A weekday as a number, 0 for Monday."""
    name = words(value).casefold()
    for names in (WEEKDAYS, _FULL_WEEKDAYS):
        if name in names:
            return names.index(name)
    raise Wrong(phrase('"%(word)s" is not a weekday.', word=str(value)), suggest(name, WEEKDAYS))


def timezone(value: object) -> str:
    """The name of a time zone this machine knows."""
    name = words(value)
    if fault := check_timezone(name):
        raise Wrong(fault.what, fault.remedy)
    return name


def _named(value: object) -> str:
    shown = value.isoformat() if isinstance(value, date | time) else repr(value)
    kind = _TYPES.get(type(value), phrase("something else"))
    if isinstance(value, dict | list):
        return phrase("is %(kind)s", kind=kind)
    return phrase("%(value)s is %(kind)s", value=shown[:60], kind=kind)
