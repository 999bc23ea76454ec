"""How names written by people are compared, and how several share a cell (design 11)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=16384)
def label_key(label: str) -> str:
    """Labels of cycle days and periods are the same whatever their outer spaces and capitals."""
    return label.strip().casefold()


@lru_cache(maxsize=16384)
def teacher_key(text: str) -> str:
    """A row's teacher is a person's code or name whatever the capitals, spacing and form of accents."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())


@lru_cache(maxsize=16384)
def names(cell: str) -> tuple[str, ...]:
    """The names in a cell that joins several with ``+``, each once, in their order."""
    parts = (part.strip() for part in cell.split("+"))
    return tuple(dict.fromkeys(part for part in parts if part))
