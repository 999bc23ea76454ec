"""The words of a mail, from templates/mail: a text whose first line is the subject, and its HTML twin."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def render(name: str, **context: object) -> Words:
    """The words of ``templates/mail/NAME.txt`` and ``.html``."""
    subject, _, text = render_template(f"mail/{name}.txt", **context).strip().partition("\n")
    html = render_template(f"mail/{name}.html", subject=subject.strip(), **context)
    return Words(subject.strip(), text.strip() + "\n", html)
