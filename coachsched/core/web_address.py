"""Addresses on the web, and which machines they may lead to (OWASP SSRF prevention; RFC 6890)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

from coachsched.core.phrases import phrase

LONGEST = 2000
PORTS = {"http": 80, "https": 443}

_UNCLEAN = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Of all of IPv6 only this is given to the public, and these parts of it lead elsewhere after all:
# Teredo and other protocols, documentation, 6to4.
_PUBLIC_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = [IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_NOT_PUBLIC_V4 = [
    ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip


@dataclass(frozen=True)
class WebAddress:
    """An address taken apart; ``host`` is a name in ASCII or the usual form of an IP address."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """The host, and the port where it is not the scheme's own, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def join(self, location: str) -> WebAddress:
        """Where a redirection from here leads; raises ValueError."""
        return read_address(urljoin(f"{self.scheme}://{self.netloc}{self.target}", location))


def read_address(text: str) -> WebAddress:
    """An http or https address without credentials; raises ValueError, which says what is wrong."""
    if len(text) > LONGEST or _UNCLEAN.search(text):
        raise ValueError(phrase("it has spaces in it, or is too long"))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(phrase("it is no web address")) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(phrase("it is no web address"))
    if "@" in parts.netloc:
        raise ValueError(phrase("it has a name or password in it"))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii():
        raise ValueError(phrase("it has letters in it that addresses write otherwise"))
    return WebAddress(
        parts.scheme, _host(parts.hostname), PORTS[parts.scheme] if port is None else port, target
    )


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and nothing that leads back inside."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return (
            found in _PUBLIC_V6
            and found.scope_id is None
            and not any(found in network for network in _NOT_PUBLIC_V6)
        )
    return not any(found in network for network in _NOT_PUBLIC_V4)


def _host(text: str) -> str:
    """A host in the one form it is looked up in; numbers are taken in their usual spelling only."""
    try:
        if ":" in text:
            return str(IPv6Address(text))
        host = text if text.isascii() else text.encode("idna").decode()
        host = host.casefold().removesuffix(".")
        # 2130706433, 0x7f.1 and 127.1 are 127.0.0.1 to many programs, and to no person.
        if _NUMBER.fullmatch(host.rpartition(".")[2]):
            return str(IPv4Address(host))
    except ValueError:
        raise ValueError(phrase("its name cannot be looked up")) from None
    if not _HOST.fullmatch(host):
        raise ValueError(phrase("its name cannot be looked up"))
    return host
