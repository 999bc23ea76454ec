"""Providers of sign-ins: which are set, and what each tells of itself (OpenID Connect Discovery 1.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.discovery import get_well_known_url
from flask import current_app
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, import_key

from coachsched.core.errors import NotFoundError, UserError
from coachsched.core.openid import Provider
from coachsched.core.phrases import phrase
from coachsched.core.web_address import read_address
from coachsched.services import clock
from coachsched.services.fetching import Fetcher, UnreachableError

KNOWN_FOR = timedelta(hours=1)
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
# Whoever runs the server chose the provider, which may well be a machine of the school's own.
fetcher = Fetcher(allows=lambda _address: True, ports=range(1, 65536), seconds=5.0, most_bytes=500_000)


class ProviderDownError(UserError):
    """The provider does not answer, or not as the standard says."""


@dataclass(frozen=True)
class Known:
    """What a provider tells of itself, and until when that is taken as true."""

    endpoints: Mapping[str, str]
    auth_methods: tuple[str, ...]
    keys: KeySet
    until: datetime


def find(key: str) -> Provider:
    """The provider that is set under a key; raises NotFoundError."""
    for one in current_app.config["SETTINGS"].providers:
        if one.key == key:
            found: Provider = one
            return found
    raise NotFoundError(phrase("Nobody signs in that way here."))


def known(provider: Provider, anew: bool = False) -> Known:
    """What the provider tells of itself, asked when it is first needed and then once an hour.

    Raises ProviderDownError.
    """
    kept: dict[str, Known] = current_app.extensions.setdefault("openid", {})
    found = kept.get(provider.issuer)
    if found is None or anew or found.until < clock.real():
        found = kept[provider.issuer] = _discover(provider)
    return found


def ask(
    provider: Provider, address: str, headers: Mapping[str, str] | None = None, form: str | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of what a provider answers, to a form where there is one.

    Raises ProviderDownError.
    """
    host = urlsplit(address).netloc
    try:
        status, body = fetcher.ask(address, {"Accept": "application/json", **(headers or {})}, form)
        found = json.loads(body)
    except UnreachableError:
        raise down(provider, f"{host} cannot be reached") from None
    except (ValueError, RecursionError):
        raise down(provider, f"{host} sent no JSON") from None
    if status >= 500 or not isinstance(found, dict):
        raise down(provider, f"{host} answered {status}")
    return status, found


def down(provider: Provider, why: str) -> ProviderDownError:
    """What to raise where a provider is out of order; why is for whoever runs the server."""
    current_app.logger.error("sign-in with %s: %s", provider.key, why)
    return ProviderDownError(
        phrase(
            "%(provider)s does not answer just now. Please come in another way, or try again later.",
            provider=provider.name,
        )
    )


def _discover(provider: Provider) -> Known:
    status, told = ask(provider, get_well_known_url(provider.issuer, external=True))
    # A provider that calls itself otherwise could pass off somebody else's people (Discovery 1.0, 4.3).
    if status != 200 or told.get("issuer") != provider.issuer:
        raise down(provider, f"status {status} of {told.get('issuer')!r:.200} at {provider.issuer}")
    endpoints = {name: _endpoint(provider, name, told[name]) for name in ENDPOINTS if name in told}
    if missing := set(ENDPOINTS) - set(endpoints) - {"userinfo_endpoint"}:
        raise down(provider, f"it has no {', '.join(sorted(missing))}")
    # The usual where nothing is said (Discovery 1.0, 3).
    methods = told.get("token_endpoint_auth_methods_supported")
    methods = methods if isinstance(methods, list) else ["client_secret_basic"]
    keys = KeySet(_keys(ask(provider, endpoints["jwks_uri"])[1].get("keys")))
    return Known(endpoints, tuple(methods), keys, clock.real() + KNOWN_FOR)


def _endpoint(provider: Provider, name: str, address: object) -> str:
    with suppress(ValueError):
        if isinstance(address, str) and read_address(address).scheme == urlsplit(provider.issuer).scheme:
            return address
    raise down(provider, f"its {name} is {address!r:.200}")


def _keys(told: object) -> list[Key]:
    """The keys we can read; of those a provider has besides, none has signed what we ask for."""
    found: list[Key] = []
    for one in told if isinstance(told, list) else ():
        with suppress(JoseError, ValueError, TypeError, KeyError):
            found.append(import_key(one))
    return found
