"""The halves of a school day for which somebody can be paid to take classes, by its bell (design 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from coachsched.core.calendar import Day, Period

Half = Literal["morning", "afternoon"]
NOON = 12 * 60


@dataclass(frozen=True)
class HalfDay:
    """The lesson periods of a morning or an afternoon, one after another."""

    date: date
    half: Half
    periods: tuple[Period, ...]

    @property
    def start(self) -> int:
        """When its first lesson begins, in local minutes after midnight."""
        return self.periods[0].start

    @property
    def end(self) -> int:
        return self.periods[-1].end


def half_days(day: Day) -> list[HalfDay]:
    """The halves of a day that have lessons: up to its lunch, or to noon without one, and from then on."""
    if day.bell is None or not day.lessons:
        return []
    lunch = next((period.start for period in day.bell.periods if period.kind == "lunch"), NOON)
    lessons = [period for period in day.bell.periods if period.kind == "lesson"]
    parts: dict[Half, tuple[Period, ...]] = {
        "morning": tuple(period for period in lessons if period.start < lunch),
        "afternoon": tuple(period for period in lessons if period.start >= lunch),
    }
    return [HalfDay(day.date, half, periods) for half, periods in parts.items() if periods]
