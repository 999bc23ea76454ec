"""Asking a colleague to be partners. Yes makes the partnership; everything else looks like silence.

What an asker is shown is read from what the asker did alone: whether the other put it aside, stopped
looking, found somebody or left the school is nowhere on the way to their page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from coachsched.core import looking as rules
from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.core.looking import Part
from coachsched.core.phrases import phrase
from coachsched.services import access, ask_letters, clock, looking, partnerships
from coachsched.services.sealing import vault
from coachsched.services.unit import transaction
from coachsched.store import looking as stored
from coachsched.store import partnerships as pairs
from coachsched.store import people, session
from coachsched.store.looking import PartnerAsk
from coachsched.store.partnerships import Partnership
from coachsched.store.people import Membership, School
from coachsched.store.vault import UnreadableError

# Open at one time; who is asked much should not be one of many.
MOST_OPEN = 3
# After that long an ask is over, and nothing is kept of it. It is the same for each, or an asker could tell
# that theirs was put aside.
LASTS = timedelta(days=183)
# Where an ask stands for the one who is asked.
Standing = Literal["asked", "aside", "over", "partners"]


@dataclass(frozen=True)
class Sent:
    """What an asker sees of an ask, for as long as it is not taken back or accepted: a name and a day."""

    member: Membership
    on: date


@dataclass(frozen=True)
class Received:
    """What the asked one sees; ``words`` are empty where nothing was written."""

    member: Membership
    part: Part
    words: str


def sent(actor: Membership) -> list[Sent]:
    """Whom the actor asked, by day."""
    return [Sent(ask.asked, ask.asked_on) for ask in stored.asks_by(actor)]


def received(actor: Membership) -> list[Received]:
    """Who asks the actor; nobody while they do not look."""
    if stored.of(actor) is None:
        return []
    return [
        Received(ask.asker, part_of(ask.asker), _opened(ask))
        for ask in stored.asks_to(actor)
        if _is_allowed(ask.asker, actor)
    ]


def ask(actor: Membership, colleague_id: int, line: str = "") -> Partnership | None:
    """Ask a colleague who looks; the partnership where they had asked the actor, which is a yes.

    Asking twice is asking once. Raises InputError for too long a line, NotFoundError for whoever the
    actor does not see on the page, ConflictError with too many open.
    """
    access.require(actor, "looking")
    line = rules.read_line(line, "line")
    with transaction():
        other = _colleague(actor, colleague_id)
        people.hold((actor.person_id, other.person_id))
        if _open_ask(other, actor, lock=True):
            return _join(other, actor, by=actor)
        known = stored.ask_between(actor, other, lock=True)
        if known and known.open:
            return None
        if other.id not in [row.membership_id for row in looking.others(actor)]:
            raise NotFoundError(phrase("That colleague is not looking for a partner at the moment."))
        if stored.count_asks_by(actor) >= MOST_OPEN:
            raise ConflictError(
                phrase("You have asked %(n)s colleagues. Please take one back first.", n=MOST_OPEN)
            )
        _write(actor, other, known, line)
    return None


def withdraw(actor: Membership, colleague_id: int) -> None:
    """Take an ask back; one taken back already is no mistake. Raises NotFoundError, ConflictError."""
    with transaction():
        other = _colleague(actor, colleague_id)
        known = stored.ask_between(actor, other, lock=True)
        if known is None:
            raise _gone(actor, other)
        stored.take_back(known)


def accept(actor: Membership, colleague_id: int) -> Partnership:
    """Say yes: they are partners. Pressed twice, it is the same partnership.

    Raises NotFoundError where that colleague never asked, ConflictError where it is over.
    """
    with transaction():
        other = _colleague(actor, colleague_id)
        people.hold((actor.person_id, other.person_id))
        there = pairs.going_on_with(actor.school, (actor.person_id, other.person_id))
        if there:
            return there
        if stored.ask_between(other, actor) is None:
            raise NotFoundError(phrase("That colleague does not ask you."))
        if not _open_ask(other, actor, lock=True):
            raise ConflictError(phrase("This is not asked any more. Nothing was changed."))
        return _join(other, actor, by=actor)


def put_aside(actor: Membership, colleague_id: int) -> None:
    """Have an ask shown no longer: nobody learns of it, and a yes is still possible. Raises NotFoundError."""
    with transaction():
        known = stored.ask_between(_colleague(actor, colleague_id), actor, lock=True)
        if known is None:
            raise NotFoundError(phrase("That colleague does not ask you."))
        stored.put_aside(known)


def lapse(school: School, today: date) -> None:
    """Forget what was asked half a year ago, answered or not, inside the caller's transaction."""
    stored.forget_asks(school, today - LASTS)


def standing(actor: Membership, asker: Membership) -> Standing:
    """Where an ask to the actor stands."""
    if pairs.going_on_with(actor.school, (actor.person_id, asker.person_id)):
        return "partners"
    found = _open_ask(asker, actor)
    if found is None:
        return "over"
    return "aside" if found.put_aside else "asked"


def part_of(member: Membership) -> Part:
    """Which part somebody would like; either where they do not look."""
    row = stored.of(member)
    return cast(Part, row.part) if row else "either"


def _colleague(actor: Membership, membership_id: int) -> Membership:
    found = stored.colleague(actor.school, membership_id)
    if found is None or found.id == actor.id:
        raise NotFoundError(phrase("There is no such colleague."))
    return found


def _open_ask(asker: Membership, asked: Membership, *, lock: bool = False) -> PartnerAsk | None:
    """What the asked one may say yes to, put aside or not."""
    found = stored.ask_between(asker, asked, lock=lock)
    may = found and found.open and asker.person.active and _is_allowed(asker, asked)
    return found if may else None


def _is_allowed(asker: Membership, asked: Membership) -> bool:
    return asked.person_id not in looking.kept_from(asker)


def _write(asker: Membership, asked: Membership, known: PartnerAsk | None, line: str) -> None:
    sealed = vault().seal(line) if line else None
    today = clock.today(asker.school.timezone)
    if known is None:
        session.add(PartnerAsk(asker_id=asker.id, asked_id=asked.id, asked_on=today, sealed_words=sealed))
        ask_letters.ask(asker, asked, part_of(asker), has_line=bool(line))
        return
    # No second mail, so that whether the first was put aside makes no difference here either.
    stored.open_again(known, today, sealed)


def _join(asker: Membership, asked: Membership, *, by: Membership) -> Partnership:
    """Make them partners, and write to both with what comes next."""
    coach = rules.coach(part_of(asker), part_of(asked))
    coach_id = {"one": asker.person_id, "other": asked.person_id}[coach] if coach else None
    partnership = partnerships.begin(asker.school, (asker, asked), coach_id)
    ask_letters.partners(partnership, asker, asked, by=by)
    return partnership


def _gone(actor: Membership, other: Membership) -> Exception:
    if pairs.going_on_with(actor.school, (actor.person_id, other.person_id)):
        return ConflictError(phrase("You are partners meanwhile."))
    return NotFoundError(phrase("You have not asked that colleague."))


def _opened(ask: PartnerAsk) -> str:
    try:
        return vault().open(ask.sealed_words) if ask.sealed_words else ""
    except UnreadableError:
        return ""
