"""Whether people can be in time where a school has several sites (design 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from coachsched.core.labels import label_key, names
from coachsched.core.spans import Span, overlaps

# By the name of each site, the rooms there: names, or patterns in which * is any text.
Sites = tuple[tuple[str, tuple[str, ...]], ...]
# When somebody is somewhere, in local minutes of a day, and the site it is at.
Engagement = tuple[Span, str]


@lru_cache(maxsize=4096)
def site_of(room: str, sites: Sites) -> str | None:
    """The site of a room, the first that names it; None where none does, or where several rooms lie apart."""
    found = {site for name in names(room) if (site := _site_of_one(name, sites))}
    return found.pop() if len(found) == 1 else None


def can_be_at(site: str, span: Span, engagements: Iterable[Engagement], minutes: int) -> bool:
    """Whether somebody has so many minutes between ``span`` at a site and all they do at others that day."""
    around = span[0] - minutes, span[1] + minutes
    return not any(place != site and overlaps(around, taken) for taken, place in engagements)


def can_meet(span: Span, everybody: Sequence[Sequence[Engagement]], sites: Sites, minutes: int) -> bool:
    """Whether there is a site at which all can be for ``span``."""
    return any(
        all(can_be_at(site, span, engagements, minutes) for engagements in everybody) for site, _ in sites
    )


def _site_of_one(room: str, sites: Sites) -> str | None:
    key = label_key(room)
    fitting = (site for site, rooms in sites if any(_fits(pattern, key) for pattern in rooms))
    return next(fitting, None)


def _fits(pattern: str, key: str) -> bool:
    parts = (re.escape(part) for part in label_key(pattern).split("*"))
    return re.fullmatch(".*".join(parts), key) is not None
