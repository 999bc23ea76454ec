"""How a chosen slot travels through a form: short keys that are looked up again, never trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

from coachsched.core.errors import ConflictError, InputError, Problem
from coachsched.core.phrases import phrase
from coachsched.core.slots import Need, Slot, Talk, Visit, best_debrief

# At the end of the key of a slot that needs cover.
COVER = ".cover"


@dataclass(frozen=True)
class Pick:
    """A visit and the debrief wanted after it, as keys."""

    visit: str
    debrief: str = ""

    @property
    def needs_cover(self) -> bool:
        return self.visit.endswith(COVER)


@dataclass(frozen=True)
class Chosen:
    """A pick that was found among the slots, with what must be covered for it."""

    visit: Visit
    debrief: Talk | None
    needs: tuple[Need, ...] = ()


class SlotsGoneError(ConflictError):
    """Some picked times are no longer possible; ``gone`` are their keys."""

    def __init__(self, gone: Sequence[Pick]) -> None:
        self.gone = gone
        super().__init__(phrase("A time you picked has just been taken. Your other picks are still here."))


@dataclass(frozen=True)
class FreshTime:
    """A time a meeting could move to, as pages and mails show it; ``key`` is what a form sends back.

    ``start`` and ``end`` are local, and so are those of the debrief that goes with a visit. One that
    ``needs_cover`` is held until somebody takes a class.
    """

    key: str
    date: date
    period: str
    start: datetime
    end: datetime
    klass: str = ""
    subject: str = ""
    room: str = ""
    debrief: tuple[datetime, datetime] | None = None
    needs_cover: bool = False


def visit_key(visit: Visit) -> str:
    """Two lessons of a host may start together (a double booking): the class tells them apart."""
    lesson = crc32("\x1f".join((visit.klass, visit.subject, visit.room)).encode())
    return f"{_start(visit.date, visit.start)}.{lesson:08x}"


def slot_key(slot: Slot) -> str:
    """The key of a slot's visit. The same visit may come without a debrief, and with one that needs cover."""
    return visit_key(slot.visit) + (COVER if slot.needs else "")


def talk_key(talk: Talk) -> str:
    return _start(talk.date, talk.start)


def _start(on: date, minute: int) -> str:
    return f"{on.isoformat()}T{minute // 60:02d}{minute % 60:02d}"


def look_up(slots: Sequence[Slot], picks: Sequence[Pick]) -> tuple[list[Chosen], list[Pick]]:
    """The picks that are slots now, and those that are gone. Without a debrief key the first that is
    not on offer elsewhere is meant."""
    by_key = {slot_key(slot): slot for slot in slots}
    chosen, gone = [], []
    for pick in picks:
        found = _chosen(by_key.get(pick.visit), pick.debrief)
        if found:
            chosen.append(found)
        else:
            gone.append(pick)
    return chosen, gone


def _chosen(slot: Slot | None, debrief: str) -> Chosen | None:
    if slot is None:
        return None
    if not debrief:
        return Chosen(slot.visit, best_debrief(slot), slot.needs)
    talk = next((talk for talk in slot.debriefs if talk_key(talk) == debrief), None)
    return Chosen(slot.visit, talk, slot.needs) if talk else None


def find_talk(talks: Sequence[Talk], key: str) -> Talk:
    """The talk picked; raises InputError where none is, SlotsGoneError where it is possible no more."""
    if not key:
        raise InputError(Problem("times", phrase("none is picked yet."), phrase("Pick the time you want.")))
    found = next((talk for talk in talks if talk_key(talk) == key), None)
    if found is None:
        raise SlotsGoneError([])
    return found
