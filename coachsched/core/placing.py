"""Which of a school's labels the days and periods of a timetable file are (design 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, Protocol, TypeVar

from coachsched.core import placing_days, placing_periods
from coachsched.core.calendar import Calendar
from coachsched.core.errors import Problem
from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase
from coachsched.core.places import on_line
from coachsched.core.row_reading import WEEKDAY_NAMES, RowReader
from coachsched.core.timetable import Row

# How a label was found; "order" and "near times" are doubtful, "left out" was chosen.
How = Literal[
    "label", "spelling", "weekday", "times", "order", "near times", "remembered", "chosen", "left out",
    "not found",
]  # fmt: skip
DOUBTFUL = frozenset({"order", "near times"})
Labels = tuple[str, ...]
DayKey = tuple[str, str]
Key = TypeVar("Key", str, tuple[str, str])


class Day(Protocol):
    """A day as a file knows it; see importers.timetable_file.FileDay."""

    @property
    def name(self) -> str: ...
    @property
    def week(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...
    @property
    def weekday(self) -> int | None: ...
    @property
    def week_number(self) -> int | None: ...


class Period(Protocol):
    """A period as a file knows it; see importers.timetable_file.FilePeriod."""

    @property
    def name(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def kind(self) -> Literal["lesson", "break"]: ...
    @property
    def before(self) -> str: ...


@dataclass(frozen=True)
class Place:
    """The school's labels that something of the file is, and how they were found."""

    labels: Labels
    how: How

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it first."""
        return self.how in DOUBTFUL

    @property
    def missing(self) -> bool:
        """Whether somebody has to say what it is before its rows can be taken."""
        return self.how == "not found"


@dataclass(frozen=True)
class Told:
    """What people said of days, by ``day_key``, and periods, by ``label_key``; none: leave the rows out."""

    days: Mapping[DayKey, Labels] = field(default_factory=dict)
    periods: Mapping[str, Labels] = field(default_factory=dict)


@dataclass(frozen=True)
class Placing:
    """Where the days and periods of a file belong, by ``day_key`` and ``label_key``."""

    days: Mapping[DayKey, Place]
    periods: Mapping[str, Place]


def day_key(week: str, name: str) -> DayKey:
    """A day of a file, whatever its capitals and outer spaces."""
    return label_key(week), label_key(name)


def propose(
    days: Sequence[Day],
    periods: Sequence[Period],
    calendar: Calendar,
    remembered: Told | None = None,
    chosen: Told | None = None,
) -> Placing:
    """Where each day and period belongs: as chosen, as the school calls it, as remembered, else as found."""
    remembered, chosen = remembered or Told(), chosen or Told()
    return Placing(
        days=_placed(
            {day_key(day.week, day.name): day for day in days},
            chosen.days, remembered.days, placing_days.native(days, calendar),
            placing_days.found(days, calendar),
        ),
        periods=_placed(
            {label_key(period.name): period for period in periods},
            chosen.periods, remembered.periods, placing_periods.native(periods, calendar),
            placing_periods.found(periods, calendar),
        ),
    )  # fmt: skip


def _placed(
    keys: Iterable[Key],
    chosen: Mapping[Key, Labels],
    remembered: Mapping[Key, Labels],
    native: Mapping[Key, Labels],
    found: Mapping[Key, tuple[Labels, How]],
) -> dict[Key, Place]:
    def place(key: Key) -> Place:
        if key in chosen:
            return Place(chosen[key], "chosen" if chosen[key] else "left out")
        if key in native:
            return Place(native[key], "label")
        if key in remembered:
            return Place(remembered[key], "remembered" if remembered[key] else "left out")
        return Place(*found.get(key, ((), "not found")))

    return {key: place(key) for key in keys}


def place(rows: Sequence[Row], placing: Placing, calendar: Calendar) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows in the school's own words, and those left out because somebody chose so, each with its line.

    Rows the school's words fit already stay as they are; so do those without a place, for ``check_rows`` to
    find. A row for several days is written once for each where no one word says them all.
    """
    if all(one.how in ("label", "not found") for one in (*placing.days.values(), *placing.periods.values())):
        return tuple(rows), []
    placer = _Placer(placing, RowReader(calendar))
    placed: list[Row] = []
    left_out: list[Problem] = []
    for row in rows:
        reason = placer.left_out(row)
        if reason:
            left_out.append(Problem(on_line(row.line), reason))
        else:
            placed += placer.rewritten(row)
    return tuple(placed), left_out


class _Placer:
    def __init__(self, placing: Placing, reader: RowReader) -> None:
        self._placing = placing
        self._reader = reader
        self._written = lru_cache(maxsize=None)(self._written_day)

    def left_out(self, row: Row) -> str | None:
        """Why a row is left out; None where it is not."""
        day = self._placing.days.get(day_key(row.week, row.day))
        if day and day.how == "left out":
            named = " ".join(filter(None, (row.week, row.day)))
            return phrase("is on %(day)s, which you chose to leave out.", day=named)
        for name in (row.period, row.end_period):
            period = self._placing.periods.get(label_key(name))
            if name and period and period.how == "left out":
                return phrase("is in period %(period)s, which you chose to leave out.", period=name)
        return None

    def rewritten(self, row: Row) -> list[Row]:
        first, last = self._period(row.period), self._period(row.end_period)
        days = self._written(row.week, row.day)
        if days == ((row.week, row.day),) and (first, last) == (row.period, row.end_period):
            return [row]
        return [replace(row, week=week, day=day, period=first, end_period=last) for week, day in days]

    def _period(self, name: str) -> str:
        place = self._placing.periods.get(label_key(name)) if name else None
        return place.labels[0] if place and place.labels and place.how != "label" else name

    def _written_day(self, week: str, name: str) -> tuple[DayKey, ...]:
        place = self._placing.days.get(day_key(week, name))
        if place is None or not place.labels or place.how == "label":
            return ((week, name),)
        if len(place.labels) > 1:
            for weekday in WEEKDAY_NAMES:
                read = self._reader.cycle_days(Row("", weekday.title(), ""))
                if read == frozenset(place.labels):
                    return (("", weekday.title()),)
        return tuple(("", label) for label in place.labels)
