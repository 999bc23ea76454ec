"""What a meeting is called in calendars and mails: neutral, and without the focus (design 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coachsched.core import options
from coachsched.core.phrases import Phrase, phrase
from coachsched.services import links
from coachsched.store.meetings import Meeting

# All that anybody is told of why a class is taken by somebody else.
COVER_REASON = phrase("For a colleague's professional learning.")
USUAL = {
    "plan": phrase("Planning talk"),
    "visit": phrase("Classroom visit"),
    "debrief": phrase("Debrief"),
    "talk": phrase("Talk"),
    "cover": phrase("Cover"),
}


def titles(settings: Mapping[str, Any]) -> dict[str, str]:
    """The neutral title of each kind of meeting, "Classroom visit": the school's word, or else a phrase."""
    words = options.words(settings)
    own = {kind: word for kind, word in words.items() if kind in USUAL and not isinstance(word, Phrase)}
    return USUAL | {kind: word[:1].upper() + word[1:] for kind, word in own.items()}


def title(titles: Mapping[str, str], kind: str, klass: str) -> str:
    """A meeting's title; who takes a colleague's class sees which at once: "Cover 9B"."""
    if kind == "cover" and klass:
        return phrase("%(cover)s %(lesson)s", cover=titles[kind], lesson=klass)
    return titles[kind]


def stays(meeting: Meeting) -> bool:
    """Whether a meeting has no other time: an open lesson, or a class to take, is when it is taught."""
    return meeting.partnership_id is None


def description(
    kind: str, meeting_id: int, names: Sequence[str], klass: str, subject: str, host: str | None
) -> str:
    """Who and where, as plain lines in the language being spoken; else the same for everybody in it."""
    lesson = " ".join(part for part in (klass, subject) if part)
    page = links.to_page(links.path_to_own(kind, meeting_id))
    if kind == "cover":
        return "\n".join(filter(None, [lesson, str(COVER_REASON), page]))
    lines = [", ".join(map(str, names))]
    if lesson:
        lines.append(str(phrase("%(lesson)s with %(host)s", lesson=lesson, host=host)) if host else lesson)
    return "\n".join([*lines, page])
