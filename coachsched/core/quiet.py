"""Whether a partnership has gone quiet: the table of design 6, computed and never stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from coachsched.core.history import CALLED_OFF, OUTSIDE_CYCLES, PROPOSED, Event, Past
from coachsched.core.replay import replay

__all__ = ["Event", "Limits", "Standing", "standing", "standing_of"]

CLOSING = frozenset({"debrief", "visit_only", "plan"}) | OUTSIDE_CYCLES


@dataclass(frozen=True)
class Limits:
    """From how many school days on a partnership is quiet, for each reason (design 6)."""

    unanswered: int = 5
    no_debrief: int = 3
    called_off: int = 5
    between_cycles: int = 15
    never_started: int = 10


@dataclass(frozen=True)
class Standing:
    """How a partnership stands on a day, as the coordinator sees it.

    ``state`` is finished, paused, active, waiting or quiet; ``reason`` is None unless quiet.
    ``school_days`` counts from ``since``; both are None when finished, paused or with a meeting ahead.
    ``next_on`` is the date of the nearest meeting ahead, or the first day back from a pause.
    """

    state: str
    reason: str | None
    school_days: int | None
    since: date | None
    next_on: date | None = None


USUAL = Limits()


def standing(
    events: Sequence[Event], on: date, n: Callable[[date, date], int], limits: Limits = USUAL
) -> Standing | None:
    """The first row of design 6 that fits on ``on``; None before the partnership began.

    ``events`` are in order of date, then of recording; later ones than ``on`` have not happened.
    ``n(after, to)`` counts the school days after a date up to and including another.
    """
    past = replay(events, on)
    return standing_of(past, on, n, limits) if past else None


def standing_of(past: Past, on: date, n: Callable[[date, date], int], limits: Limits = USUAL) -> Standing:
    """The same of a history already replayed up to ``on``."""
    settled = _settled(past)
    if settled is not None:
        return settled
    since = _since(past, on)
    days = n(since, on)
    for fits, state, reason in ROWS:
        if fits(past, on, days, limits):
            return Standing(state, reason, days, since)
    return Standing("active", None, days, since)


def _settled(past: Past) -> Standing | None:
    """The rows that need no count of school days."""
    if past.finished:
        return Standing("finished", None, None, None)
    if past.paused_until is not None:
        return Standing("paused", None, None, None, past.paused_until)
    booking = past.next_booking()
    if booking is not None:
        return Standing("active", None, None, None, booking.date)
    return None


def _since(past: Past, on: date) -> date:
    """The date that school days count from: never earlier than the last day a pause ended."""
    if past.proposal is not None and past.has_option_ahead(on):
        start = past.proposal.sent
        if past.held:
            start = max(start, past.held[-1].date)
    else:
        start = past.last.date if past.last is not None else past.began
    return start if past.back_on is None else max(start, past.back_on)


def _waiting(past: Past, on: date, days: int, limits: Limits) -> bool:
    return past.has_option_ahead(on) and days < limits.unanswered


def _unanswered(past: Past, on: date, days: int, limits: Limits) -> bool:
    return (past.has_option_ahead(on) or _last(past) == PROPOSED) and days >= limits.unanswered


def _no_debrief(past: Past, on: date, days: int, limits: Limits) -> bool:
    wanted = past.lacks_debrief() and _last(past) in ("visit", CALLED_OFF)
    return wanted and days >= limits.no_debrief


def _called_off(past: Past, on: date, days: int, limits: Limits) -> bool:
    other = _last(past) == CALLED_OFF and not past.lacks_debrief()
    return other and days >= limits.called_off


def _between_cycles(past: Past, on: date, days: int, limits: Limits) -> bool:
    return _last(past) in CLOSING and days >= limits.between_cycles


def _never_started(past: Past, on: date, days: int, limits: Limits) -> bool:
    return past.last is None and days >= limits.never_started


def _last(past: Past) -> str | None:
    return past.last.kind if past.last is not None else None


ROWS: tuple[tuple[Callable[[Past, date, int, Limits], bool], str, str | None], ...] = (
    (_waiting, "waiting", None),
    (_unanswered, "quiet", "unanswered"),
    (_no_debrief, "quiet", "no_debrief"),
    (_called_off, "quiet", "called_off"),
    (_between_cycles, "quiet", "between_cycles"),
    (_never_started, "quiet", "never_started"),
)
