"""Asking a provider who somebody is (OpenID Connect Core 1.0, 3.1: the code flow; RFC 7636; RFC 9207)."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from flask import current_app
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from coachsched.core.errors import UserError
from coachsched.core.openid import OPENID, Provider, Told, read_claims
from coachsched.core.phrases import phrase
from coachsched.services import clock, links, providers

# What is needed to find somebody, and nothing else of them.
SCOPE = "openid email"
GOOD_FOR = timedelta(minutes=10)
LEEWAY = 60
# Signed with a key that only the provider has: never unsigned, never with a secret that we share.
ALGORITHMS = [
    *(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)),
    "Ed25519",
    "EdDSA",
]


class NotSignedInError(UserError):
    """Nobody was let in by the provider, or what came from it cannot be believed."""


def begin(provider: Provider) -> tuple[str, dict[str, str]]:
    """The address to send a browser to, and what that browser must hold when it comes back.

    Raises ProviderDownError.
    """
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    address = prepare_grant_uri(
        providers.known(provider).endpoints["authorization_endpoint"],
        provider.client_id,
        "code",
        _comes_back_to(provider),
        SCOPE,
        kept["state"],
        nonce=kept["nonce"],
        code_challenge=create_s256_code_challenge(kept["verifier"]),
        code_challenge_method="S256",
        # People with an account at home and one at school choose each time.
        prompt=None if provider.key == OPENID else "select_account",
        hd=provider.domain or None,
    )
    return address, {**kept, "key": provider.key, "until": (clock.real() + GOOD_FOR).isoformat()}


def finish(provider: Provider, kept: Mapping[str, str], answer: Mapping[str, str]) -> Told:
    """Whom the provider let in, by what a browser brings back.

    Raises NotSignedInError, NotOursError, ProviderDownError.
    """
    code = _code(provider, kept, answer)
    tokens = _redeem(provider, code, kept["verifier"])
    try:
        claims: dict[str, Any] = _checked(provider, tokens, kept["nonce"])
        if "email" not in claims:
            claims |= _address(provider, tokens, claims["sub"])
        return read_claims(provider, claims)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        current_app.logger.warning("sign-in with %s: a token was refused: %.200r", provider.key, str(error))
        raise _unbelievable(provider) from None


def _code(provider: Provider, kept: Mapping[str, str], answer: Mapping[str, str]) -> str:
    """The code that answers what this very browser asked a short while ago."""
    state = answer.get("state", "")
    if kept.get("key") != provider.key or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        raise NotSignedInError(phrase("That sign-in did not begin in this browser. Please begin it here."))
    if datetime.fromisoformat(kept["until"]) < clock.real():
        raise NotSignedInError(phrase("That took longer than ten minutes. Please begin again."))
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise _unbelievable(provider)
    if answer.get("error"):
        current_app.logger.warning("sign-in with %s: %.80r", provider.key, answer["error"])
        raise NotSignedInError(
            phrase(
                "You were not signed in with %(provider)s. You can try again, or come in another way.",
                provider=provider.name,
            )
        )
    if not answer.get("code"):
        raise _unbelievable(provider)
    return answer["code"]


def _redeem(provider: Provider, code: str, verifier: str) -> dict[str, Any]:
    """The tokens that a code is good for, once."""
    known = providers.known(provider)
    address = known.endpoints["token_endpoint"]
    form = prepare_token_request(
        "authorization_code", redirect_uri=_comes_back_to(provider), code=code, code_verifier=verifier
    )
    posts = "client_secret_post" in known.auth_methods
    method = "client_secret_post" if posts else "client_secret_basic"
    client = provider.client_id, provider.client_secret
    # In a header they are written as in a form, which Authlib leaves to us (RFC 6749, 2.3.1).
    auth = ClientAuth(*(client if posts else map(quote_plus, client)), auth_method=method)
    _, headers, form = auth.prepare("POST", address, {}, form)
    status, tokens = providers.ask(provider, address, headers, form)
    if status != 200:
        # Whoever runs the server learns here that a secret has run out.
        said = tokens.get("error")
        current_app.logger.error("sign-in with %s: a code was refused: %.80r", provider.key, said)
        raise _unbelievable(provider)
    return tokens


def _checked(provider: Provider, tokens: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    """The claims of an ID token that is signed, in time, and meant for us and this browser (3.1.3.7)."""
    try:
        token = jwt.decode(tokens["id_token"], providers.known(provider).keys, ALGORITHMS)
    except InvalidKeyIdError:
        # Its key is newer than those we know.
        token = jwt.decode(tokens["id_token"], providers.known(provider, anew=True).keys, ALGORITHMS)
    claims = CodeIDToken(
        token.claims,
        token.header,
        {"iss": {"value": provider.issuer}, "aud": {"value": provider.client_id}},
        {
            "nonce": nonce,
            "client_id": provider.client_id,
            "access_token": tokens.get("access_token"),
        },
    )
    claims.validate(int(clock.real().timestamp()), LEEWAY)
    return dict(claims)


def _address(provider: Provider, tokens: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """The address, where it does not stand in the ID token (5.3)."""
    endpoint = providers.known(provider).endpoints.get("userinfo_endpoint")
    if endpoint is None:
        return {}
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    status, claims = providers.ask(provider, endpoint, headers)
    # Without the same subject it may be somebody else's (5.3.2).
    if status != 200 or claims.get("sub") != subject:
        raise ValueError("userinfo")
    return {name: claims[name] for name in ("email", "email_verified") if name in claims}


def _comes_back_to(provider: Provider) -> str:
    return links.to_page(f"/sign-in/with/{provider.key}/answer")


def _unbelievable(provider: Provider) -> NotSignedInError:
    return NotSignedInError(
        phrase(
            "What %(provider)s sent could not be confirmed, so nobody was signed in. Please try again.",
            provider=provider.name,
        )
    )
