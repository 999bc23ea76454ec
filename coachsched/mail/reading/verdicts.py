"""What the school's own mail server found out about a sender (Authentication-Results, RFC 8601)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = 8_000


def vouches(headers: Sequence[str], authserv_id: str | None, sender: str) -> bool:
    """Whether our server's verdict says that a message truly comes from the domain of its From.

    ``headers`` are the values of Authentication-Results, topmost first. Only the topmost of our own server's
    counts: it writes on top of what it was sent, and what lies below may be the sender's invention. DMARC
    has to pass for that domain, or a DKIM signature of it or of a domain above it.
    """
    domain = sender.rpartition("@")[2].casefold()
    if not authserv_id or not domain:
        return False
    for header in headers:
        name, *results = _pieces(header)
        if name[:1] and name[0].casefold() == authserv_id.casefold():
            return any(_passes(result, domain) for result in results)
    return False


def _passes(result: list[str], domain: str) -> bool:
    method, _, outcome = (result[0] if result else "").casefold().partition("=")
    if outcome != "pass":
        return False
    found = dict(_property(word) for word in reversed(result[1:]))
    method = method.partition("/")[0]
    if method == "dmarc":
        return found.get("header.from", "").casefold() == domain
    if method == "dkim":
        signer = found.get("header.d") or found.get("header.i", "").rpartition("@")[2]
        return _aligned(signer.casefold(), domain)
    return False


def _aligned(signer: str, domain: str) -> bool:
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def _property(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.casefold(), value


def _pieces(header: str) -> list[list[str]]:
    """The words of a header's pieces between semicolons, comments left out, quotes taken off."""
    pieces: list[list[str]] = [[]]
    word = ""
    for mark in _tokens(header[:LONGEST]):
        if mark == ";" or mark.isspace():
            pieces[-1] += [word] if word else []
            pieces += [[]] if mark == ";" else []
            word = ""
        else:
            word += mark[1:-1] if mark[:1] == '"' and len(mark) > 1 else mark
    pieces[-1] += [word] if word else []
    return pieces


def _tokens(text: str) -> Iterator[str]:
    """What stands outside comments; inside one a quote is no quote, or it could hide where it ends."""
    place, depth = 0, 0
    while place < len(text):
        found = (_IN_COMMENT if depth else _OUTSIDE).match(text, place)
        mark = found[0] if found else text[place]
        place += len(mark)
        if mark in ("(", ")"):
            depth = max(depth + (1 if mark == "(" else -1), 0)
        elif not depth:
            yield mark


_OUTSIDE = re.compile(r'"(?:[^"\\]|\\.)*"|[()]|;|\s+|[^\s;()"]+', re.DOTALL)
_IN_COMMENT = re.compile(r"\\.|[()]|[^\\()]+", re.DOTALL)
