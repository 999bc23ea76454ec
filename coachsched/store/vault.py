"""What is kept encrypted in the database: a backup in the wrong hands holds nothing of it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"coachsched: data at rest, 1"


class UnreadableError(Exception):
    """What was sealed with a secret that is not known any more."""


class Vault:
    """Seals with the first of some secrets, and opens what any of them sealed."""

    def __init__(self, *secrets: str) -> None:
        self._keys = MultiFernet([Fernet(_key(secret)) for secret in secrets])

    def seal(self, text: str) -> bytes:
        return self._keys.encrypt(text.encode())

    def reseal(self, sealed: bytes) -> bytes:
        """The same text, sealed with the first secret; raises UnreadableError."""
        try:
            return self._keys.rotate(bytes(sealed))
        except InvalidToken:
            raise UnreadableError from None

    def open(self, sealed: bytes) -> str:
        """Raises UnreadableError."""
        try:
            return self._keys.decrypt(bytes(sealed)).decode()
        except (InvalidToken, UnicodeDecodeError):
            raise UnreadableError from None


@lru_cache(maxsize=8)
def _key(secret: str) -> bytes:
    """A key for this one purpose, from which the secret cannot be found (RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return urlsafe_b64encode(derived)
