"""When two who look for a partner find each other: which of them coaches, and how well their weeks fit."""

from __future__ import annotations

from typing import Literal, get_args

from coachsched.core.errors import InputError, Problem
from coachsched.core.fit import Fit
from coachsched.core.phrases import phrase

# What somebody would like: to be the coach, to have one, or either.
Part = Literal["either", "coach", "coached"]
# Who may know that somebody looks: colleagues who look too, and the coordinator; or the coordinator alone.
SeenBy = Literal["colleagues", "coordinator"]
PARTS: tuple[Part, ...] = get_args(Part)
SEEN_BY: tuple[SeenBy, ...] = get_args(SeenBy)

LONGEST_LINE = 200
# Debriefed visits in the days looked at: from here on a pair hardly has to search.
PLENTY = 5


def coach(one: Part, other: Part) -> Literal["one", "other"] | None:
    """Who of two is the coach by what each would like; None where that leaves it to them, as equals."""
    if one == other:
        return None
    return "one" if one == "coach" or other == "coached" else "other"


def how_well(fits: tuple[Fit, Fit]) -> Literal["well", "some", "hardly"]:
    """Two people's fit in a word, by the direction in which it is better."""
    most = max(fit.debriefed for fit in fits)
    return "well" if most >= PLENTY else "some" if most else "hardly"


def read_line(text: str, field: str) -> str:
    """A line as it was typed; raises InputError naming the field where it is too long."""
    line = " ".join(text.split())
    if len(line) > LONGEST_LINE:
        remedy = phrase("Use at most %(n)s characters.", n=LONGEST_LINE)
        raise InputError(Problem(field, phrase("it is too long."), remedy))
    return line
