"""What cover a term has room for: used, asked for and left, by fund and partnership (design 3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from coachsched.core.calendar import Term
from coachsched.core.funds import Fund
from coachsched.core.phrases import phrase, phrases

Unit = Literal["periods", "hours"]
Over = Literal["school", "partnership"]
# By fund and partnership, and by fund alone under None.
Used = Counter[tuple[str, int | None]]


@dataclass(frozen=True)
class Covered:
    """One lesson that somebody else takes or is asked to, for so many minutes.

    ``state`` is asked or approved; ``fund`` is empty until one is chosen. ``partnership`` is a number that
    stands for it, None where it is gone.
    """

    state: str
    minutes: int
    fund: str = ""
    partnership: int | None = None


@dataclass(frozen=True)
class Span:
    """The dates that count towards one term's budget, both included: every date counts to exactly one."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Line:
    """One fund in a term; ``full`` are the partnerships that have used up their share of it.

    ``asked`` is what the open requests would take if all were approved in the order they came.
    Numbers are periods, or minutes where the school counts hours.
    """

    fund: str
    amount: int
    used: int
    asked: int
    full: int = 0

    @property
    def left(self) -> int:
        return max(0, self.amount - self.used)


def span_of(terms: Iterable[Term], on: date) -> Span:
    """The term a date counts to: the last that began by then, else the first of all.

    Days between two terms count to the earlier; a school without terms has one budget for ever.
    """
    ordered = sorted(terms, key=lambda term: term.start)
    begun = max(sum(term.start <= on for term in ordered), 1)
    first = ordered[begun - 1].start if begun > 1 else date.min
    last = ordered[begun].start - timedelta(days=1) if begun < len(ordered) else date.max
    return Span(ordered[begun - 1].name if ordered else "", first, last)


@dataclass(frozen=True)
class Budget:
    """A term's funds in the order they are drawn on, and its covers in the order they were asked for."""

    term: Span
    funds: Sequence[Fund]
    unit: Unit
    covers: Sequence[Covered] = ()

    def first_fit(self, cover: Covered) -> Fund | None:
        """The first fund that has enough left for one more cover."""
        return self._first_fit(cover, self._used)

    def over(self, cover: Covered, fund: Fund | None = None) -> Over | None:
        """Whose amount one more cover would exceed, the school's or its partnership's share.

        Of one fund, or of all together: then None as long as one of them has enough left.
        """
        if fund is not None:
            return self._over(cover, fund, self._used)
        if not self.funds or self.first_fit(cover):
            return None
        return "partnership" if self.first_fit(replace(cover, partnership=None)) else "school"

    def short(self, more: Iterable[Covered], fund: Fund | None = None) -> Over | None:
        """Whose amount several more covers would exceed, approved one after another from one fund or all."""
        after = self
        for cover in more:
            if over := after.over(cover, fund):
                return over
            after = after.approving(cover, fund)
        return None

    def approving(self, cover: Covered, fund: Fund | None = None) -> Budget:
        """The budget with one more cover approved, from one fund or the first with enough left."""
        fund = fund or self.first_fit(cover)
        return replace(self, covers=[*self.covers, self._as_approved(cover, fund.name if fund else "")])

    def with_asked(self) -> Budget:
        """The budget as if all that is asked for were approved, each from the first fund with enough left."""
        return replace(self, covers=[self._as_approved(cover, fund) for cover, fund in self._planned])

    def lines(self) -> list[Line]:
        """Every fund with what is used, asked for and left."""
        return [self._line(fund) for fund in self.funds]

    def shares(self, partnership: int) -> list[Line]:
        """What one partnership has used of the funds of which its share is limited."""
        asked = self.with_asked()._used
        limited = [(fund.name, fund.partnership) for fund in self.funds if fund.partnership is not None]
        used = {name: self._used[name, partnership] for name, _ in limited}
        return [
            Line(name, self.whole(most), used[name], asked[name, partnership] - used[name])
            for name, most in limited
        ]

    def elsewhere(self) -> dict[str, int]:
        """What was approved from funds that the settings name no more, or from none."""
        known = {fund.name for fund in self.funds}
        return {name: used for (name, own), used in self._used.items() if own is None and name not in known}

    def beyond(self) -> int:
        """What is asked for though no fund would have enough left for it."""
        return sum(self.cost(cover) for cover, fund in self._planned if cover.state == "asked" and not fund)

    def cost(self, cover: Covered) -> int:
        """What one cover takes: a period, or its minutes where the school counts hours."""
        return 1 if self.unit == "periods" else cover.minutes

    def whole(self, amount: int) -> int:
        """An amount of the settings in what is counted here: hours as minutes."""
        return amount if self.unit == "periods" else 60 * amount

    def said(self, amount: int) -> str:
        """What is counted here in words: 3 periods, 2 h 15 min."""
        if self.unit == "hours":
            return self.figure(amount)
        return phrases("%(n)s period", "%(n)s periods", amount)

    def figure(self, amount: int) -> str:
        """The same for a table that tells the unit of periods elsewhere: 3, 2 h 15 min."""
        if self.unit == "periods":
            return str(amount)
        hours, minutes = divmod(amount, 60)
        if not minutes:
            return phrase("%(hours)s h", hours=hours)
        if not hours:
            return phrase("%(minutes)s min", minutes=minutes)
        return phrase("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)

    def _line(self, fund: Fund) -> Line:
        used = self._used[fund.name, None]
        asked = self.with_asked()._used[fund.name, None] - used
        shares = [n for (name, own), n in self._used.items() if name == fund.name and own is not None]
        full = 0 if fund.partnership is None else sum(n >= self.whole(fund.partnership) for n in shares)
        return Line(fund.name, self.whole(fund.school), used, asked, full)

    @cached_property
    def _used(self) -> Used:
        """What is approved."""
        used: Used = Counter()
        for cover in self.covers:
            if cover.state == "approved":
                self._take(used, cover, cover.fund)
        return used

    @cached_property
    def _planned(self) -> list[tuple[Covered, str]]:
        """Each cover with its fund, those asked for with the one they would be approved from."""
        used, planned = Counter(self._used), []
        for cover in self.covers:
            fund = cover.fund
            if cover.state == "asked":
                fits = self._first_fit(cover, used)
                fund = fits.name if fits else ""
                self._take(used, cover, fund)
            planned.append((cover, fund))
        return planned

    def _as_approved(self, cover: Covered, fund: str) -> Covered:
        return replace(cover, state="approved", fund=fund)

    def _first_fit(self, cover: Covered, used: Used) -> Fund | None:
        return next((fund for fund in self.funds if not self._over(cover, fund, used)), None)

    def _over(self, cover: Covered, fund: Fund, used: Used) -> Over | None:
        cost = self.cost(cover)
        if used[fund.name, None] + cost > self.whole(fund.school):
            return "school"
        if cover.partnership is None or fund.partnership is None:
            return None
        own = used[fund.name, cover.partnership] + cost
        return "partnership" if own > self.whole(fund.partnership) else None

    def _take(self, used: Used, cover: Covered, fund: str) -> None:
        used[fund, None] += self.cost(cover)
        if cover.partnership is not None:
            used[fund, cover.partnership] += self.cost(cover)
