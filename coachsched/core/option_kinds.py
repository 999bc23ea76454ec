"""The kinds of settings there are, and what is wrong with a value of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.funds import funds_fault
from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase

_LONGEST_WORD = 60
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Whole:
    """A whole number between ``low`` and ``high``, both allowed."""

    default: int
    low: int
    high: int
    meaning: str


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    default: str
    choices: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    default: bool
    meaning: str


@dataclass(frozen=True)
class Wording:
    """A word or two that the pages and mails use, on one line."""

    default: str
    meaning: str


@dataclass(frozen=True)
class Names:
    """A list of names, each compared exactly."""

    default: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Places:
    """Names, each with a list of rooms or of patterns in which ``*`` is any text: ``{ North = ["N*"] }``."""

    default: Mapping[str, Sequence[str]]
    meaning: str


@dataclass(frozen=True)
class Dates:
    """A list of dates, as TOML or text has them: 2027-03-01."""

    default: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class Funds:
    """Names, each with an amount a term for the school, and for each partnership where that is limited."""

    default: Mapping[str, Mapping[str, int]]
    meaning: str


Option = Whole | Choice | Switch | Wording | Names | Places | Dates | Funds


def fault_of(option: Option, value: object) -> str | None:
    """What is wrong with a value, or None where it can be taken."""
    match option:
        case Whole():
            return _whole_fault(option, value)
        case Choice() if value not in option.choices:
            words = ", ".join(option.choices)
            return phrase("must be one of these, not %(value)s: %(words)s.", value=repr(value), words=words)
        case Switch() if not isinstance(value, bool):
            return phrase("must be true or false, not %(value)s.", value=repr(value))
        case Wording() if not _is_wording(value):
            return phrase("must be a few words on one line, at most %(n)s characters.", n=_LONGEST_WORD)
        case Names() if not _are_names(value):
            return phrase('must be a list of names, such as ["Assembly"].')
        case Places():
            return _places_fault(value)
        case Dates():
            return _dates_fault(value)
        case Funds():
            named = isinstance(value, Mapping) and not _are_names(list(value))
            return phrase("must have names on one line.") if named else funds_fault(value)
    return None


def _whole_fault(option: Whole, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return phrase("must be a whole number, not %(value)s.", value=repr(value))
    if not option.low <= value <= option.high:
        return phrase(
            "must be between %(low)s and %(high)s, not %(value)s.",
            low=option.low,
            high=option.high,
            value=value,
        )
    return None


def _places_fault(value: object) -> str | None:
    if not isinstance(value, Mapping) or not _are_names(list(value)):
        return phrase('must be a table of sites, such as { North = ["N*"], South = ["S*", "Gym"] }.')
    for site, rooms in value.items():
        if not rooms or not _are_names(rooms):
            return phrase('needs a list of rooms for "%(site)s", such as ["N*", "Gym"].', site=site)
        if ":" in site or any("," in room for room in rooms):
            return phrase(
                'must do without ":" in the name of a site and "," in that of a room, as in "%(site)s".',
                site=site,
            )
    all_rooms = [label_key(room) for rooms in value.values() for room in rooms]
    twice = next((room for room in all_rooms if all_rooms.count(room) > 1), None)
    return phrase('names the room "%(room)s" twice; give it one site.', room=twice) if twice else None


def _dates_fault(value: object) -> str | None:
    if not isinstance(value, list | tuple):
        return phrase('must be a list of dates, such as ["2027-03-01"].')
    wrong = [str(one)[:40] for one in value if not _is_date(one)]
    if not wrong:
        return None
    return phrase('has "%(text)s", which is no date. Write it like 2027-03-01.', text=wrong[0])


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return type(value) is date
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_wording(value: object) -> bool:
    return (
        isinstance(value, str)
        and value.strip() != ""
        and len(value) <= _LONGEST_WORD
        and not _CONTROL.search(value)
    )


def _are_names(value: object) -> bool:
    return isinstance(value, list | tuple) and all(_is_wording(name) for name in value)
