"""The rotation as a form: mode, weekdays in the order of the school's week, labels one per line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from coachsched.core.calendar import Rotation
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed

MODES = ("weekday", "week", "count")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def shown(rotation: Rotation) -> Typed:
    """The form for the rotation there is."""
    return Typed(
        {
            "mode": [rotation.mode],
            "weekdays": [str(number) for number in rotation.weekdays],
            "week_begins": [str(next(iter(rotation.weekdays), 0))],
            "labels": ["\n".join(rotation.labels)],
            "anchor": [rotation.anchor.isoformat()],
            "weeks": [str(rotation.weeks if rotation.mode == "week" else 2)],
            "week_count": [rotation.week_count],
            "closure": [rotation.closure],
        }
    )


def read(form: Typed, before: Rotation, first_day: date) -> Rotation:
    """The rotation that was typed; faults are kept in the form.

    ``before`` keeps what the form cannot show, ``first_day`` is the anchor of one that needs none.
    """
    mode: Any = form.one_of("mode", MODES)
    weekdays = _weekdays(form, before)
    unchanged = before.weeks if before.mode == mode else 1
    weeks = form.whole("weeks", 1, 52) if mode == "week" else unchanged
    missing = "" if mode == "weekday" else phrase("Give the date that has the first label.")
    return Rotation(
        mode=mode,
        labels=form.lines("labels") or _usual_labels(form, mode, weekdays, weeks),
        anchor=form.date("anchor", missing) or first_day,
        weekdays=weekdays,
        weeks=weeks,
        week_count=_chosen(form, "week_count", ("school", "calendar"), before.week_count),
        closure=_chosen(form, "closure", ("hold", "burn"), before.closure),
    )


def _chosen(form: Typed, name: str, choices: Sequence[str], before: str) -> Any:
    return form.one_of(name, choices) if form.get(name) else before


def _weekdays(form: Typed, before: Rotation) -> tuple[int, ...]:
    """The days ticked, in the order of a week that begins on the day chosen."""
    ticked = {int(number) for number in form.all("weekdays") if number in set("0123456")}
    begins = int(form.one_of("week_begins", tuple("0123456")))
    if not ticked:
        form.fault("weekdays", phrase("Tick the days on which there is school."))
    if ticked == set(before.weekdays) and begins == before.weekdays[0]:
        return before.weekdays
    return tuple(sorted(ticked, key=lambda number: (number - begins) % 7))


def _usual_labels(form: Typed, mode: str, weekdays: Sequence[int], weeks: int) -> tuple[str, ...]:
    """The labels where none are written: the names of the weekdays, with a letter a week."""
    days = [WEEKDAYS[number] for number in weekdays]
    if mode == "weekday":
        return tuple(days)
    if mode == "week" and weeks <= 26:
        return tuple(f"{chr(ord('A') + week)}-{day}" for week in range(weeks) for day in days)
    form.fault("labels", phrase("Write the labels of the cycle's days, one per line."))
    return ()


def place(where: str) -> str:
    """Whatever does not fit a rotation is mended in its labels."""
    return "labels"
