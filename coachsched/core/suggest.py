"""The known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from coachsched.core.phrases import phrase

# Comparing is quadratic in the length of a word.
_LONGEST = 60


def suggest(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown word: the nearest known one, or all of them where none is near."""
    by_key = {name.casefold(): name for name in known}
    near = get_close_matches(word[:_LONGEST].casefold(), by_key, n=1)
    if near:
        return phrase('Did you mean "%(word)s"?', word=by_key[near[0]])
    return phrase("Known here: %(words)s.", words=", ".join(by_key.values()))
