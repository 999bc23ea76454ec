"""What a search for times is given about people, and what it answers with (design 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from coachsched.core.commitments import Commitment

Interval = tuple[datetime, datetime]  # aware, UTC; the end is not part of it


@dataclass(frozen=True, order=True)
class Need:
    """A lesson that somebody else must take so that its teacher is free, in local minutes after midnight.

    It is one period of one class; ``period`` is its label.
    """

    date: date
    start: int
    end: int
    person: int
    period: str
    klass: str = ""
    subject: str = ""
    room: str = ""


@dataclass(frozen=True)
class Diary:
    """What one person has on besides the timetable.

    ``meetings`` are booked or held here and block everything, ``busy`` comes from a subscribed calendar and
    blocks what is free, ``offers`` are options of open proposals and only mark a time.
    ``teacher`` is the timetable's code or name for them, if they are in it. ``rooms`` says where some of the
    meetings are held, ``visits`` are the dates on which somebody visits them, once for each visit.
    ``covered`` are lessons of theirs that somebody else takes, or will if this comes about.
    """

    person: int
    teacher: str | None
    meetings: tuple[Interval, ...] = ()
    busy: tuple[Interval, ...] = ()
    offers: tuple[Interval, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    rooms: tuple[tuple[Interval, str], ...] = ()
    visits: tuple[date, ...] = ()
    covered: tuple[Need, ...] = ()


def firm(who: Diary) -> Diary:
    """The diary with only what bears on meetings that are booked: neither own protection nor own calendar."""
    said = tuple(one for one in who.commitments if one.kind != "protected")
    return replace(who, busy=(), commitments=said)


@dataclass(frozen=True)
class Visit:
    """A visit to one lesson; ``start`` and ``end`` are local minutes after midnight."""

    date: date
    start: int
    end: int
    period: str
    klass: str
    subject: str
    room: str
    on_offer: bool = False


@dataclass(frozen=True)
class Talk:
    """A debrief or plan, in local minutes; ``days_later`` are the school days between visit and debrief."""

    date: date
    start: int
    end: int
    period: str
    on_offer: bool = False
    days_later: int = 0


@dataclass(frozen=True)
class Slot:
    """A possible visit with the debriefs that could follow it, soonest first.

    ``needs`` is what must be covered for it, in order of time; then there is one debrief at most.
    """

    visit: Visit
    debriefs: tuple[Talk, ...]
    needs: tuple[Need, ...] = ()
