"""What the cover page and the day sheet show: classes, teachers, times; never what it is for (design 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from coachsched.core.cover import Colleague, CoverRules
from coachsched.core.phrases import phrases
from coachsched.services import access, budgets, clock
from coachsched.services.cover_desk import Desk
from coachsched.store import cover
from coachsched.store.cover import CoverRequest
from coachsched.store.people import Membership, School

LOOK_BACK = timedelta(days=30)
# Asked for; again, since whoever was to take it cannot; arranged; and what came to nothing.
State = Literal["asked", "again", "arranged", "past", "refused", "withdrawn"]
WANTING = ("asked", "again")


@dataclass(frozen=True)
class Card:
    """One lesson of one teacher, as far as it is told; ``said`` is what the colleague answered (PARTSTAT).

    ``choices`` are those who could take it, in the fair order, ``against`` what stands against it, and
    ``notes`` are good to know. It is ``certain`` unless it is for one of several times, none yet taken.
    """

    id: int
    state: State
    date: date
    period: str
    start_at: datetime
    end_at: datetime
    klass: str
    subject: str
    room: str
    teacher: str
    colleague: str = ""
    said: str = ""
    choices: tuple[Colleague, ...] = ()
    against: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    certain: bool = True

    @property
    def minutes(self) -> int:
        return int((self.end_at - self.start_at).total_seconds()) // 60


@dataclass(frozen=True)
class CoverPage:
    """The requests ahead and those of the last weeks; ``perhaps`` are the ones not certain yet.

    ``days`` counts those that want somebody, by date.
    """

    rules: CoverRules
    wanting: tuple[Card, ...]
    perhaps: tuple[Card, ...]
    arranged: tuple[Card, ...]
    over: tuple[Card, ...]
    funds: tuple[str, ...]
    days: dict[date, int]


def page(actor: Membership, on: date | None = None) -> CoverPage:
    """What there is to arrange, of one day or of all; raises ForbiddenError."""
    access.require(actor, "cover")
    found = cover.of_school(actor.school, clock.today(actor.school.timezone) - LOOK_BACK)
    desk = Desk(actor.school, found)
    beyond = budgets.over(actor.school, (one for one in found if one.state == "asked"))
    cards = [_card(one, desk, with_choices=True, beyond=beyond.get(one.id, "")) for one in found]
    wanting = [card for card in cards if card.state in WANTING and card.certain]
    perhaps = [card for card in cards if card.state in WANTING and not card.certain]
    arranged = [card for card in cards if card.state == "arranged" and card.start_at > clock.now()]
    ahead = {card.id for card in (*wanting, *perhaps, *arranged)}
    over = [card for card in reversed(cards) if card.id not in ahead and card.certain]
    counted = Counter(card.date for card in wanting)
    return CoverPage(
        rules=desk.rules,
        wanting=_of_day(wanting, on),
        perhaps=_of_day(perhaps, on),
        arranged=_of_day(arranged, on),
        over=_of_day(over, on),
        funds=budgets.funds(actor.school),
        days={day: counted[day] for day in sorted({card.date for card in (*wanting, *perhaps, *arranged)})},
    )


def sheet(actor: Membership, on: date) -> list[Card]:
    """What is covered on a date, and what wants somebody, in order of time; raises ForbiddenError."""
    access.require(actor, "cover")
    return sheet_of(actor.school, on)


def sheet_of(school: School, on: date) -> list[Card]:
    """The same for whoever was allowed to already."""
    found = cover.of_school(school, on, on)
    desk = Desk(school, found)
    cards = [_card(request, desk) for request in found]
    return [card for card in cards if card.state in ("arranged", *WANTING) and card.certain]


def wanting(school: School) -> list[Card]:
    """The lessons ahead that certainly want somebody, in order of time."""
    found = [one for one in cover.of_school(school, clock.today(school.timezone)) if one.is_certain]
    if not found:
        return []
    desk = Desk(school, found)
    return [card for card in (_card(request, desk) for request in found) if card.state in WANTING]


def card(request: CoverRequest, state: State) -> Card:
    """A request as it may be told, of which is known where it stands."""
    return replace(_card(request), state=state)


def _card(
    request: CoverRequest, desk: Desk | None = None, *, with_choices: bool = False, beyond: str = ""
) -> Card:
    state = _state(request, desk)
    takes = request.covering.bookings if request.covering else []
    is_open = with_choices and desk is not None and request.start_at > clock.now()
    choices = desk.colleagues(request) if desk and is_open and state in ("arranged", *WANTING) else []
    against = desk.obstacles(request) if desk and is_open and state == "asked" else []
    return Card(
        id=request.id,
        state=state,
        date=request.date,
        period=request.period,
        start_at=request.start_at,
        end_at=request.end_at,
        klass=request.klass,
        subject=request.subject,
        room=request.room,
        teacher=request.person.name,
        colleague=request.covered_by or next((row.person.name for row in takes), ""),
        said="ACCEPTED" if request.covered_by else next((row.partstat for row in takes), ""),
        certain=request.is_certain,
        choices=tuple(choices),
        against=tuple(filter(None, [*(one.words for one in against), beyond])),
        notes=_notes(desk.out_then(request)) if desk and is_open and state in WANTING else (),
    )


def _notes(others: int) -> tuple[str, ...]:
    if not others:
        return ()
    return (
        phrases(
            "%(n)s other teacher is out then already.", "%(n)s other teachers are out then already.", others
        ),
    )


def _state(request: CoverRequest, desk: Desk | None) -> State:
    ahead = request.start_at > clock.now()
    if request.state == "asked":
        return "asked" if ahead else "past"
    if request.state != "approved":
        return "refused" if request.state == "refused" else "withdrawn"
    if request.is_taken:
        return "arranged" if desk is None or not ahead or desk.is_kept(request) else "again"
    return "again" if ahead else "past"


def _of_day(cards: Iterable[Card], on: date | None) -> tuple[Card, ...]:
    return tuple(card for card in cards if on in (None, card.date))
