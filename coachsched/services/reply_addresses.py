"""Where answers come back to: the school's mailbox, with a token only one person was given (design 7)."""

from __future__ import annotations

import hmac
from base64 import b32decode, b32encode
from hashlib import sha256

from flask import current_app

MARK = "r"
PERSON_BYTES = 5
PROOF_BYTES = 10


def of_person(person_id: int) -> str:
    """Where this person's answers go; the plain mailbox where it takes no plus addresses."""
    settings = current_app.config["SETTINGS"]
    if not settings.mail_plus:
        return str(settings.mail_from)
    number = person_id.to_bytes(PERSON_BYTES, "big")
    token = b32encode(number + _proof(number)).decode().rstrip("=").lower()
    local, _, domain = settings.mail_from.rpartition("@")
    return f"{local}+{MARK}{token}@{domain}"


def person_of(address: str) -> int | None:
    """Whose address it is; None where the token is missing or not ours. Capitals do not matter."""
    local = address.strip().rpartition("@")[0]
    tag = local.rpartition("+")[2].upper()
    token = tag.removeprefix(MARK.upper())
    try:
        raw = b32decode(token + "=" * (-len(token) % 8))
    except ValueError:
        return None
    number, proof = raw[:PERSON_BYTES], raw[PERSON_BYTES:]
    known = "+" in local and tag != token and hmac.compare_digest(proof, _proof(number))
    return int.from_bytes(number, "big") if known else None


def _proof(number: bytes) -> bytes:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.digest(key, b"coachsched reply address " + number, sha256)[:PROOF_BYTES]
