"""What a timetable would change, shown before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coachsched.importers.timetable_file import TimetableFile
from coachsched.services import clock, schools
from coachsched.services.recheck import Broken
from coachsched.services.timetables.applying import write
from coachsched.services.timetables.choices import Choices
from coachsched.services.timetables.planning import Plan, plan
from coachsched.services.unit import rehearsal
from coachsched.store import meetings, session
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
    return Preview(planned, tuple(_broken(school, planned)))


def _broken(school: School, planned: Plan) -> list[Broken]:
    """What would break, found out by doing it and taking it back; nothing can where nothing is booked."""
    possible = planned.changed and not planned.problems
    if not possible or not meetings.is_any_after(school, clock.now()):
        return []
    broken: list[Broken] = []
    with rehearsal():
        broken = write(schools.fresh(school), planned, tell=False)
        for one in broken:
            # What is let go keeps what it knew: the rest is forgotten with the rehearsal.
            session.expunge(one.meeting)
    return broken
