"""The board: which partnerships have gone quiet, for the coordinator, and for a coach among their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from coachsched.core.errors import ForbiddenError
from coachsched.core.phrases import phrase
from coachsched.services import access, clock, signs, standings
from coachsched.services.standings import ORDER, Line
from coachsched.services.unit import transaction
from coachsched.store import partnerships
from coachsched.store.people import Membership

# About what a screen shows.
PAGE_LENGTH = 20


@dataclass(frozen=True)
class Filters:
    """What to show: of one ``reason`` (a state, or why it is quiet), of one ``faculty``; all where empty."""

    reason: str = ""
    faculty: str = ""

    def keep(self, line: Line) -> bool:
        return self.reason in ("", line.standing.state, line.standing.reason) and (
            self.faculty in ("", *line.faculties)
        )


@dataclass(frozen=True)
class Board:
    """One page of it, quiet first, longest quiet first.

    ``states`` and ``reasons`` count all that the reader may see, whatever the filters; ``spoken`` are the
    days on which the coordinator spoke to them.
    """

    lines: tuple[Line, ...]
    spoken: dict[int, date]
    states: Counter[str]
    reasons: Counter[str]
    faculties: tuple[str, ...]
    fitting: int
    page: int
    pages: int
    coordinates: bool


def board(actor: Membership, filters: Filters, page: int = 1) -> Board:
    """The page of the board the actor may see; raises ForbiddenError for who has none."""
    lines = _lines(actor)
    fitting = sorted(filter(filters.keep, lines), key=_order)
    pages = max(1, -(-len(fitting) // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    shown = tuple(fitting[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH])
    return Board(
        lines=shown,
        spoken=partnerships.spoken_on([line.id for line in shown]),
        states=Counter(line.standing.state for line in lines),
        reasons=Counter(line.standing.reason for line in lines if line.standing.reason),
        faculties=tuple(sorted({faculty for line in lines for faculty in line.faculties})),
        fitting=len(fitting),
        page=page,
        pages=pages,
        coordinates=access.may_see(actor, "board"),
    )


def is_open_to(actor: Membership) -> bool:
    """Whether the actor has a board: who coordinates, and who coaches somebody."""
    return access.may_see(actor, "board") or bool(partnerships.coached_by(actor.school, actor.person_id))


def spoke(actor: Membership, partnership_id: int) -> None:
    """Note that the coordinator spoke to them today: a date, which ends and clears nothing."""
    with transaction():
        partnership, _ = access.coordinated(actor, partnership_id)
        partnership.spoken_on = clock.today(actor.school.timezone)


def pause(actor: Membership, partnership_id: int, until: date) -> None:
    """Set a partnership aside on its partners' wish; raises InputError for a date that has passed."""
    with transaction():
        partnership, _ = access.coordinated(actor, partnership_id)
        signs.rest(actor.school, partnership, until)


def finish(actor: Membership, partnership_id: int) -> None:
    """End a partnership on its partners' wish; what lies ahead is called off."""
    with transaction():
        partnership, _ = access.coordinated(actor, partnership_id)
        signs.end(actor.school, partnership)


def part(actor: Membership, partnership_id: int) -> list[int]:
    """End a partnership whose partners want others, as ``finish`` does: the numbers of its people."""
    with transaction():
        partnership, _ = access.coordinated(actor, partnership_id)
        signs.end(actor.school, partnership)
        return [member.person_id for member in partnership.members]


def _lines(actor: Membership) -> list[Line]:
    today = clock.today(actor.school.timezone)
    if access.may_see(actor, "board"):
        return standings.of_school(actor.school, today)
    coached = partnerships.coached_by(actor.school, actor.person_id)
    if not coached:
        raise ForbiddenError(phrase("This page is for coordinators, and for those who coach somebody."))
    return standings.of_some(actor.school, coached, today)


def _order(line: Line) -> tuple[int, int, str]:
    return (
        ORDER.index(line.standing.state),
        -(line.standing.school_days or 0),
        " ".join(line.names).casefold(),
    )
