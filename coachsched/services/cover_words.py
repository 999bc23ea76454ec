"""Whose lesson others must take, as pages and mails say it: your 9B, Tom's 8C."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.slots import Need
from coachsched.store.cover_requests import CoverRequest


@dataclass(frozen=True)
class ToCover:
    """A lesson of somebody, for one reader: ``whose`` is their first name, empty where it is the reader's.

    ``state`` is that of the request, empty while none is asked.
    """

    whose: str
    klass: str
    period: str
    date: date
    state: str = ""


def of_needs(needs: Sequence[Need], names: Mapping[int, str], me: int) -> tuple[ToCover, ...]:
    """What a time that is only offered would need; ``names`` by person, ``me`` is who reads it."""
    return tuple(
        ToCover(_whose(names[one.person], one.person == me), _what(one), one.period, one.date)
        for one in needs
    )


def of_requests(requests: Iterable[CoverRequest], me: int) -> tuple[ToCover, ...]:
    """What is asked for, or found."""
    return tuple(
        ToCover(_whose(one.person.name, one.person_id == me), _what(one), one.period, one.date, one.state)
        for one in requests
    )


def _whose(name: str, mine: bool) -> str:
    return "" if mine else (name.split() or [name])[0]


def _what(one: Need | CoverRequest) -> str:
    return one.klass or one.subject or "class"
