"""Which slots to show first, and why (design 4). Words for the reasons are up to the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coachsched.core.meetings import Slot, Talk

LATELY_DAYS = 14


@dataclass(frozen=True)
class Choice:
    """A slot with the debrief to propose with it.

    ``reasons`` are codes: "same_day", "next_day", "days_later:N" or "no_debrief", then perhaps "on_offer".
    Where no debrief is wanted there is none of the first.
    """

    slot: Slot
    debrief: Talk | None
    reasons: tuple[str, ...]


def rank(slots: Iterable[Slot], last_visited: date | None = None, wants_debrief: bool = True) -> list[Choice]:
    """The slots of one host, best first; the same slots always come in the same order.

    What needs no cover comes before what does, and less of it before more.
    ``last_visited`` is the date of the host's latest visit: slots within two weeks of it come after others
    that are as good.
    """
    choices = [_choice(slot, wants_debrief) for slot in slots]
    return sorted(choices, key=lambda choice: _rank_key(choice, last_visited))


def best_debrief(slot: Slot) -> Talk | None:
    """The soonest debrief that is not on offer elsewhere, else the soonest of all."""
    unclaimed = (talk for talk in slot.debriefs if not talk.on_offer)
    return next(unclaimed, slot.debriefs[0] if slot.debriefs else None)


def _choice(slot: Slot, wants_debrief: bool) -> Choice:
    debrief = best_debrief(slot)
    on_offer = slot.visit.on_offer or (debrief is not None and debrief.on_offer)
    soon = (_soonness(debrief),) if wants_debrief else ()
    return Choice(slot, debrief, (*soon, "on_offer") if on_offer else soon)


def _soonness(debrief: Talk | None) -> str:
    if debrief is None:
        return "no_debrief"
    near = {0: "same_day", 1: "next_day"}
    return near.get(debrief.days_later, f"days_later:{debrief.days_later}")


def _rank_key(choice: Choice, last_visited: date | None) -> tuple[object, ...]:
    visit, debrief = choice.slot.visit, choice.debrief
    lately = last_visited is not None and abs((visit.date - last_visited).days) < LATELY_DAYS
    days_later = debrief.days_later if debrief else 0
    needs = len(choice.slot.needs)
    return (debrief is None, needs, "on_offer" in choice.reasons, days_later, lately, visit.date, visit.start)
