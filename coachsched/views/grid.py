"""Slots as the school's own weeks, in the shape templates/macros/slots.html takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from coachsched.core.calendar import Day, Period
from coachsched.core.day_view import day_view
from coachsched.core.phrases import phrase
from coachsched.core.slots import Choice, Diary, Slot, Talk, best_debrief
from coachsched.languages.formats import day, month_day, weekday
from coachsched.services import clock
from coachsched.services.cover_words import of_needs
from coachsched.services.picks import slot_key, talk_key
from coachsched.store.schools import SchoolTime
from coachsched.views.day_words import cycle_name, day_note, label
from coachsched.views.words import cover_needed, period_name, wall

AROUND = frozenset({"before", "break", "lunch", "after"})
BUSY = {
    "teaching": phrase("you teach"),
    "duty": phrase("duty"),
    "meeting": phrase("meeting"),
    "absent": phrase("away"),
    "protected": phrase("protected"),
    "booked": phrase("booked"),
}


class Found(Protocol):
    """What was looked for: between which dates, and the diary of who looks at it."""

    @property
    def time(self) -> SchoolTime: ...
    @property
    def diaries(self) -> dict[int, Diary]: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...


@dataclass(frozen=True)
class TalkChoice:
    key: str
    text: str
    on_offer: bool
    chosen: bool


@dataclass(frozen=True)
class VisitChoice:
    key: str
    date: str
    day: str
    period: str
    klass: str
    subject: str
    room: str
    start: str
    end: str
    moment: str
    on_offer: bool
    picked: bool
    in_best: bool
    cover: str
    debriefs: tuple[TalkChoice, ...]


@dataclass(frozen=True)
class Card:
    visit: VisitChoice
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    state: str
    text: str = ""
    time: str = ""
    on_offer: bool = False
    visits: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Column:
    """One period of the week's table; ``time`` is empty where its days ring it at different times."""

    label: str
    time: str
    around: bool


@dataclass(frozen=True)
class GridDay:
    date: str
    title: str
    cycle_day: str
    bell: str
    open: bool
    reason: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Week:
    monday: date
    title: str
    periods: tuple[Column, ...]
    days: tuple[GridDay, ...]


@dataclass(frozen=True)
class Picked:
    """What has been ticked so far: visit keys, and the debrief chosen for some."""

    visits: Collection[str] = ()
    talks: tuple[tuple[str, str], ...] = ()

    def talk(self, visit: str) -> str:
        return dict(self.talks).get(visit, "")


