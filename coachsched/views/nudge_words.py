"""A nudge by why a partnership is quiet, for mail and page: an invitation, never a reproach (design 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from coachsched.core.phrases import phrase
from coachsched.services.ways_back import WayBack
from coachsched.views.words import first_name

Words = Mapping[str, str]


def subject(reason: str, way: WayBack | None, names: str, words: Words) -> str:
    """Another round with Paul?"""
    if reason == "no_debrief" and way and way.after:
        return phrase("A time to talk about your %(visit)s of %(day)s?", visit=words["visit"], day=way.after)
    if reason == "between_cycles" and _goes_on(way):
        return phrase("The next %(visit)s with %(names)s?", visit=words["visit"], names=names)
    if reason == "between_cycles":
        return phrase("Another round with %(names)s?", names=names)
    if reason == "never_started":
        return phrase("A first time with %(names)s?", names=names)
    return phrase("Ready to pick it up again with %(names)s?", names=names)


def opening(reason: str, way: WayBack | None, names: str, words: Words) -> str:
    """What there is to do, in two sentences."""
    visit, debrief = words["visit"], words["debrief"]
    if reason == "no_debrief" and way and way.after:
        return phrase(
            "The %(visit)s with %(names)s took place; what makes it worth having is the %(debrief)s. "
            "A short one is enough.",
            visit=visit,
            names=names,
            debrief=debrief,
        )
    if reason == "between_cycles" and _goes_on(way):
        return phrase(
            "Your round with %(names)s has a %(visit)s to come. Whenever you are ready, here is a start.",
            names=names,
            visit=visit,
        )
    if reason == "between_cycles":
        return phrase(
            "Your last round with %(names)s is done. Whenever you are ready for another, here is a start.",
            names=names,
        )
    if reason == "never_started":
        return phrase(
            "You and %(names)s are partners now. The first %(visit)s is the hardest to find a time for, "
            "so here is a start.",
            names=names,
            visit=visit,
        )
    if reason == "unanswered":
        return phrase(
            "Weeks fill up, and times on offer slip by. Here are fresh ones for you and %(names)s.",
            names=names,
        )
    return phrase(
        "What you and %(names)s had planned has no time yet; that happens in every school. "
        "Here is a new start.",
        names=names,
    )


def who_visits(way: WayBack, me: int, names: str) -> str:
    """You would visit Paul. Empty where it is no visit; ``me`` is the reader's person."""
    if way.host is None:
        return ""
    if way.host.person_id == me:
        # L10N: %(names)s may be one or several people.
        return phrase("%(names)s would visit you.", names=names)
    return phrase("You would visit %(name)s.", name=first_name(way.host.person.name))


def rest(until: date | None) -> str:
    """How to leave it; ``until`` is the day after the holidays, where some are near."""
    if until is None:
        return phrase("Rest as long as you like")
    return phrase("Leave it until after the holidays, %(day)s, or rest as long as you like", day=until)


def _goes_on(way: WayBack | None) -> bool:
    """Whether a round has begun that has visits to come."""
    return bool(way and way.turn and way.turn.number > 1)
