"""A link two partners keep with their partnership (design 2); shown to them, fetched by nobody."""

from __future__ import annotations

from dataclasses import dataclass

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase
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
        what = phrase("This cannot be kept: %(why)s.", why=error.args[0])
        remedy = phrase("Copy it from your browser; it begins with https://.")
        problems.append(Problem("address", what, remedy))
    if len(title) > LONGEST_TITLE:
        remedy = phrase("Use at most %(n)s characters.", n=LONGEST_TITLE)
        problems.append(Problem("title", phrase("it is too long."), remedy))
    if problems:
        raise InputError(problems)
    return SharedLink(address, title)