class Grid:
    """One search laid out for a page; ``viewer`` is whose own lessons the cells show.

    What a cell says of a visit is for a kind of grid to decide: ``_visit``. ``word`` is what the school calls
    cover, ``names`` are the people's who would need it.
    """

    def __init__(
        self,
        found: Found,
        viewer: int,
        picked: Picked,
        best: Sequence[Choice] = (),
        *,
        word: str = "",
        names: Mapping[int, str] | None = None,
    ) -> None:
        self.found = found
        self.viewer = viewer
        self.picked = picked
        self.best = {slot_key(choice.slot) for choice in best}
        self.word = word
        self.names = names or {}

    def cards(self, choices: Sequence[Choice]) -> list[Card]:
        return [Card(self._visit(choice.slot), choice.reasons) for choice in choices]

    def picked_elsewhere(self, weeks: Sequence[Week], slots: Sequence[Slot]) -> list[VisitChoice]:
        """The visits picked among all slots that neither these weeks nor the cards show."""
        cells = [cell for week in weeks for one in week.days for cell in one.cells]
        shown = self.best.union(visit.key for cell in cells for visit in cell.visits)
        wanted = set(self.picked.visits) - shown
        return [self._visit(slot) for slot in slots if slot_key(slot) in wanted]

    def weeks(self, slots: Sequence[Slot], only: date | None = None) -> list[Week]:
        """The weeks searched, or one of them, with these slots in their places."""
        return [self._week(monday, slots) for monday in mondays(self.found) if only is None or monday == only]

    def _week(self, monday: date, slots: Sequence[Slot]) -> Week:
        calendar = self.found.time.calendar
        all_days = calendar.days(monday, monday + timedelta(days=6))
        shown = [one for one in all_days if self._is_shown(one)]
        columns = _columns([one for one in shown if one.open])
        return Week(
            monday=monday,
            title=str(phrase("Week of %(day)s", day=month_day(monday))),
            periods=columns,
            days=tuple(self._day(one, columns, slots) for one in shown),
        )

    def _is_shown(self, one: Day) -> bool:
        return one.open or one.date.weekday() in self.found.time.calendar.rotation.weekdays

    def _day(self, one: Day, columns: Sequence[Column], slots: Sequence[Slot]) -> GridDay:
        usual = self.found.time.calendar.bells[0].name
        bell = one.bell.name if one.bell and one.bell.name != usual else ""
        return GridDay(
            date=one.date.isoformat(),
            title=weekday(one.date),
            cycle_day=cycle_name(one),
            bell=bell,
            open=one.open and one.lessons,
            reason=day_note(one.reason),
            cells=self._cells(one, columns, slots) if one.open and one.lessons else (),
        )

    def _cells(self, one: Day, columns: Sequence[Column], slots: Sequence[Slot]) -> tuple[Cell, ...]:
        mine = self.states(one.date)
        visits: dict[str, list[Slot]] = defaultdict(list)
        for slot in slots:
            if slot.visit.date == one.date:
                visits[slot.visit.period].append(slot)
        talks = {talk.period: talk for slot in slots for talk in slot.debriefs if talk.date == one.date}
        return tuple(self._cell(column, mine, visits, talks) for column in columns)

    def states(self, on: date) -> dict[str, tuple[Period, str]]:
        """What the viewer does in each period of a day, by its label."""
        time = self.found.time
        view = day_view(time.calendar, time.timetable, time.rules, self.found.diaries[self.viewer], on)
        return {period.label: (period, state) for period, state in view}

    def _cell(
        self,
        column: Column,
        mine: Mapping[str, tuple[Period, str]],
        visits: Mapping[str, Sequence[Slot]],
        talks: dict[str, Talk],
    ) -> Cell:
        if column.label not in mine:
            return Cell("none")
        period, state = mine[column.label]
        time = "" if column.time == wall(period.start) else wall(period.start)
        if column.label in visits:
            return Cell("visit", time=time, visits=tuple(map(self._visit, visits[column.label])))
        if column.label in talks:
            return Cell("talk", time=time, on_offer=talks[column.label].on_offer)
        if state in BUSY:
            return Cell("busy", BUSY[state], time)
        return Cell("free", time="" if column.around else time)

    def _visit(self, slot: Slot) -> VisitChoice:
        visit = slot.visit
        key = slot_key(slot)
        needs = of_needs(slot.needs, self.names, self.viewer)
        wanted = self.picked.talk(key)
        best = best_debrief(slot)
        chosen = wanted or (talk_key(best) if best else "")
        return VisitChoice(
            key=key,
            date=visit.date.isoformat(),
            day=day(visit.date),
            period=label(visit.period),
            klass=visit.klass,
            subject=visit.subject,
            room=visit.room,
            start=wall(visit.start),
            end=wall(visit.end),
            moment=f"{visit.date.isoformat()}T{clock.wall(visit.start)}",
            on_offer=visit.on_offer,
            picked=key in self.picked.visits,
            in_best=key in self.best,
            cover=cover_needed(needs, visit.date, self.word),
            debriefs=tuple(_talk(talk, visit.date, talk_key(talk) == chosen) for talk in slot.debriefs),
        )


def mondays(found: Found) -> list[date]:
    """The Mondays of the weeks searched."""
    first = found.first - timedelta(days=found.first.weekday())
    return [first + timedelta(days=7 * number) for number in range((found.last - first).days // 7 + 1)]


def _talk(talk: Talk, visit_date: date, chosen: bool) -> TalkChoice:
    when = wall(talk.start) if talk.date == visit_date else f"{day(talk.date)} {wall(talk.start)}"
    return TalkChoice(talk_key(talk), f"{when}, {period_name(talk.period)}", talk.on_offer, chosen)


def _columns(days: Sequence[Day]) -> tuple[Column, ...]:
    """Every period that some day of the week has, in the order in which the days ring them."""
    bells = Counter(one.bell for one in days if one.bell)
    periods: dict[str, list[Period]] = {}
    for one in days:
        for period in one.bell.periods if one.bell else ():
            periods.setdefault(period.label, []).append(period)
    labels: list[str] = []
    for bell, _ in bells.most_common():
        _merge(labels, [period.label for period in bell.periods])
    return tuple(_column(periods[one]) for one in labels)


def _column(same: Sequence[Period]) -> Column:
    return Column(same[0].label, _common_time(same), same[0].kind in AROUND)


def _merge(labels: list[str], more: Sequence[str]) -> None:
    """Put those of a bell's labels that are missing behind the one they follow there."""
    at = 0
    for one in more:
        if one not in labels:
            labels.insert(at, one)
        at = labels.index(one) + 1


def _common_time(same: Sequence[Period]) -> str:
    """The time most days ring a period."""
    starts = [period.start for period in same]
    return wall(max(set(starts), key=lambda start: (starts.count(start), -start)))
