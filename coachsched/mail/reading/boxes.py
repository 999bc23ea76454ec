"""The mailbox that answers come back to: IMAP or a Maildir, as a URL names it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from coachsched.core.errors import UserError

FORMS = "imap://user:password@host[:port][/folder], imaps://… or maildir:PATH"


@dataclass(frozen=True)
class ImapBox:
    """A folder on an IMAP server; with ``tls`` the connection is encrypted from its first byte."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str

    @property
    def name(self) -> str:
        """The folder's name for what is kept about it, without the password."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


@dataclass(frozen=True)
class MaildirBox:
    path: Path


def inbox(url: str) -> ImapBox | MaildirBox:
    """The mailbox a URL names, not opened yet; UserError says which forms are accepted."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "maildir" and rest.strip():
        if Path(rest).is_file():
            raise UserError(f"The inbox {rest} is a file. Name the folder of a Maildir.")
        return MaildirBox(Path(rest))
    if scheme.lower() not in ("imap", "imaps"):
        raise _unknown_form()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        # The cause quotes the URL, and the URL may hold a password.
        raise _unknown_form() from None
    if not host or not parts.username or not parts.password or parts.query or parts.fragment:
        raise _unknown_form()
    tls = scheme.lower() == "imaps"
    user, password = unquote(parts.username), unquote(parts.password)
    return ImapBox(
        host, port or (993 if tls else 143), tls, user, password, unquote(parts.path.strip("/")) or "INBOX"
    )


def _unknown_form() -> UserError:
    return UserError(f"The inbox URL is not understood. Write {FORMS}.")
