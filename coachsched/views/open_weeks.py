"""Open lessons, and lessons that could be, laid out as the school's own weeks are for finding times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coachsched.core.phrases import phrase
from coachsched.core.slots import Slot
from coachsched.languages.formats import day
from coachsched.services.open_lessons import Board, Shown
from coachsched.services.opening import Mine
from coachsched.views.day_words import label
from coachsched.views.grid import Grid, Picked, Week
from coachsched.views.words import period_name, wall

FULL = phrase("No place is left.")
WHY = {
    "teaching": phrase("You teach then."),
    "booked": phrase("You are booked then."),
    "absent": phrase("You are away then."),
}


@dataclass(frozen=True)
class OpenChoice:
    """An open lesson in its cell; ``why`` says what keeps the reader from it."""

    id: int
    state: str
    day: str
    period: str
    lesson: str
    host: str
    room: str
    start: str
    end: str
    line: str
    left: int
    why: str


class BoardGrid(Grid):
    """The weeks of a board."""

    def __init__(self, found: Board, viewer: int) -> None:
        super().__init__(found, viewer, Picked())

    def of(self, lessons: Sequence[Shown]) -> list[Week]:
        """The weeks in which there are any of these lessons."""
        return _with_visits(self.weeks(lessons))  # type: ignore[arg-type]

    def _visit(self, slot: Shown) -> OpenChoice:  # type: ignore[override]
        visit = slot.visit
        return OpenChoice(
            id=slot.row.id,
            state=slot.state,
            day=day(visit.date),
            period=period_name(visit.period),
            lesson=" ".join(filter(None, (visit.klass, visit.subject))),
            host=slot.host.person.name,
            room=label(visit.room),
            start=wall(visit.start),
            end=wall(visit.end),
            line=slot.row.line,
            left=slot.left,
            why=self._why(slot),
        )

    def _why(self, slot: Shown) -> str:
        if slot.state == "full":
            return FULL
        if slot.state != "busy":
            return ""
        _, state = self.states(slot.visit.date)[slot.visit.period]
        return WHY.get(state, phrase("You are not free for all of it."))


class OwnGrid(Grid):
    """The weeks of a host's own lessons that are not open yet."""

    def __init__(self, found: Mine, viewer: int, picked: Picked) -> None:
        super().__init__(found, viewer, picked)
        self._slots = [Slot(one, ()) for one in found.closed]

    def all(self) -> list[Week]:
        """The weeks in which there are any."""
        return _with_visits(self.weeks(self._slots))


def _with_visits(weeks: Sequence[Week]) -> list[Week]:
    return [week for week in weeks if any(cell.visits for one in week.days for cell in one.cells)]
