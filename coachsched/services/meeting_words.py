"""What a meeting is called in calendars and mails: neutral, and without the focus (design 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coachsched.core import options
from coachsched.services import links
from coachsched.store.meetings import Meeting


def titles(settings: Mapping[str, Any]) -> dict[str, str]:
    """The neutral title of each kind of meeting in the school's words: "Classroom visit"."""
    words = options.words(settings)
    texts = {"plan": "planning talk"} | {kind: words[kind] for kind in ("visit", "debrief", "talk")}
    return {kind: text[:1].upper() + text[1:] for kind, text in texts.items()}


def stays(meeting: Meeting) -> bool:
    """Whether a meeting has no other time: an open lesson is when it is taught."""
    return meeting.partnership_id is None


def description(meeting_id: int, names: Sequence[str], klass: str, subject: str, host: str | None) -> str:
    """Who and where, as plain lines; the same for everybody in the meeting."""
    lesson = " ".join(part for part in (klass, subject) if part)
    lines = [", ".join(names)]
    if lesson:
        lines.append(lesson + (f" with {host}" if host else ""))
    lines.append(links.to_page(f"/meetings/{meeting_id}"))
    return "\n".join(lines)
