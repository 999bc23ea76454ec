"""The languages that pages and mails speak: which there are, and which is being spoken.

The words are in a folder for each language beside this file, as ``docs/languages.md`` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from babel import negotiate_locale
from flask import Flask, has_app_context
from flask_babel import Babel, force_locale, get_locale, get_translations

from coachsched.core.phrases import Phrase, english, speak_with, with_articles
from coachsched.languages.formats import shown, weekday_name

# Each by the name its own speakers give it. "en" is English as Britain writes dates and hours.
OFFERED: Mapping[str, str] = {
    "en": "English",
    "en_US": "English (US)",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
}
ENGLISH = "en"


def init_app(app: Flask, chosen: Callable[[], str | None]) -> None:
    """Speak what ``chosen`` says; where it says None, as in commands, English."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", app.root_path + "/languages")
    Babel(app, default_locale=ENGLISH, locale_selector=chosen)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals["weekday_name"] = weekday_name
    speak_with(_say)


@contextmanager
def speaking(*wishes: str | None) -> Iterator[None]:
    """What is said meanwhile is in the first wish that is offered: a mail is in its reader's language."""
    with force_locale(known(*wishes)):
        yield


def known(*wishes: str | None) -> str:
    """The first of the wishes that is offered, else English."""
    return next((wish for wish in wishes if wish and wish in OFFERED), ENGLISH)


def spoken_code() -> str:
    """The code of the language being spoken, one of OFFERED."""
    locale = get_locale()
    return known(str(locale) if locale else None)


def speaks_english() -> bool:
    return spoken_code().startswith(ENGLISH)


def spoken(words: Mapping[str, str]) -> dict[str, str]:
    """The words as plain text of the language being spoken."""
    return {name: str(word) for name, word in words.items()}


def best(accepted: Iterable[str]) -> str | None:
    """The offered language nearest to those a browser accepts, best first (RFC 9110 12.5.4)."""
    return negotiate_locale([tag.replace("-", "_") for tag in accepted], list(OFFERED))


def _say(one: Phrase) -> str:
    # The empty text stands for a catalogue's head.
    if not has_app_context() or not one.msgid:
        return english(one)
    catalogue = get_translations()
    if one.plural is None:
        text: str = catalogue.ugettext(one.msgid)
    else:
        text = catalogue.ungettext(one.msgid, one.plural, one.number)
    if not one.blanks:
        return text
    blanks = {name: shown(value) for name, value in one.blanks.items()}
    return (with_articles(text, blanks) if speaks_english() else text) % blanks
