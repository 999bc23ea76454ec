"""What every transport promises, and the two ways in which a delivery fails."""

from __future__ import annotations

from typing import Protocol

from coachsched.core.errors import UserError
from coachsched.mail.text import plain_address


class DeliveryFailure(Exception):  # noqa: N818 - a server's answer, not a fault of ours
    """A letter was not taken; the message holds the words of the server or the system."""


class TemporaryFailure(DeliveryFailure):
    """Worth trying again later."""


class NobodyThere(TemporaryFailure):
    """No server was reached, so that no other message would fare better now."""


class PermanentFailure(DeliveryFailure):
    """The same letter would be refused again."""


class Transport(Protocol):
    """Hands over one message at a time; not to be shared between threads."""

    def deliver(self, sender: str, recipient: str, message: bytes, message_id: str) -> None:
        """Hand one message over for one recipient, or raise TemporaryFailure or PermanentFailure."""

    def close(self) -> None:
        """Let go of any connection; the next delivery opens another."""


def check_envelope(sender: str, recipient: str) -> None:
    """PermanentFailure for an address that could end an SMTP command early."""
    try:
        plain_address(sender)
        plain_address(recipient)
    except UserError as refusal:
        raise PermanentFailure(refusal.words) from refusal
