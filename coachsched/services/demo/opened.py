"""Lessons that colleagues of the demo have opened to visitors, so that there is something to browse."""

from __future__ import annotations

from uuid import NAMESPACE_DNS, uuid5

from coachsched.core import open_lessons as core
from coachsched.core.slots import Visit
from coachsched.services import booking
from coachsched.services.demo.people import COACH
from coachsched.services.demo.stage import Stage, Window
from coachsched.services.finding import instants
from coachsched.services.opening import USUAL_PLACES
from coachsched.store import session
from coachsched.store.meetings import Meeting
from coachsched.store.open_lessons import OpenLesson

# Whose lesson it is, what there is to see, and who is free for it; the guest of the third is coming.
LESSONS = (
    ("Hana Kovács", "Fractions with string and paper", COACH),
    ("Ruth Castellanos", "Two sources that contradict each other", ""),
    ("Dilip Harrowgate", "Peer feedback on first drafts", "Zoë Papadakis"),
    ("Céline Abara", "", COACH),
)
GUEST = "Zoë Papadakis"


def open_lessons(stage: Stage) -> None:
    """Four of the coming five school days; one of them has a visitor already."""
    for number, (host, line, free) in enumerate(LESSONS):
        lesson = _lesson(stage, host, free, number)
        row = OpenLesson(
            school_id=stage.school.id,
            host_id=stage.members[host].person_id,
            date=lesson.date,
            period=lesson.period,
            klass=lesson.klass,
            subject=lesson.subject,
            line=line,
            places=USUAL_PLACES,
            opened_at=stage.moment(stage.ago(2)),
        )
        if free == GUEST:
            row.visit = _visit(stage, row, lesson)
        session.add(row)
    session.flush()


def _lesson(stage: Stage, host: str, free: str, number: int) -> Visit:
    """A lesson of the coming days that somebody is free for, where one is named; not all on one day."""
    window = Window(stage.after(stage.today, 1), stage.after(stage.today, 5))
    people = stage.diaries([name for name in (host, free) if name], window)
    days = stage.time.calendar.school_days(window.first, window.last)
    found = core.lessons(stage.time.calendar, stage.time.timetable, stage.time.rules, people, days)
    later = [one for one in found if one.date >= days[number].date]
    return (later or found)[0]


def _visit(stage: Stage, row: OpenLesson, lesson: Visit) -> Meeting:
    start, end = instants(lesson, stage.time)
    said_on = stage.moment(stage.ago(1))
    people = [row.host_id, stage.members[GUEST].person_id]
    visit = Meeting(
        uid=f"{uuid5(NAMESPACE_DNS, f'open lesson {start.isoformat()}')}@coachsched",
        school_id=row.school_id,
        host_id=row.host_id,
        kind="visit",
        wants_debrief=False,
        date=lesson.date,
        period=lesson.period,
        start_at=start,
        end_at=end,
        klass=lesson.klass,
        subject=lesson.subject,
        room=lesson.room,
        stamped_at=said_on,
        changed_at=said_on,
        bookings=booking.rows(people, start, end),
    )
    for one in visit.bookings:
        one.partstat = "ACCEPTED"
    return visit
