"""Terms and days off as they travel in a form, between looking at them and taking them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import get_args

from coachsched.core.calendar import ExceptionKind
from coachsched.core.date_changes import Act, DatePick
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase

KINDS = (*get_args(ExceptionKind), "term")
LONGEST_NAME = 200


def written_pick(pick: DatePick) -> str:
    """add|holiday|2027-02-15|2027-02-19|Half term."""
    return "|".join((pick.act, pick.kind, pick.first.isoformat(), pick.last.isoformat(), pick.name))


def read_pick(text: str) -> DatePick:
    """What ``written_pick`` wrote; raises InputError where a form holds something else."""
    with suppress(ValueError):
        act, kind, first, last, name = text.split("|", 4)
        sound = (
            act in get_args(Act)
            and kind in KINDS
            and len(name) <= LONGEST_NAME
            and min(name, default=" ") >= " "
        )
        if sound and (kind != "term" or name.strip()):
            return DatePick(act, kind, date.fromisoformat(first), date.fromisoformat(last), name)  # type: ignore[arg-type]
    raise InputError(
        Problem(
            phrase("the list"),
            phrase("holds a line that cannot be read."),
            phrase("Please bring the file again."),
        )
    )


def read_years(text: str) -> Sequence[int]:
    """2027, or 2026-2027, as years."""
    first, _, last = text.replace("–", "-").replace(" ", "").partition("-")
    if not (first.isdecimal() and (last or first).isdecimal() and len(first + last) <= 8):
        raise InputError(
            Problem(
                "years", phrase("that is no year."), phrase("Write one like 2027, or two like 2026-2027.")
            )
        )
    return range(int(first), int(last or first) + 1)
