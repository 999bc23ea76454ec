"""Looking for words of several languages in what people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def plain(text: str) -> str:
    """The text without capitals, accents and signs, its words one space apart."""
    letters = unicodedata.normalize("NFKD", text[:400]).casefold()
    kept = "".join(" " if not letter.isalnum() else letter for letter in letters if not _is_accent(letter))
    return " ".join(kept.split())


def has_word(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words, or phrases, is in a text, with a plural's ending or without.

    A word that ends in ``*`` may go on (``ferien*``), one that begins with it may end another (``*ferien``).
    """
    return _pattern(tuple(words)).search(plain(text)) is not None


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) != 0


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_one(word) for word in words))


def _one(word: str) -> str:
    begin = r"\b\w*" if word.startswith("*") else r"\b"
    end = "" if word.endswith("*") else r"(?:s|es|e|n|en)?\b"
    return begin + re.escape(plain(word)) + end
