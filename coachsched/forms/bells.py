"""A bell schedule as a form: its name, its periods as rows, and the few numbers that can fill them."""

from __future__ import annotations

import re
from typing import cast, get_args

from coachsched.core.bell_maker import Pattern, make_periods
from coachsched.core.calendar import Bell, Period, PeriodKind
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed

GROUP = "period"
KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)
FIELDS = ("label", "from", "to")
EMPTY = {"label": "", "kind": "lesson", "from": "", "to": ""}
PATTERN = {
    "make-first": "8:00",
    "make-lessons": "6",
    "make-minutes": "45",
    "make-passing": "5",
    "make-break-after": "2",
    "make-break-minutes": "20",
    "make-lunch-after": "4",
    "make-lunch-minutes": "40",
    "make-around": "0",
}
_PERIOD = re.compile(r'bell ".*?"(?:, period "(.*)")?$')
MOST_LESSONS = 30
LAST_MINUTE = 24 * 60 - 1


def shown(bell: Bell | None, usual: bool) -> Typed:
    """The form for a bell schedule, or for a new one."""
    fields = {name: [value] for name, value in PATTERN.items()}
    form = Typed(fields | {"name": [bell.name if bell else ""], "usual": ["1"] if usual else []})
    form.set_rows(GROUP, [_fields(period) for period in bell.periods] if bell else [])
    return form


def _fields(period: Period) -> dict[str, str]:
    times = {"from": clock(period.start), "to": clock(period.end)}
    ticked = {"meetings": "1"} if period.meetings else {}
    return {"label": period.label, "kind": period.kind, **times, **ticked}


def clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def filled(form: Typed) -> list[int]:
    """The rows in which anything is written."""
    return [
        row for row in form.rows(GROUP) if any(form.get(f"period-{row}-{name}").strip() for name in FIELDS)
    ]


def read(form: Typed) -> Bell:
    """The bell schedule that was typed, its periods in order of time; faults are kept in the form."""
    name = form.words("name", phrase("Give the bell schedule a name, such as regular."))
    periods = filter(None, [_period(form, f"period-{row}") for row in filled(form)])
    return Bell(name, tuple(sorted(periods, key=lambda period: period.start)))


def _period(form: Typed, row: str) -> Period | None:
    label = form.words(f"{row}-label", phrase("Give the period the label your timetable uses."))
    kind = cast(PeriodKind, form.one_of(f"{row}-kind", KINDS))
    start, end = form.minute(f"{row}-from"), form.minute(f"{row}-to")
    if start is None or end is None:
        return None
    return Period(label, kind, start, end, meetings=bool(form.get(f"{row}-meetings")))


def make(form: Typed) -> None:
    """Put the periods of the few numbers in place of the rows; faults are kept in the form."""
    first = form.minute("make-first")
    pattern = Pattern(
        first=first or 0,
        lessons=form.whole("make-lessons", 1, MOST_LESSONS),
        minutes=form.whole("make-minutes", 5, 300),
        passing=form.whole("make-passing", 0, 120),
        breaks_after=form.wholes("make-break-after", MOST_LESSONS),
        break_minutes=form.whole("make-break-minutes", 1, 240),
        lunch_after=form.whole("make-lunch-after", 0, MOST_LESSONS),
        lunch_minutes=form.whole("make-lunch-minutes", 1, 240),
        around=form.whole("make-around", 0, 240),
    )
    periods = make_periods(pattern)
    if not form.faults and periods[-1].end > LAST_MINUTE:
        form.fault("make-lessons", phrase("That would run past midnight. Write fewer or shorter lessons."))
    if not form.faults:
        form.set_rows(GROUP, [_fields(period) for period in periods])


def place(form: Typed, where: str) -> str:
    """The field for a place the check names: ``bell "regular", period "3"``."""
    match = _PERIOD.match(where)
    labels = {form.get(f"period-{row}-label").strip(): row for row in filled(form)}
    if match and match[1] in labels:
        return f"period-{labels[match[1]]}-from"
    return "name" if match else ""
