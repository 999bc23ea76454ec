"""A school's cover as calendar entries, for those who arrange it: class, room, teachers (design 2 and 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from coachsched.core import ical
from coachsched.core.phrases import phrase
from coachsched.services import clock, links
from coachsched.services.cover_page import LOOK_BACK
from coachsched.services.meeting_words import COVER_REASON, title, titles
from coachsched.store import cover
from coachsched.store.cover import CoverRequest
from coachsched.store.people import School


def events(school: School) -> list[ical.FeedEvent]:
    """What is asked for and what is arranged, from some weeks ago on; what came to nothing is not there."""
    found = cover.of_school(school, clock.today(school.timezone) - LOOK_BACK)
    words = titles(school.settings)
    return [_event(one, words) for one in found if one.state == "approved" or _is_asked(one)]


def _event(request: CoverRequest, words: Mapping[str, str]) -> ical.FeedEvent:
    takes = request.covering.bookings if request.covering and request.is_taken else []
    changed = _changed(request)
    return ical.FeedEvent(
        # Not the number alone, which another installation may have too.
        uid=f"cover-{sha256(f'{request.id} {request.asked_at}'.encode()).hexdigest()[:24]}@coachsched",
        sequence=int((changed - request.asked_at).total_seconds()),
        changed=changed,
        start=request.start_at,
        end=request.end_at,
        summary=str(
            phrase("%(cover)s: %(who)s", cover=_lesson(request, words), who=takes[0].person.name)
            if takes
            else phrase("%(cover)s: nobody yet", cover=_lesson(request, words))
        ),
        description="\n".join(map(str, (_for_whom(request), COVER_REASON, links.to_page("/cover")))),
        location=request.room,
        tentative=not takes,
        busy=False,
    )


def _lesson(request: CoverRequest, words: Mapping[str, str]) -> str:
    return title(words, "cover", request.klass)


def _for_whom(request: CoverRequest) -> str:
    lesson = " ".join(filter(None, (request.klass, request.subject)))
    if not lesson:
        return phrase("for %(who)s", who=request.person.name)
    return phrase("%(lesson)s, for %(who)s", lesson=lesson, who=request.person.name)


def _is_asked(request: CoverRequest) -> bool:
    return request.state == "asked" and request.is_certain and request.start_at > clock.now()


def _changed(request: CoverRequest) -> datetime:
    moments = [request.asked_at, request.answered_at, request.covering and request.covering.changed_at]
    return max(moment for moment in moments if moment)
