"""Whether a letter that was written tells of somebody."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Collection

# Calendars fold their lines, in the middle of words too (RFC 5545 3.1).
FOLD = re.compile(r"\r?\n[ \t]")


def mentions(letter: bytes, words: Collection[str]) -> bool:
    """Whether any of these words stands in its headers, its text or its calendar, whatever the capitals."""
    parsed = email.message_from_bytes(letter, policy=email.policy.default)
    parts = [part.get_content() for part in parsed.walk() if part.get_content_maintype() == "text"]
    written = FOLD.sub("", "\n".join(map(str, [*parsed.values(), *parts]))).casefold()
    return any(word.casefold() in written for word in words)
