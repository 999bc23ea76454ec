"""The demo's mail, as its readers would get it. Only there with DEMO=1."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from flask import Blueprint, abort, current_app, render_template

from coachsched.core import ical
from coachsched.mail.transports import read_maildir, read_message

blueprint = Blueprint("demo", __name__)
SHOWN = 100


@dataclass(frozen=True)
class Mail:
    """A message in the shape templates/macros/mail.html takes."""

    key: str
    subject: str
    to: str
    iso: str
    sent: str
    text: str
    facts: list[tuple[str, str]]
    raw: str


@blueprint.get("/demo/mail")
def mail() -> str:
    messages = [_mail(key, data) for key, data in read_maildir(_maildir())[:SHOWN]]
    return render_template("demo/mail.html", messages=messages)


@blueprint.get("/demo/mail/<key>")
def message(key: str) -> str:
    return render_template("demo/message.html", message=_mail(key, read_message(_maildir(), key)))


def _maildir() -> str:
    kind, _, path = current_app.config["SETTINGS"].mail_url.partition(":")
    if kind != "maildir":
        abort(404)
    return str(path)


def _mail(key: str, data: bytes) -> Mail:
    parsed = message_from_bytes(data, policy=default)
    assert isinstance(parsed, EmailMessage)
    sent = parsedate_to_datetime(parsed["Date"])
    body = parsed.get_body(("plain",))
    return Mail(
        key=key,
        subject=parsed["Subject"],
        to=parsed["To"],
        iso=sent.isoformat(),
        sent=f"{sent:%a} {sent.day} {sent:%b}, {sent:%H:%M} UTC",
        text=body.get_content() if body else "",
        facts=_facts(parsed),
        raw=data.decode("ascii", "replace"),
    )


def _facts(parsed: EmailMessage) -> list[tuple[str, str]]:
    """What a calendar program makes of the calendar part."""
    for part in parsed.walk():
        if part.get_content_type() == "text/calendar":
            return ical.facts(str(part.get_content()))
    return []
