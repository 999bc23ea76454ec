"""Who a provider of sign-ins says somebody is, and how far it is believed (OpenID Connect Core 1.0, 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import UserError
from .phrases import phrase

GOOGLE, MICROSOFT, OPENID = "google", "microsoft", "openid"
GOOGLE_ISSUER = "https://accounts.google.com"
MICROSOFT_HOST = "https://login.microsoftonline.com"
# In this tenant everybody's private Microsoft accounts are.
PRIVATE_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad"


class NotOursError(UserError):
    """A sign-in that is real, and of another organisation."""


@dataclass(frozen=True)
class Provider:
    """Where people sign in: ``key`` stands in addresses, ``name`` on buttons.

    ``tenant`` is the one Microsoft organisation people come from, ``domain`` the one Google organisation;
    empty where that is not asked.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    tenant: str = ""
    domain: str = ""


@dataclass(frozen=True)
class Told:
    """Whom a provider let in: ``subject`` stays the same for ever, ``email`` may change hands.

    ``vouched`` says whether the address is theirs beyond doubt, so that an account can be found by it.
    """

    issuer: str
    subject: str
    email: str
    vouched: bool


def read_claims(provider: Provider, claims: Mapping[str, Any]) -> Told:
    """What claims that have been checked say of somebody; raises NotOursError, ValueError."""
    subject, email = claims.get("sub"), claims.get("email")
    # OpenID Connect Core 2: a subject has at most 255 ASCII characters.
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ValueError("sub")
    if provider.domain and claims.get("hd") != provider.domain:
        raise NotOursError(phrase("Please sign in with an account of %(domain)s.", domain=provider.domain))
    if provider.tenant and claims.get("tid", provider.tenant) != provider.tenant:
        raise NotOursError(phrase("Please sign in with the account your school gave you."))
    email = email.strip().casefold() if isinstance(email, str) else ""
    return Told(provider.issuer, subject, email, bool(email) and _vouches(provider, claims, email))


def _vouches(provider: Provider, claims: Mapping[str, Any], email: str) -> bool:
    if provider.key == MICROSOFT:
        return _is_member(provider, claims)
    if claims.get("email_verified") is not True:
        return False
    # Of an address at another company Google knows only that it was somebody's when they made their account.
    return provider.key != GOOGLE or bool(claims.get("hd")) or email.endswith("@gmail.com")


def _is_member(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether the organisation itself gave the address, which Microsoft never marks as verified.

    Guests bring theirs from another organisation, whose administrator can write into it what they like.
    """
    ours = {provider.issuer, f"https://sts.windows.net/{provider.tenant}/"}
    own_domain = claims.get("xms_edov", True) in (True, 1, "1", "true")
    return claims.get("idp", provider.issuer) in ours and claims.get("acct", 0) in (0, "0") and own_domain
