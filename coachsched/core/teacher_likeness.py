"""Who a name in a timetable may be: spellings, initials and addresses that come near. Never certain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.phrases import phrase
from coachsched.core.spelling import folded, unaccented

TITLES = frozenset(
    "mr mrs ms miss dr prof herr frau hr fr mme mlle sr sra srta dona don sig".split()  # noqa: SIM905
)
_BETWEEN = re.compile(r"[\s,.;/'’_-]+")
_UMLAUT = re.compile("([aou])e")
_LONGEST_CODE = 4
_SHORTEST_START = 3
_LONGEST_START = 6

# L10N: why somebody in a timetable may be a certain person, up to START.
SAME_WORDS = phrase("the same words in another order or spelling")
SHORTENED = phrase("a shortened form of the name")
ONLY_ONE = phrase("nobody else has this name")
ADDRESS = phrase("like the e-mail address")
INITIALS = phrase("the initials")
START = phrase("how the surname begins")
HAS_IT = phrase("has this name")
_IN_ORDER = (SAME_WORDS, SHORTENED, ONLY_ONE, ADDRESS, INITIALS, START)


@dataclass(frozen=True)
class _Known:
    """An account's name in words as they are compared, and the part of its address before the @."""

    id: int
    name: str
    words: tuple[str, ...]
    local_part: str


class Likeness:
    """The people of a school, given as (id, name, e-mail), by everything a timetable may call them."""

    def __init__(self, people: Sequence[tuple[int, str, str]]) -> None:
        self._by_key: dict[str, list[_Known]] = defaultdict(list)
        for number, name, email in people:
            known = _Known(number, name, _words(name), folded(email.partition("@")[0]))
            for key in _keys(known):
                self._by_key[key].append(known)

    def likely(self, names: Sequence[str], email: str = "") -> list[tuple[int, str]]:
        """Who somebody of these names and this address may be, with what speaks for it, likeliest first."""
        found: dict[int, tuple[int, str, str]] = {}
        for name in filter(None, names):
            for known in self._near(name):
                self._keep(found, known, _likeness(name, known))
        for known in self._by_key.get(f"@{folded(email.partition('@')[0])}", ()) if email else ():
            self._keep(found, known, ADDRESS)
        return [(number, self._told(found, reason)) for number, (_, _, reason) in _sorted(found)]

    def _near(self, name: str) -> list[_Known]:
        """Those worth a closer look: a word, the initials or the address in common."""
        keys = {*_words(name), f"@{folded(name)}", f".{folded(name)}", f"^{folded(name)}"}
        near = (known for key in sorted(keys) for known in self._by_key.get(key, ()))
        return list({known.id: known for known in near}.values())

    @staticmethod
    def _keep(found: dict[int, tuple[int, str, str]], known: _Known, reason: str | None) -> None:
        if reason is not None:
            rank = _IN_ORDER.index(reason), known.name, reason
            found[known.id] = min(rank, found.get(known.id, rank))

    @staticmethod
    def _told(found: dict[int, tuple[int, str, str]], reason: str) -> str:
        return HAS_IT if reason == ONLY_ONE and len(found) > 1 else reason


def _sorted(found: dict[int, tuple[int, str, str]]) -> list[tuple[int, tuple[int, str, str]]]:
    return sorted(found.items(), key=lambda item: item[1])


def _keys(known: _Known) -> set[str]:
    keys = {*known.words, f"@{known.local_part}"}
    if len(known.words) > 1:
        keys |= {f".{initials}" for initials in _initials(known)}
        keys |= {f"^{known.words[-1][:n]}" for n in range(_SHORTEST_START, _LONGEST_START + 1)}
    return keys


def _likeness(name: str, known: _Known) -> str | None:
    words, whole = _words(name), folded(name)
    if sorted(words) == sorted(known.words):
        return SAME_WORDS
    if _is_shortened(words, known.words):
        return ONLY_ONE if len(words) == 1 else SHORTENED
    if whole == known.local_part:
        return ADDRESS
    if len(known.words) > 1 and len(whole) <= _LONGEST_CODE and whole in _initials(known):
        return INITIALS
    if len(known.words) > 1 and len(whole) >= _SHORTEST_START and known.words[-1].startswith(whole):
        return START
    return None


def _is_shortened(words: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether each word is one of the others, a long one among them, or begins one of those left."""
    left = list(whole)
    full = [word for word in words if word in left]
    for word in full:
        if word in left:
            left.remove(word)
    for word in (word for word in words if word not in full):
        begun = next((one for one in left if one.startswith(word)), None)
        if begun is None:
            return False
        left.remove(begun)
    return any(len(word) > 1 for word in full)


def _initials(known: _Known) -> set[str]:
    """JB and BJ for Jane Brown, with and without what stands between."""
    first, last = known.words[0][:1], known.words[-1][:1]
    return {first + last, last + first, "".join(word[0] for word in known.words)}


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without titles and accents; "Brown, Jane" with the surname last."""
    surname, comma, given = unaccented(name).partition(",")
    plain = _UMLAUT.sub(r"\1", f"{given} {surname}" if comma else surname)
    words = ("".join(filter(str.isalnum, word)) for word in _BETWEEN.split(plain))
    return tuple(word for word in words if word and word not in TITLES)
