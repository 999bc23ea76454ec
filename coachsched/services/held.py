"""What is held until cover is found becomes a booking as soon as nothing is missing any more."""

from __future__ import annotations

from coachsched.services import booking, letters
from coachsched.store import cover_requests, meetings
from coachsched.store.meetings import Meeting
from coachsched.store.people import School


def confirm(visit: Meeting | None, school: School) -> bool:
    """Book a held visit with what belongs to it, and invite everybody, inside the caller's transaction.

    False, and nothing done, while a lesson waits for cover, and where nothing is held.
    """
    if visit is None:
        return False
    together = [one for one in (visit, *meetings.linked(visit)) if one.state == "waiting"]
    requests = cover_requests.open_of_meetings([one.id for one in together])
    if not together or any(one.state == "asked" for one in requests):
        return False
    for meeting in together:
        meeting.state = "booked"
        booking.revise(meeting)
        letters.invite(meeting, school, news="booked")
    booking.touch(*together)
    return True
