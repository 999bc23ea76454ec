"""A person's own word on some of their periods (design 4): away, on duty, protected, or opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from coachsched.core.calendar import Bell
from coachsched.core.labels import label_key
from coachsched.core.person_day import Entry
from coachsched.core.timetable import Row

CommitmentKind = Literal["absent", "duty", "protected", "opened"]
# What somebody says of one day: kinds, each with a period's key, or None for the whole day.
Said = frozenset[tuple[CommitmentKind, str | None]]

NOTHING: Said = frozenset()
OWN_ROWS = {kind: Row("", "", "", kind=kind) for kind in ("absent", "duty", "protected")}


@dataclass(frozen=True)
class Commitment:
    """With ``label``, a cycle day, it comes back every cycle; without one it holds on every date.

    Either is bounded by ``first`` and ``last``, both included, where they are given. Without ``period`` it
    is the whole day.
    """

    kind: CommitmentKind
    label: str | None = None
    period: str | None = None
    first: date | None = None
    last: date | None = None

    def holds_on(self, on: date, cycle_day: str | None) -> bool:
        """Whether it is in force on a date with that cycle day."""
        return (
            (self.first is None or self.first <= on)
            and (self.last is None or on <= self.last)
            and (
                self.label is None
                or (cycle_day is not None and label_key(self.label) == label_key(cycle_day))
            )
        )


def said_on(commitments: Iterable[Commitment], on: date, cycle_day: str | None) -> Said:
    """What the commitments in force say of a date; days of which the same is said are alike."""
    return frozenset(
        (one.kind, label_key(one.period) if one.period else None)
        for one in commitments
        if one.holds_on(on, cycle_day)
    )


def with_own_time(entries: Sequence[Entry], said: Said, bell: Bell) -> list[Entry]:
    """The timetable's entries of a day together with what the person says of it.

    A period that its owner opened is protected no longer, neither by the timetable nor by their own word.
    Protected time is release time (design 3), so an opened row counts as listed release.
    """
    periods = [label_key(period.label) for period in bell.periods]
    opened = _periods(said, "opened", periods)
    kept = [_opened(entry) if entry[0] in opened else entry for entry in entries]
    own = [(period, OWN_ROWS[kind]) for kind, period in said if kind in ("absent", "duty")]
    protected = [key for key in periods if key in _periods(said, "protected", periods) - opened]
    return [*kept, *own, *((key, OWN_ROWS["protected"]) for key in protected)]


def _periods(said: Said, kind: CommitmentKind, periods: Sequence[str]) -> set[str]:
    """The keys of the periods of which the person says so."""
    if (kind, None) in said:
        return set(periods)
    return {period for one, period in said if one == kind and period is not None}


def _opened(entry: Entry) -> Entry:
    period, row = entry
    return period, replace(row, kind="release") if row.kind == "protected" else row
