"""Words for people that are put into their language as late as they are shown (design 3).

A rule that finds something says it in English; who reads it in which language, the rule does not know. So
what it says stays whole, the sentence with its blanks and what fills them, until a page or a mail shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from html import escape
from typing import Any


class Phrase(str):
    """A sentence with what fills its ``%(name)s`` blanks.

    As a plain string, for comparing, sorting and storing, it is English. ``str()``, ``format()`` and
    templates give it in the language being spoken. So never glue it with ``+`` or ``join``: let it fill a
    blank of another.
    """

    msgid: str
    plural: str | None
    number: int
    blanks: Mapping[str, Any]

    def __new__(
        cls, msgid: str, plural: str | None = None, count: int = 1, blanks: Mapping[str, Any] | None = None
    ) -> Phrase:
        blanks = blanks or {}
        chosen = msgid if plural is None or count == 1 else plural
        phrase = super().__new__(
            cls, chosen % {k: in_english(v) for k, v in blanks.items()} if blanks else chosen
        )
        phrase.msgid, phrase.plural, phrase.number, phrase.blanks = msgid, plural, count, blanks
        return phrase

    def __str__(self) -> str:
        return _speaker(self)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> str:
        return escape(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase, (self.msgid, self.plural, self.number, dict(self.blanks))


def phrase(msgid: str, /, **blanks: object) -> Phrase:
    """A sentence; blanks may be text, numbers, dates, times (local), other phrases, and lists of these."""
    return Phrase(msgid, blanks=blanks)


def phrases(one: str, many: str, count: int, /, **blanks: object) -> Phrase:
    """A sentence that depends on a number, which fills ``%(n)s`` unless ``n`` is given otherwise."""
    return Phrase(one, many, count, {"n": count, **blanks})


def together(sentences: Iterable[str]) -> Phrase:
    """Whole sentences, one after the other."""
    said = [one for one in sentences if one]
    blanks = {f"sentence{number}": one for number, one in enumerate(said)}
    return Phrase(" ".join(f"%({name})s" for name in blanks), blanks=blanks)


def said(text: str) -> Phrase:
    """A sentence of ours that comes back from where it was kept in English, to be shown as any other."""
    return text if isinstance(text, Phrase) else Phrase(text)


def in_english(value: object) -> object:
    """What fills a blank, in English: "Thu 14 Jan", "08:30", "Ada, Ben and Cleo"."""
    if isinstance(value, Phrase):
        return str.__str__(value)
    if isinstance(value, date):
        return f"{value:%a} {value.day} {value:%b}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, (list, tuple)):
        items = [str.__str__(one) if isinstance(one, str) else str(in_english(one)) for one in value]
        return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
    return value


def english(one: Phrase) -> str:
    """The phrase as it was written."""
    return str.__str__(one)


_speaker: Callable[[Phrase], str] = english


def speak_with(speaker: Callable[[Phrase], str]) -> None:
    """From now on phrases are shown as ``speaker`` says them; without one they are English."""
    global _speaker
    _speaker = speaker
