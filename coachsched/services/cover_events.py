"""A school's cover as calendar entries, for those who arrange it: class, room, teachers (design 2 and 7)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from coachsched.core import ical
from coachsched.services import clock, links
from coachsched.services.cover_page import LOOK_BACK
from coachsched.services.meeting_words import COVER_REASON, title, titles
from coachsched.store import cover
from coachsched.store.cover import CoverRequest
from coachsched.store.people import School


def events(school: School) -> list[ical.FeedEvent]:
    """What is asked for and what is arranged, from some weeks ago on; what came to nothing is not there."""
    found = cover.of_school(school, clock.today(school.timezone) - LOOK_BACK)
    word = title(titles(school.settings), "cover", "")
    return [_event(one, word) for one in found if one.state == "approved" or _is_asked(one)]


def _event(request: CoverRequest, word: str) -> ical.FeedEvent:
    takes = request.covering.bookings if request.covering and request.is_taken else []
    lesson = " ".join(filter(None, (request.klass, request.subject)))
    changed = _changed(request)
    return ical.FeedEvent(
        # Not the number alone, which another installation may have too.
        uid=f"cover-{sha256(f'{request.id} {request.asked_at}'.encode()).hexdigest()[:24]}@coachsched",
        sequence=int((changed - request.asked_at).total_seconds()),
        changed=changed,
        start=request.start_at,
        end=request.end_at,
        summary=f"{word} {request.klass}".strip() + f": {takes[0].person.name if takes else 'nobody yet'}",
        description="\n".join(
            [f"{lesson}, for {request.person.name}".strip(", "), COVER_REASON, links.to_page("/cover")]
        ),
        location=request.room,
        tentative=not takes,
        busy=False,
    )


def _is_asked(request: CoverRequest) -> bool:
    return request.state == "asked" and request.is_certain and request.start_at > clock.now()


def _changed(request: CoverRequest) -> datetime:
    moments = [request.asked_at, request.answered_at, request.covering and request.covering.changed_at]
    return max(moment for moment in moments if moment)
