"""What a timetable would change, shown before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coachsched.importers.timetable_file import TimetableFile
from coachsched.services.recheck import Broken
from coachsched.services.timetables.applying import rehearse
from coachsched.services.timetables.choices import Choices
from coachsched.services.timetables.planning import Plan, plan
from coachsched.store.people import School

Report = Callable[[int], None]
PLANNED = 70


@dataclass(frozen=True)
class Preview:
    """A plan and the booked meetings that it would break: kinds and dates, never whose."""

    plan: Plan
    broken: tuple[Broken, ...]


def preview(
    school: School, file: TimetableFile, choices: Choices | None = None, report: Report | None = None
) -> Preview:
    """What a file would do to a school; ``report`` is told how many hundredths are worked out."""
    planned = plan(school, file, choices or Choices())
    if report:
        report(PLANNED)
    return Preview(planned, tuple(rehearse(school, planned)))
