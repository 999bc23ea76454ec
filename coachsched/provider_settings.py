"""The settings of signing in with an account people already have: Google, Microsoft, any OpenID provider."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from coachsched.core.errors import Problem
from coachsched.core.openid import (
    GOOGLE,
    GOOGLE_ISSUER,
    MICROSOFT,
    MICROSOFT_HOST,
    OPENID,
    PRIVATE_ACCOUNTS,
    Provider,
)
from coachsched.core.web_address import read_address

TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_NAME = 40


def read_providers(
    environ: Mapping[str, str], base_url: str, problems: list[Problem]
) -> tuple[Provider, ...]:
    """The providers that are set, in the order of their buttons; adds to ``problems`` what is wrong."""
    found = [read(environ, problems) for read in (_google, _microsoft, _openid)]
    providers = tuple(one for one in found if one)
    if providers and not _is_secure(base_url):
        remedy = "Serve the app over https, and write https://… here."
        problems.append(_problem("BASE_URL", "signing in with another account needs https.", remedy))
    return providers


def _google(environ: Mapping[str, str], problems: list[Problem]) -> Provider | None:
    given = _group(environ, "GOOGLE", ("CLIENT_ID", "CLIENT_SECRET"), ("DOMAIN",), problems)
    if given is None:
        return None
    domain = given["DOMAIN"].casefold()
    if domain and not DOMAIN.fullmatch(domain):
        remedy = "Write one such as school.org."
        problems.append(_problem("GOOGLE_DOMAIN", f"{domain!r} is no domain.", remedy))
    client = given["CLIENT_ID"], given["CLIENT_SECRET"]
    return Provider(GOOGLE, "Google", GOOGLE_ISSUER, *client, domain=domain)


def _microsoft(environ: Mapping[str, str], problems: list[Problem]) -> Provider | None:
    given = _group(environ, "MICROSOFT", ("CLIENT_ID", "CLIENT_SECRET", "TENANT"), (), problems)
    if given is None:
        return None
    tenant = given["TENANT"].casefold()
    if not TENANT.fullmatch(tenant) or tenant == PRIVATE_ACCOUNTS:
        # Whoever makes an organisation of their own can write any address into it.
        what = f"{tenant!r} is not the number of one organisation; addresses from elsewhere prove nothing."
        remedy = "Write the Directory (tenant) ID of your school: 32 hexadecimal digits with dashes."
        problems.append(_problem("MICROSOFT_TENANT", what, remedy))
    issuer = f"{MICROSOFT_HOST}/{tenant}/v2.0"
    client = given["CLIENT_ID"], given["CLIENT_SECRET"]
    return Provider(MICROSOFT, "Microsoft", issuer, *client, tenant=tenant)


def _openid(environ: Mapping[str, str], problems: list[Problem]) -> Provider | None:
    given = _group(environ, "OIDC", ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"), ("NAME",), problems)
    if given is None:
        return None
    issuer, name = given["ISSUER"], given["NAME"] or urlsplit(given["ISSUER"]).netloc
    if not _is_secure(issuer) or "?" in issuer or "#" in issuer:
        remedy = "Write the issuer as the provider tells it, https://…; http only on this machine."
        problems.append(_problem("OIDC_ISSUER", f"{issuer!r} is no secure address.", remedy))
    if len(name) > LONGEST_NAME or not name.isprintable():
        remedy = f"Write at most {LONGEST_NAME} characters, such as the name of your school."
        problems.append(_problem("OIDC_NAME", "it does not fit on a button.", remedy))
    return Provider(OPENID, name, issuer, given["CLIENT_ID"], given["CLIENT_SECRET"])


def _group(
    environ: Mapping[str, str],
    prefix: str,
    needed: tuple[str, ...],
    optional: tuple[str, ...],
    problems: list[Problem],
) -> dict[str, str] | None:
    """The settings that belong together: None where there are none of them, or some are missing."""
    names = (*needed, *optional)
    given = {name: (environ.get(f"COACHSCHED_{prefix}_{name}") or "").strip() for name in names}
    missing = [name for name in needed if not given[name]]
    if not any(given.values()):
        return None
    for name in missing:
        remedy = "Set it too, or none of those that begin alike."
        problems.append(_problem(f"{prefix}_{name}", "it is missing.", remedy))
    return None if missing else given


def _is_secure(address: str) -> bool:
    """Whether an address is https, or leads to this machine."""
    try:
        host = read_address(address).host
    except ValueError:
        return False
    return urlsplit(address).scheme == "https" or host == "localhost" or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _problem(name: str, what: str, remedy: str) -> Problem:
    return Problem(f"setting COACHSCHED_{name}", what, remedy)
