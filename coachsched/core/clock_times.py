"""Times of day as people type them: 8:00, 08.00, 8, 0800, 2:15 pm."""

from __future__ import annotations

import re

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*h?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


def read_minute(text: str) -> int | None:
    """The minute after midnight a text means, from 0:00 to 23:59; None where it means none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3][0] in "pP" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None
