"""A link two partners keep with their partnership (design 2); shown to them, fetched by nobody."""

from __future__ import annotations

from dataclasses import dataclass

from coachsched.core.errors import InputError, Problem
from coachsched.core.web_address import read_address

LONGEST_TITLE = 80


@dataclass(frozen=True)
class SharedLink:
    """An http or https ``address``, and what the partners call it; empty where they gave it no name."""

    address: str
    title: str = ""

    @property
    def words(self) -> str:
        return self.title or self.address


def read_link(address: str, title: str) -> SharedLink:
    """A link as it was typed; raises InputError naming the fields ``address`` and ``title``."""
    address, title = address.strip(), " ".join(title.split())
    problems = []
    try:
        read_address(address)
    except ValueError as error:
        remedy = "Copy it from your browser; it begins with https://."
        problems.append(Problem("address", f"This cannot be kept: {error}.", remedy))
    if len(title) > LONGEST_TITLE:
        problems.append(Problem("title", "it is too long.", f"Use at most {LONGEST_TITLE} characters."))
    if problems:
        raise InputError(problems)
    return SharedLink(address, title)
