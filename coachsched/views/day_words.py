"""What the school's calendar says of a day, in words."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.calendar import Day
from coachsched.core.phrases import phrase
from coachsched.core.spelling import weekdays

DAY_REASONS = {
    "holiday": phrase("Holiday"),
    "inset": phrase("Staff day"),
    "closure": phrase("School closed"),
    "exam": phrase("Exams"),
    "event": phrase("Event"),
    "teaching": phrase("Extra day"),
    "weekend": phrase("No school"),
    "out_of_term": phrase("Outside term"),
}

# What a period can be, as people call it.
PERIOD_KINDS = {
    "lesson": phrase("lesson"),
    "registration": phrase("registration"),
    "break": phrase("break"),
    "lunch": phrase("lunch"),
    "before": phrase("before school"),
    "after": phrase("after school"),
}


def day_note(reason: str | None) -> str:
    return DAY_REASONS.get(reason or "", "")


def day_words(one: Day) -> str:
    """A day in a line: "Day 3, regular bells" or "Holiday"."""
    return _listed([label(one.cycle_day), day_note(one.reason), _bell(one)])


def change_words(before: Day, after: Day) -> tuple[str, str]:
    """What is another about a day, before and after: ("Day 1", "School closed")."""
    pairs = [
        (label(before.cycle_day), label(after.cycle_day)),
        (day_note(before.reason), day_note(after.reason)),
        (_bell(before), _bell(after)) if before.open and after.open else ("", ""),
    ]
    different = [pair for pair in pairs if pair[0] != pair[1]]
    if not different and before.open and after.open:
        return _bell(before), phrase("%(bells)s, other times", bells=_bell(after))
    return _listed([was for was, _ in different]), _listed([now for _, now in different])


def _bell(one: Day) -> str:
    return phrase("%(name)s bells", name=one.bell.name) if one.bell else ""


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(str(one) for one in parts if one) or str(phrase("a school day"))


def cycle_name(one: Day) -> str:
    """A day's cycle day, or nothing where its weekday says the same: Day 3, but not Mon on a Monday."""
    name = label(one.cycle_day)
    return "" if weekdays([name]).get(name) == one.date.weekday() else name


def label(text: str | None) -> str:
    """A timetable's label for people: Day_3 is Day 3."""
    return (text or "").replace("_", " ")
