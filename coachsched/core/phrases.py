"""Words for people that are put into their language as late as they are shown (design 3).

A rule that finds something says it in English; who reads it in which language, the rule does not know. So
what it says stays whole, the sentence with its blanks and what fills them, until a page or a mail shows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from html import escape
from typing import Any


class Large(int):
    """A number with its thousands apart, as they are where the language is spoken: 12,000."""


# An "a" before a blank, and what it is to be "an" before: a vowel that is heard as one.
_ARTICLE = re.compile(r"\b([Aa]) %\((\w+)\)s")
_VOWEL = re.compile(r"(?!uni|use|usu|eu|one)[aeiou]", re.IGNORECASE)
# What is the same in every language.
_PLAIN = frozenset({str, int})


class Phrase(str):
    """A sentence with what fills its ``%(name)s`` blanks.

    As a plain string, for comparing, sorting and storing, it is English. ``str()``, ``format()`` and
    templates give it in the language being spoken. So never glue it with ``+`` or ``join``: let it fill a
    blank of another.
    """

    # Of a large file there are thousands, for its warnings.
    __slots__ = ("blanks", "msgid", "number", "plural")
    msgid: str
    plural: str | None
    number: int
    blanks: Mapping[str, Any]

    def __new__(
        cls, msgid: str, plural: str | None = None, count: int = 1, blanks: Mapping[str, Any] | None = None
    ) -> Phrase:
        blanks = blanks or {}
        chosen = with_articles(msgid if plural is None or count == 1 else plural, blanks)
        phrase = super().__new__(
            cls,
            chosen % {k: v if type(v) in _PLAIN else in_english(v) for k, v in blanks.items()}
            if blanks
            else chosen,
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
    """A sentence; blanks may be text, numbers, dates, times (local), other phrases, and lists of these.

    A float is shown to one decimal.
    """
    return Phrase(msgid, blanks=blanks)


def phrases(one: str, many: str, count: int, /, **blanks: object) -> Phrase:
    """A sentence that depends on a number, which fills ``%(n)s`` unless ``n`` is given otherwise."""
    return Phrase(one, many, count, {"n": count, **blanks})


def together(sentences: Iterable[str]) -> Phrase:
    """Whole sentences, one after the other."""
    return joined([one for one in sentences if one], " ")


def said(text: str) -> Phrase:
    """A sentence of ours that comes back from where it was kept in English, to be shown as any other."""
    return text if isinstance(text, Phrase) else Phrase(text)


def joined(parts: Sequence[str], between: str = ", ") -> Phrase:
    """Whole sentences, or entries of a list, with the same between them in every language."""
    # Translators never see it, for there is no word in it.
    names = [f"part{number}" for number in range(len(parts))]
    return Phrase(between.join(f"%({name})s" for name in names), blanks=dict(zip(names, parts, strict=True)))


def some_of(items: Sequence[str], most: int) -> str:
    """The items with commas between them, of many the first and how many more: "1, 2 and 5 more"."""
    told = ", ".join(items[:most])
    if len(items) <= most:
        return told
    return phrase("%(items)s and %(n)s more", items=told, n=len(items) - most)


def in_english(value: object) -> object:
    """What fills a blank, in English: "Thu 14 Jan", "08:30", "Ada, Ben and Cleo"."""
    if isinstance(value, Phrase):
        return str.__str__(value)
    if isinstance(value, date):
        return f"{value:%a} {value.day} {value:%b}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Large):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, (list, tuple)):
        items = [str.__str__(one) if isinstance(one, str) else str(in_english(one)) for one in value]
        return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
    return value


def with_articles(sentence: str, blanks: Mapping[str, Any]) -> str:
    """The English sentence, with "an" where an "a" stands before a school's own word such as observation."""

    def fitting(article: re.Match[str]) -> str:
        follows = str(in_english(blanks.get(article[2], "")))
        return f"{article[1]}n %({article[2]})s" if _VOWEL.match(follows) else article[0]

    # Of a large file there are thousands, nearly all of them without one.
    if "a %(" not in sentence and "A %(" not in sentence:
        return sentence
    return _ARTICLE.sub(fitting, sentence)


def english(one: Phrase) -> str:
    """The phrase as it was written."""
    return str.__str__(one)


def to_json(words: str) -> str:
    """Words to be kept: a phrase as JSON with its msgid, plural, number and blanks, other text as it is."""
    return json.dumps(_kept(words), ensure_ascii=False) if isinstance(words, Phrase) else words


def from_json(text: str) -> str:
    """What ``to_json`` kept; text that is nothing of its making is given back as it is."""
    if not text.startswith(_KEPT):
        return text
    try:
        words = _given(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return text
    return words if isinstance(words, Phrase) else text


_KEPT = '{"msgid": '
_TYPES: dict[str, Callable[[Any], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "large": Large,
}


def _kept(value: object) -> object:
    if isinstance(value, Phrase):
        blanks = {name: _kept(one) for name, one in value.blanks.items()}
        return {"msgid": value.msgid, "plural": value.plural, "number": value.number, "blanks": blanks}
    if isinstance(value, (list, tuple)):
        return [_kept(one) for one in value]
    if isinstance(value, (date, time)):
        return {type(value).__name__: value.isoformat()}
    return {"large": int(value)} if isinstance(value, Large) else value


def _given(value: Any) -> object:
    if isinstance(value, list):
        return [_given(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "msgid" in value:
        blanks = {name: _given(one) for name, one in dict(value["blanks"]).items()}
        return Phrase(value["msgid"], value["plural"], value["number"], blanks)
    ((kind, one),) = value.items()
    return _TYPES[kind](one)


_speaker: Callable[[Phrase], str] = english


def speak_with(speaker: Callable[[Phrase], str]) -> None:
    """From now on phrases are shown as ``speaker`` says them; without one they are English."""
    global _speaker
    _speaker = speaker
