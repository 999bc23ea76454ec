"""What cover is paid from: funds with an amount a term, named in the settings (design 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase

LARGEST = 100_000
PARTS = ("school", "partnership")
_EXAMPLE = '{ "Release days" = { school = 40, partnership = 4 } }'


@dataclass(frozen=True)
class Fund:
    """So many periods or hours a term for the school, and for each partnership where that is limited."""

    name: str
    school: int
    partnership: int | None = None


def read_funds(value: Mapping[str, Mapping[str, int]]) -> tuple[Fund, ...]:
    """The funds a checked setting names, in the order in which they are drawn on."""
    return tuple(Fund(name, **amounts) for name, amounts in value.items())


def funds_fault(value: object) -> str | None:
    """What is wrong with a setting of funds whose names have been checked, or None."""
    if not isinstance(value, Mapping):
        return phrase("must be a table of funds, such as %(example)s.", example=_EXAMPLE)
    keys = [label_key(name) for name in value]
    if twice := next((name for name in value if keys.count(label_key(name)) > 1), None):
        return phrase('names the fund "%(fund)s" twice; give each a name of its own.', fund=twice)
    return next(filter(None, (_fault(name, amounts) for name, amounts in value.items())), None)


def _fault(name: str, amounts: object) -> str | None:
    if ":" in name:
        return phrase('must do without ":" in the name of a fund, as in "%(fund)s".', fund=name)
    if not isinstance(amounts, Mapping) or "school" not in amounts or not set(amounts) <= set(PARTS):
        return phrase(
            'needs for "%(fund)s" how much the school has a term, such as %(example)s.',
            fund=name,
            example=_EXAMPLE,
        )
    if not all(map(_is_amount, amounts.values())):
        return phrase(
            'needs whole numbers between 0 and %(largest)s for "%(fund)s".', largest=LARGEST, fund=name
        )
    return None


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
