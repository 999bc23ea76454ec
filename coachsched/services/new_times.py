"""A booked meeting that needs a new time: its people are asked to choose, and nothing is moved."""

from __future__ import annotations

from coachsched.services import clock
from coachsched.store.meetings import Meeting
from coachsched.store.people import School


def needs_new_time(meeting: Meeting, school: School, reason: str) -> None:
    """Mark a meeting as needing a new time, inside the caller's transaction."""
    meeting.new_time = reason
    meeting.changed_at = clock.now()
