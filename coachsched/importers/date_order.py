"""Dates as people write them in tables, never guessed: 3/4/2027 needs another date that shows its order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase

Order = Literal["dmy", "mdy"]
# L10N: how dates are written in a file.
DAY_FIRST = phrase("day first, 31/1/2027")
ORDERS: dict[Order, str] = {"dmy": DAY_FIRST, "mdy": phrase("month first, 1/31/2027")}
_CENTURY = 2000
_WEEKDAY = re.compile(r"^[^\W\d_]+[.,]*\s+")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]0?0:00(?::00)?)?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?: 0?0:00(?::00)?)?", re.ASCII)


class Written(NamedTuple):
    """The numbers of a date: ``order`` is None where either of the first two may be the day."""

    numbers: tuple[int, int, int]
    order: Literal["ymd", "dmy"] | None


def written(text: str) -> Written | None:
    """The numbers of a date, a weekday's name before it left off; None where it is not written like one.

    With full stops the day comes first, everywhere they are used.
    """
    text = _WEEKDAY.sub("", text.strip())
    if match := _YEAR_FIRST.fullmatch(text):
        return Written((int(match[1]), int(match[3]), int(match[4])), "ymd")
    if match := _YEAR_LAST.fullmatch(text):
        year = int(match[4]) + (_CENTURY if len(match[4]) == 2 else 0)
        return Written((int(match[1]), int(match[3]), year), "dmy" if match[2] == "." else None)
    return None


def find_order(dates: Sequence[tuple[int, Written | None]], name: str) -> Order:
    """Whether day or month comes first in a file's dates, by line; what one date shows holds for all.

    Raises InputError where no date shows it, or two show it differently.
    """
    unclear = [(line, one.numbers) for line, one in dates if one and one.order is None]
    days_first = [line for line, (first, _, _) in unclear if first > 12]
    months_first = [line for line, (_, second, _) in unclear if second > 12]
    if days_first and months_first:
        what = phrase(
            "writes the day first in line %(line)s and the month first in line %(other)s.",
            line=days_first[0],
            other=months_first[0],
        )
        raise InputError(Problem(name, what, phrase("Write dates like 2027-01-13.")))
    if unclear and not days_first and not months_first:
        _, (first, second, year) = unclear[0]
        what = phrase(
            "%(file)s does not show which number of %(date)s is the day.",
            file=name,
            date=f"{first}/{second}/{year}",
        )
        remedy = phrase("Name the order, or write dates like 2027-01-13.")
        raise InputError(Problem("order", what, remedy))
    return "mdy" if months_first else "dmy"


def read_date(one: Written | None, order: Order) -> date | None:
    """The date, or None where there is none such."""
    if one is None:
        return None
    first, second, third = one.numbers
    with suppress(ValueError):
        if one.order == "ymd":
            return date(first, second, third)
        day, month = (first, second) if "dmy" in (one.order, order) else (second, first)
        return date(third, month, day)
    return None
