"""A language in which every word of ours is marked, so that those nobody can translate stand out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import flask_babel
from babel import Locale
from babel.messages.mofile import read_mo
from browser import parse
from flask import Flask

from coachsched import languages

CATALOGUE = Path(languages.__file__).with_name("de") / "LC_MESSAGES" / "messages.mo"
OPEN, SHUT = "⟦", "⟧"
# What people read that is no element's text.
READ = ("aria-label", "title", "placeholder", "alt", "summary", "hx-confirm", "data-words")
UNREAD = {"script", "style", "code", "datalist"}
WORD = re.compile(r"[^\W\d_]{2,}")
# Addresses, files and paths are the same in every language.
NAMES = re.compile(r"\S+@\S+|\b[\w-]+\.\w{2,4}\b|\S*/\S*")
MARKED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")


@cache
def translated() -> frozenset[str]:
    """Every sentence that has a translation; what only passes through the code is not among them."""
    with CATALOGUE.open("rb") as file:
        return frozenset(part for one in read_mo(file) for part in _forms(one.id))


def _forms(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


class Marked:
    """Stands in for a catalogue: each sentence of ours is itself, between marks."""

    def ugettext(self, text: str) -> str:
        return f"{OPEN}{text}{SHUT}" if text in translated() else text

    def ungettext(self, one: str, many: str, count: int) -> str:
        return self.ugettext(one if count == 1 else many)


@contextmanager
def speaking_marked(app: Flask, monkeypatch: Any) -> Iterator[None]:
    """Pages and mails speak the marked language, with the dates of German."""
    with monkeypatch.context() as patch:
        for place in (languages, flask_babel):
            patch.setattr(place, "get_translations", Marked)
        patch.setattr(app.extensions["babel"], "locale_selector", lambda: "de")
        yield


def texts(page: str) -> Iterator[str]:
    """All that is read or heard of a page: its text in one, since a sentence may hold links; and the rest."""
    tree = parse(page)[0]
    yield "\n".join(_read(tree))
    for element in tree.iter():
        if element.tag not in UNREAD:
            yield from (value for name, value in element.items() if name in READ)


def _read(element: Element) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in UNREAD:
        yield element.text or ""
        for child in element:
            yield from _read(child)
            yield child.tail or ""


def unmarked(text: str, known: set[str]) -> list[str]:
    """The lines of a text with words that stand outside every mark and are no words of the school's."""
    before = None
    while before != text:
        before, text = text, MARKED.sub(" ", text)
    return [
        line.strip()
        for line in text.splitlines()
        if any(word.casefold() not in known for word in WORD.findall(NAMES.sub(" ", line)))
    ]


def of_the_calendar() -> set[str]:
    """What German calls days, months and countries, and how it lists things."""
    locale = Locale("de")
    names = [*locale.territories.values(), *locale.list_patterns["standard"].values()]
    return days_and_months("de") | {word.casefold() for name in names for word in WORD.findall(name)}


def days_and_months(code: str) -> set[str]:
    """What a language calls days and months."""
    locale = Locale(code)
    names = [
        name
        for kind in (locale.days, locale.months)
        for context in kind.values()
        for width in context.values()
        for name in width.values()
    ]
    return {word.casefold() for name in names for word in WORD.findall(name)}
