"""Delivery to an SMTP server (RFC 5321), encrypted wherever the server offers it (RFC 3207)."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from dataclasses import dataclass

from coachsched.core.ical import one_line
from coachsched.mail.delivery import (
    DeliveryFailure,
    NobodyThere,
    PermanentFailure,
    TemporaryFailure,
    check_envelope,
)

TIMEOUT_SECONDS = 20
# For a whole message, the server's last word included: less than the lease a worker has on it.
BUDGET_SECONDS = 50
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# Refusals of this client rather than of this letter: sign-in or encryption is missing or wrong.
ABOUT_US = frozenset({530, 534, 535, 538})


@dataclass(frozen=True)
class Server:
    """An SMTP server; tls means encrypted from the first byte, otherwise as soon as it offers to be."""

    host: str
    port: int
    tls: bool
    user: str
    password: str


class Smtp:
    """One connection for a run of messages, opened at the first and again whenever it has gone."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None
        self._deadline = 0.0

    def deliver(self, sender: str, recipient: str, message: bytes, message_id: str) -> None:
        """Hand one message over; a connection that fails or is refused is always worth another try."""
        check_envelope(sender, recipient)
        self._deadline = time.monotonic() + BUDGET_SECONDS
        try:
            connection = self._begin(sender)
            self._be_patient(connection, TIMEOUT_SECONDS)
            _accepted(connection.rcpt(recipient))
            # Scanning a message takes a server longer than anything else (RFC 5321 4.5.3.2.6).
            self._be_patient(connection, BUDGET_SECONDS)
            _accepted(connection.data(message))
        except smtplib.SMTPResponseException as refusal:
            self._abandon(refusal)
            raise _failure(refusal) from refusal
        except (smtplib.SMTPException, OSError) as trouble:
            self._drop()
            raise TemporaryFailure(f"{self._server.host}: {_words(trouble)}") from trouble

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._connection:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
        self._drop()

    def _begin(self, sender: str) -> smtplib.SMTP:
        """A connection that has taken MAIL FROM, the one step that can be repeated without harm."""
        if self._connection:
            try:
                self._be_patient(self._connection, TIMEOUT_SECONDS)
                _accepted(self._connection.mail(sender))
                return self._connection
            except smtplib.SMTPServerDisconnected:
                self._drop()
            except smtplib.SMTPResponseException as refusal:
                if refusal.smtp_code != 421:
                    raise
                self._drop()
        self._connection = self._connected()
        _accepted(self._connection.mail(sender))
        return self._connection

    def _be_patient(self, connection: smtplib.SMTP, seconds: float) -> None:
        """Wait so long for each next word of the server, but never beyond what the message has left."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"no answer within {BUDGET_SECONDS} seconds")
        if connection.sock:
            connection.sock.settimeout(min(seconds, left))

    def _connected(self) -> smtplib.SMTP:
        try:
            return _signed_in(self._server)
        except (smtplib.SMTPException, OSError) as trouble:
            raise NobodyThere(f"{self._server.host}: {_words(trouble)}") from trouble

    def _abandon(self, refusal: smtplib.SMTPResponseException) -> None:
        """Make the connection ready for the next message; drop it unless it gave an orderly refusal."""
        try:
            if self._connection and 400 <= refusal.smtp_code < 600:
                _accepted(self._connection.rset())
            else:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


def _signed_in(server: Server) -> smtplib.SMTP:
    context = _tls_context(server.host)
    connection: smtplib.SMTP
    if server.tls:
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        _greet(connection, server, context)
    except BaseException:
        connection.close()
        raise
    return connection


def _greet(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    connection.ehlo_or_helo_if_needed()
    encrypted = server.tls
    if not encrypted and connection.has_extn("starttls"):
        _accepted(connection.starttls(context=context))
        connection.ehlo_or_helo_if_needed()
        encrypted = True
    if server.user:
        if not encrypted and server.host not in LOOPBACK:
            raise smtplib.SMTPNotSupportedError(
                "the server offers no encryption, so the password was not sent"
            )
        connection.login(server.user, server.password)


def _tls_context(host: str) -> ssl.SSLContext:
    """Certificates are checked, except on this machine itself, where nobody stands between."""
    context = ssl.create_default_context()
    if host in LOOPBACK:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _accepted(answer: tuple[int, bytes]) -> None:
    code, words = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, words)


def _failure(refusal: smtplib.SMTPResponseException) -> DeliveryFailure:
    permanent = refusal.smtp_code >= 500 and refusal.smtp_code not in ABOUT_US
    return (PermanentFailure if permanent else TemporaryFailure)(_words(refusal))


def _words(trouble: Exception) -> str:
    """What the server or the system said, in one line."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        said = trouble.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return one_line(f"{trouble.smtp_code} {text}")
    return one_line(str(trouble)) or type(trouble).__name__
