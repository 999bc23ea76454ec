"""The school's name, time zone and settings as a form, read by the type of each option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coachsched.core.options import (
    OPTIONS,
    Choice,
    Dates,
    Names,
    Option,
    Places,
    Switch,
    Whole,
    with_defaults,
)
from coachsched.forms.typed import Typed


def shown(name: str, timezone: str, settings: Mapping[str, object]) -> Typed:
    """The form for a school as it is."""
    fields = {option: _fields(value) for option, value in with_defaults(settings).items()}
    return Typed({"name": [name], "timezone": [timezone], **fields})


def _fields(value: object) -> list[str]:
    if isinstance(value, bool):
        return ["1"] if value else []
    if isinstance(value, list | tuple):
        return ["\n".join(value)]
    if isinstance(value, Mapping):
        return ["\n".join(f"{site}: {', '.join(rooms)}" for site, rooms in value.items())]
    return [str(value)]


def read(form: Typed) -> dict[str, object]:
    """Every setting that was typed; faults are kept in the form."""
    return {name: _value(form, name, option) for name, option in OPTIONS.items()}


def _value(form: Typed, name: str, option: Option) -> object:
    match option:
        case Whole():
            return form.whole(name, option.low, option.high)
        case Choice():
            return form.one_of(name, option.choices)
        case Switch():
            return bool(form.get(name))
        case Names() | Dates():
            return list(form.lines(name))
        case Places():
            return _places(form.lines(name))
    return form.text(name) or option.default


def _places(lines: Iterable[str]) -> dict[str, list[str]]:
    """Sites with their rooms, ``North: N*, Gym`` a line; one named twice has the rooms of both lines."""
    found: dict[str, list[str]] = {}
    for line in lines:
        site, _, rooms = line.partition(":")
        found.setdefault(site.strip(), []).extend(filter(None, map(str.strip, rooms.split(","))))
    return found
