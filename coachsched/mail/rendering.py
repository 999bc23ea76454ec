"""The words of a mail, from templates/mail: a text whose first line is the subject, and its HTML twin."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def render(name: str, **context: object) -> Words:
    """The words of ``templates/mail/NAME.txt`` and ``.html``."""
    # Commands write mails too, so nothing of what pages know of their request takes part.
    templates = current_app.jinja_env
    subject, _, text = templates.get_template(f"mail/{name}.txt").render(context).strip().partition("\n")
    html = templates.get_template(f"mail/{name}.html").render(context, subject=subject.strip())
    return Words(subject.strip(), text.strip() + "\n", html)
