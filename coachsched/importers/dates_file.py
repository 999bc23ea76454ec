"""What reading a file of terms and days off gives, whatever its format (design 11.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from coachsched.core.calendar import DayException, Term
from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import Large, phrase
from coachsched.importers.date_words import Kind

LONGEST_DAYS = 400
MOST_DAYS = 3_000
BESIDE_HOLIDAY = phrase("tells of one end of a holiday, not of all its days.")
# Where a date has several, the first of these is what it is; of two alike, the longer.
_ORDER: tuple[Kind, ...] = ("holiday", "closure", "inset", "teaching", "exam", "event")


@dataclass(frozen=True)
class NamedDates:
    """Dates with a name, ``first`` to ``last`` included; ``where`` is their place in the file."""

    kind: Kind
    first: date
    last: date
    name: str
    where: str


@dataclass(frozen=True)
class DatesFile:
    """The terms and days off of a file, by date; ``cancelled`` are days it says are no longer what they were.

    ``left_out`` is what is neither, each with why; ``notes`` are worth a look though nothing was left out.
    """

    terms: tuple[Term, ...]
    exceptions: tuple[DayException, ...]
    left_out: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    cancelled: tuple[DayException, ...] = ()


def gathered(
    found: Sequence[NamedDates],
    name: str,
    left_out: Sequence[Problem] = (),
    notes: Sequence[Problem] = (),
    cancelled: Sequence[NamedDates] = (),
) -> DatesFile:
    """The dates found as terms and one exception a date. Raises InputError where terms overlap.

    A term that holds others, such as a school year, is left out.
    """
    terms, around = _terms([one for one in found if one.kind == "term"])
    exceptions = _days([one for one in found if one.kind != "term"])
    if len(exceptions) > MOST_DAYS:
        what = phrase("names more than %(n)s days.", n=Large(MOST_DAYS))
        raise InputError(Problem(name, what, phrase("Leave out what is long past.")))
    gone = _days([one for one in cancelled if one.kind != "term"])
    return DatesFile(terms, exceptions, (*left_out, *around), tuple(notes), gone)


def too_long(first: date, last: date) -> str | None:
    """Why dates cannot be one thing of a school year."""
    return phrase("is longer than a year.") if (last - first).days > LONGEST_DAYS else None


def _terms(found: Sequence[NamedDates]) -> tuple[tuple[Term, ...], list[Problem]]:
    by_dates = {(one.first, one.last): one for one in reversed(found)}
    ordered = sorted(by_dates.values(), key=lambda one: (one.first, one.last))
    around = [one for one in ordered if any(_holds(one, other) for other in ordered)]
    kept = [one for one in ordered if one not in around]
    problems = list(_overlaps(kept))
    if problems:
        raise InputError(problems)
    instead = phrase("holds other terms, which are taken instead.")
    left_out = [Problem(one.where, instead) for one in around]
    return tuple(Term(one.name, one.first, one.last) for one in kept), left_out


def _holds(one: NamedDates, other: NamedDates) -> bool:
    return other is not one and one.first <= other.first and other.last <= one.last


def _overlaps(ordered: Sequence[NamedDates]) -> Iterator[Problem]:
    for before, after in pairwise(ordered):
        if after.first <= before.last:
            what = phrase(
                'begins on %(date)s, before "%(name)s" has ended.',
                date=after.first.isoformat(),
                name=before.name,
            )
            yield Problem(after.where, what, phrase("A date can lie in one term only."))


def _days(found: Sequence[NamedDates]) -> tuple[DayException, ...]:
    days: dict[date, DayException] = {}
    for one in sorted(found, key=lambda one: (_ORDER.index(one.kind), one.first - one.last, one.first)):
        for number in range((one.last - one.first).days + 1):
            on = one.first + timedelta(days=number)
            days.setdefault(on, DayException(on, one.kind, note=one.name))  # type: ignore[arg-type]
    return tuple(days[on] for on in sorted(days))
