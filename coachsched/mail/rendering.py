"""The words of a mail, from templates/mail: a text whose first line is the subject, and its HTML twin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app

from coachsched.core.ical import clean_text


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str
    lang: str = ""


def render(name: str, **context: object) -> Words:
    """The words of ``templates/mail/NAME.txt`` and ``.html``."""
    # Commands write mails too, so nothing of what pages know of their request takes part.
    subject, _, text = _plain().get_template(f"mail/{name}.txt").render(context).strip().partition("\n")
    pages = current_app.jinja_env
    html = pages.get_template(f"mail/{name}.html").render(context, subject=subject.strip())
    return Words(subject.strip(), text.strip() + "\n", html, str(context.get("lang", "")))


def _plain() -> Any:
    """The templates of pages, but for one thing: a value stays within its line.

    Somebody's name with a line break in it would end the subject, and could pass for words of ours.
    """
    kept = current_app.extensions.get("coachsched plain text")
    if kept is None:
        kept = current_app.jinja_env.overlay(finalize=_within_the_line)
        current_app.extensions["coachsched plain text"] = kept
    return kept


def _within_the_line(value: object) -> object:
    # A phrase is put into the reader's language before it is looked through.
    return clean_text(str(value)).replace("\n", " ") if isinstance(value, str) else value
