"""Times of day in the names of periods: "09:15 - 09:50", "6º 11:10-11:50", "P1 8.30–9.15"."""

from __future__ import annotations

import re

# Before this hour a time without "am" is more likely an afternoon on a twelve-hour clock: not told.
EARLIEST_HOUR = 6
_MINUTES_A_DAY = 24 * 60
_TIME = r"(?<!\d)(\d{1,2})\s?[:.hH]\s?(\d{2})(?::\d{2})?(?!\d)\s*([ap]\.?\s?m\b\.?)?"
_ONE = re.compile(_TIME, re.IGNORECASE)
_SPAN = re.compile(_TIME + r"\s*(?:-|–|—|~|to|till|until|bis|à|a|hasta|até|tot|/)\s*" + _TIME, re.IGNORECASE)


def minute_of(text: str) -> int | None:
    """Minutes after midnight of a text that is one time ("7:30", "07.30", "1:30 pm"); None for others."""
    found = _ONE.fullmatch(text.strip())
    return _minutes(found[1], found[2], found[3]) if found else None


def span_in(text: str) -> tuple[int, int] | None:
    """Start and end in minutes after midnight that a text names; None where it names no clear span."""
    found = _SPAN.search(text[:100])
    if not found:
        return None
    second = found[6]
    first = found[3] or (second if second and int(found[1]) <= int(found[4]) else None)
    start, end = _minutes(found[1], found[2], first), _minutes(found[4], found[5], second)
    if start is None or end is None or not start < end or (start < EARLIEST_HOUR * 60 and not first):
        return None
    return start, end


def _minutes(hour: str, minute: str, half: str | None) -> int | None:
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    total = hours * 60 + int(minute)
    return total if int(minute) < 60 and total <= _MINUTES_A_DAY else None
