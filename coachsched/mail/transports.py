"""The transport that a mail URL names: an SMTP server, or a Maildir folder that needs no setting up."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from coachsched.core.errors import UserError
from coachsched.mail.delivery import NobodyThere, PermanentFailure, TemporaryFailure, Transport
from coachsched.mail.maildir import Maildir, read_maildir, read_message
from coachsched.mail.smtp import Server, Smtp

__all__ = [
    "NobodyThere",
    "PermanentFailure",
    "TemporaryFailure",
    "Transport",
    "open_transport",
    "read_maildir",
    "read_message",
]

FORMS = "maildir:PATH, smtp://[user:password@]host[:port] or smtps://[user:password@]host[:port]"


def open_transport(url: str) -> Transport:
    """The transport a mail URL names, not connected yet; UserError says which forms are accepted."""
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    if scheme == "maildir" and rest.strip():
        return Maildir(Path(rest))
    if scheme in ("smtp", "smtps"):
        return Smtp(_server(url))
    raise _unknown_form()


def _unknown_form() -> UserError:
    return UserError(f"The mail URL is not understood. Write {FORMS}.")


def _server(url: str) -> Server:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:
        # The cause quotes the URL, and the URL may hold a password.
        raise _unknown_form() from None
    if not host or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _unknown_form()
    tls = parts.scheme == "smtps"
    return Server(host, port or (465 if tls else 25), tls, *_credentials(parts))


def _credentials(parts: SplitResult) -> tuple[str, str]:
    if (parts.username is None) != (parts.password is None):
        raise _unknown_form()
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise UserError("The mail URL's user and password may only hold ASCII characters.")
    return user, password
