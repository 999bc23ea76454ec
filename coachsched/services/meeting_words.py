"""What a meeting is called in calendars and mails: neutral, and without the focus (design 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coachsched.core import options
from coachsched.services import links
from coachsched.store.meetings import Meeting

# All that anybody is told of why a class is taken by somebody else.
COVER_REASON = "For a colleague's professional learning."


def titles(settings: Mapping[str, Any]) -> dict[str, str]:
    """The neutral title of each kind of meeting in the school's words: "Classroom visit"."""
    words = options.words(settings)
    texts = {"plan": "planning talk"} | {kind: words[kind] for kind in ("visit", "debrief", "talk", "cover")}
    return {kind: text[:1].upper() + text[1:] for kind, text in texts.items()}


def title(titles: Mapping[str, str], kind: str, klass: str) -> str:
    """A meeting's title; who takes a colleague's class sees which at once: "Cover 9B"."""
    return f"{titles[kind]} {klass}".strip() if kind == "cover" else titles[kind]


def stays(meeting: Meeting) -> bool:
    """Whether a meeting has no other time: an open lesson, or a class to take, is when it is taught."""
    return meeting.partnership_id is None


def description(
    kind: str, meeting_id: int, names: Sequence[str], klass: str, subject: str, host: str | None
) -> str:
    """Who and where, as plain lines; the same for everybody in the meeting."""
    lesson = " ".join(part for part in (klass, subject) if part)
    page = links.to_page(links.path_to_own(kind, meeting_id))
    if kind == "cover":
        return "\n".join(filter(None, [lesson, COVER_REASON, page]))
    lines = [", ".join(names)]
    if lesson:
        lines.append(lesson + (f" with {host}" if host else ""))
    return "\n".join([*lines, page])
