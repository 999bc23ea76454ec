"""What the pages of imports say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from coachsched.core.errors import Problem
from coachsched.core.placing import How
from coachsched.core.problem_groups import grouped
from coachsched.languages.formats import day
from coachsched.services.looks import FORMATS, Look
from coachsched.services.recheck import Broken
from coachsched.services.timetables import Plan

KINDS = {"timetable": "Timetable", "people": "People", "history": "History of partnerships"}
FOUND: dict[How, str] = {
    "spelling": "Another spelling of it.",
    "weekday": "Found by its weekday.",
    "times": "It has the same times.",
    "order": "Only a guess by the order: please check.",
    "near times": "Only a guess by the times, which differ a little: please check.",
    "remembered": "As confirmed before.",
    "chosen": "As chosen.",
    "left out": "Its rows are left out.",
    "not found": "The school has nothing like it: please choose.",
}
MOST_LISTED = 200


def kinds() -> list[tuple[str, str]]:
    return [("", "Find out from the file"), *KINDS.items()]


def formats() -> list[tuple[str, str]]:
    return [("", "As recognised"), *((name, title) for name, title in FORMATS.items())]


def encodings(look: Look) -> list[tuple[str, str]]:
    """The encodings that a file may have, each with a line or two as it would read."""
    found = []
    for name, title, lines in look.encodings:
        sample = " · ".join(line[:80] for line in lines[:2])
        found.append((name, f"{title} ({name}){f': {sample}' if sample else ''}"))
    return found


def format_of(plan: Plan) -> str:
    title = FORMATS.get(plan.file.format, plan.file.format)
    return title[:1].upper() + title[1:]


def in_force(plan: Plan) -> str:
    """From when to when, in words."""
    first = f"From {day(plan.valid_from)}" if plan.valid_from else "On every day"
    return f"{first}, until another one begins on {day(plan.until)}" if plan.until else first


def teachers(plan: Plan) -> str:
    known, all_of_them = len(plan.matched), len(plan.matches)
    return f"{all_of_them}, {known} of them with an account" if all_of_them else "none"


def changes(plan: Plan) -> str:
    """The difference in one line."""
    found = plan.difference
    if not found.teachers:
        return f"No teacher's periods change; {found.same} stay as they are."
    count = len(found.teachers)
    who = counted(count, "teacher")
    counts = f"{found.added} new, {found.gone} gone, {found.changed} changed"
    return f"Periods of {who} change: {counts}; {found.same} stay as they are."


def broken(found: Sequence[Broken]) -> list[str]:
    """The meetings that would break by date and kind, without anybody's name."""
    counts = Counter(
        (one.meeting.date, one.meeting.period, one.meeting.kind, one.called_off) for one in found
    )
    return [_broken(*which, count) for which, count in sorted(counts.items())]


def _broken(on: date, period: str, kind: str, called_off: bool, count: int) -> str:
    what = f"{count} of kind {kind}" if count > 1 else kind
    return f"{day(on)}, period {period}: {what}{', called off' if called_off else ''}"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def told(problems: Sequence[Problem]) -> list[Problem]:
    return grouped(problems)


def done(look: Look) -> str:
    """What was done, once it is."""
    if look.timetable:
        found = look.timetable.preview
        if not found.plan.changed:
            return "This timetable was in force already. Nothing changed."
        stuck = [one for one in found.broken if not one.called_off]
        off = len(found.broken) - len(stuck)
        moved = f" {counted(len(stuck), 'booked meeting')} need a new time." if stuck else ""
        given_up = f" {counted(off, 'visit')} to open lessons cannot be." if off else ""
        return f"The timetable is in force: {counted(len(found.plan.rows), 'row')}.{moved}{given_up}"
    if look.people:
        counts = look.people.counts
        return f"{counts.added} added, {counts.changed} changed, {counts.unchanged} as they were."
    assert look.history is not None, "a draft is one of three kinds"
    made = counted(look.history.partnerships, "partnership")
    return f"{made} made, {counted(look.history.added, 'row')} added."
