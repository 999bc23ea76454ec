"""A bell schedule from a few numbers: lessons of one length, with breaks and lunch between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coachsched.core.calendar import Period, PeriodKind


@dataclass(frozen=True)
class Pattern:
    """A regular day, times and lengths in minutes.

    A break follows each lesson of ``breaks_after``, lunch the lesson ``lunch_after`` (0: none); after any
    other lesson ``passing`` minutes go by. ``around`` minutes before and after school are open for meetings.
    """

    first: int
    lessons: int
    minutes: int
    passing: int = 0
    breaks_after: tuple[int, ...] = ()
    break_minutes: int = 20
    lunch_after: int = 0
    lunch_minutes: int = 40
    around: int = 0


def make_periods(pattern: Pattern) -> tuple[Period, ...]:
    """The day's periods in order; they may run past midnight, which ``check_calendar`` refuses."""
    return tuple(_periods(pattern))


def _periods(pattern: Pattern) -> Iterator[Period]:
    minute, breaks = pattern.first, 0
    if pattern.around:
        yield Period("Before", "before", max(0, minute - pattern.around), minute, meetings=True)
    for number in range(1, pattern.lessons + 1):
        yield _of(str(number), "lesson", minute, pattern.minutes)
        minute += pattern.minutes
        if number == pattern.lessons:
            break
        if number == pattern.lunch_after:
            yield _of("Lunch", "lunch", minute, pattern.lunch_minutes)
            minute += pattern.lunch_minutes
        elif number in pattern.breaks_after:
            breaks += 1
            name = "Break" if len(pattern.breaks_after) == 1 else f"Break {breaks}"
            yield _of(name, "break", minute, pattern.break_minutes)
            minute += pattern.break_minutes
        else:
            minute += pattern.passing
    if pattern.around:
        yield Period("After", "after", minute, minute + pattern.around, meetings=True)


def _of(label: str, kind: PeriodKind, start: int, minutes: int) -> Period:
    return Period(label, kind, start, start + minutes)
