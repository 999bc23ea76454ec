"""The school's name, time zone and settings as a form, read by the type of each option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coachsched.core.funds import LARGEST, PARTS
from coachsched.core.option_kinds import Choice, Dates, Funds, Names, Option, Places, Switch, Whole
from coachsched.core.options import OPTIONS, with_defaults
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed


def shown(name: str, timezone: str, settings: Mapping[str, object]) -> Typed:
    """The form for a school as it is."""
    fields = {option: _fields(OPTIONS[option], value) for option, value in with_defaults(settings).items()}
    return Typed({"name": [name], "timezone": [timezone], **fields})


def _fields(option: Option, value: Any) -> list[str]:
    if isinstance(option, Funds):
        return ["\n".join(f"{fund}: {', '.join(map(str, _amounts(a)))}" for fund, a in value.items())]
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
        case Funds():
            return _funds(form, name)
    return form.text(name) or option.default


def _places(lines: Iterable[str]) -> dict[str, list[str]]:
    """Sites with their rooms, ``North: N*, Gym`` a line; one named twice has the rooms of both lines."""
    found: dict[str, list[str]] = {}
    for line in lines:
        site, _, rooms = line.partition(":")
        found.setdefault(site.strip(), []).extend(filter(None, map(str.strip, rooms.split(","))))
    return found


def _funds(form: Typed, name: str) -> dict[str, dict[str, int]]:
    """Funds with their amounts, ``Release days: 40, 4`` a line: the school's, then each partnership's."""
    found: dict[str, dict[str, int]] = {}
    for line in form.lines(name):
        fund, _, amounts = line.partition(":")
        numbers = [text.strip() for text in amounts.split(",")]
        if not 1 <= len(numbers) <= len(PARTS) or not all(map(_is_amount, numbers)):
            wrong = phrase(
                '"%(text)s" is no fund with its amounts. Write it like Release days: 40, 4.', text=line[:40]
            )
            form.fault(name, wrong)
        elif fund.strip() in found:
            twice = phrase('"%(fund)s" stands there twice. Write each fund once.', fund=fund.strip()[:40])
            form.fault(name, twice)
        else:
            found[fund.strip()] = dict(zip(PARTS, map(int, numbers), strict=False))
    return found


def _is_amount(text: str) -> bool:
    # Digits of every script are digits, to isdecimal as to int.
    return text.isdecimal() and len(text) <= len(str(LARGEST))


def _amounts(fund: Mapping[str, int]) -> list[int]:
    return [fund[part] for part in PARTS if part in fund]
