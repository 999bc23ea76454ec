"""What is wrong with a calendar that somebody wrote, each fault with its place (design 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from coachsched.core.errors import Problem
from coachsched.core.labels import label_key

if TYPE_CHECKING:
    from coachsched.core.calendar import Bell, BellRule, Calendar, DayException, Rotation, Term

DAY_MINUTES = 24 * 60
LONGEST_TERM_DAYS = 3660


def check_calendar(calendar: Calendar, *, finished: bool = True) -> list[Problem]:
    """Every fault of a calendar; only one without faults answers for its days.

    One that is still being put in, not ``finished``, may lack bells.
    """
    return [
        *filter(None, [check_timezone(calendar.timezone)]),
        *_rotation_problems(calendar.rotation),
        *(_bells_problems(calendar.bells) if finished or calendar.bells else ()),
        *_rules_problems(calendar),
        *_terms_problems(calendar.terms),
        *_exceptions_problems(calendar),
    ]


def check_timezone(name: str) -> Problem | None:
    """What is wrong with the name of a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones, such as "Europe", is an OSError
        return Problem("school", f'"{name}" is not a time zone.', 'Write one like "Africa/Johannesburg".')
    return None


def _rotation_problems(rotation: Rotation) -> Iterator[Problem]:
    weekdays = rotation.weekdays
    if not weekdays or len(set(weekdays)) < len(weekdays) or not set(weekdays) <= set(range(7)):
        yield Problem("rotation", "the weekdays are missing, repeated or unknown.", "Name each one once.")
    if not rotation.labels or not all(label_key(label) for label in rotation.labels):
        yield Problem("rotation", "a label is missing.", "Give every cycle day a label.")
    for label in _repeated(rotation.labels):
        yield Problem("rotation", f'the label "{label}" is there twice.', "Give every cycle day its own.")
    yield from _label_count_problems(rotation)


def _label_count_problems(rotation: Rotation) -> Iterator[Problem]:
    if rotation.mode == "count":
        return
    weeks = rotation.weeks if rotation.mode == "week" else 1
    wanted = len(rotation.weekdays) * weeks
    if weeks < 1 or len(rotation.labels) != wanted:
        what = f"{len(rotation.labels)} labels for {weeks} week(s) of {len(rotation.weekdays)} days."
        yield Problem("rotation", what, f"Write {wanted} labels, or correct the weeks and weekdays.")


def _bells_problems(bells: Sequence[Bell]) -> Iterator[Problem]:
    if not bells:
        yield Problem("bell", "there is no bell schedule.", "Write at least one; the first is the usual one.")
    for name in _repeated([bell.name for bell in bells]):
        yield Problem(f'bell "{name}"', "there are two of this name.", "Give each its own name.")
    for bell in bells:
        yield from _bell_problems(bell)


def _bell_problems(bell: Bell) -> Iterator[Problem]:
    where = f'bell "{bell.name}"'
    if not bell.name.strip():
        yield Problem(where, "it has no name.", "Give it one.")
    if not bell.periods:
        yield Problem(where, "it has no periods.", "Write at least one.")
    for label in _repeated([period.label for period in bell.periods]):
        yield Problem(f'{where}, period "{label}"', "it is there twice.", "Give each period its own label.")
    for period in bell.periods:
        if not period.label.strip():
            yield Problem(where, "a period has no label.", "Give it one.")
        if not 0 <= period.start < period.end <= DAY_MINUTES:
            yield Problem(
                f'{where}, period "{period.label}"', "it ends before it starts.", "Correct its times."
            )
    for before, after in pairwise(bell.periods):
        if after.start < before.end:
            what = f'it starts before "{before.label}" has ended.'
            yield Problem(f'{where}, period "{after.label}"', what, "Write periods in order of time.")


def _rules_problems(calendar: Calendar) -> Iterator[Problem]:
    for number, rule in enumerate(calendar.rules, start=1):
        where = f'bell rule {number} ("{rule.bell}")'
        yield from _unknown_names(calendar, where, rule.bell, rule.label)
        yield from _rule_condition_problems(where, rule)


def _rule_condition_problems(where: str, rule: BellRule) -> Iterator[Problem]:
    if rule.weekday is not None and rule.weekday not in range(7):
        yield Problem(where, "the weekday is unknown.", 'Write one like "tue".')
    if rule.first and rule.last and rule.first > rule.last:
        yield Problem(where, "it ends before it starts.", "Correct its dates.")


def _terms_problems(terms: Sequence[Term]) -> Iterator[Problem]:
    named = [(term, f"term {number} ({term.name})") for number, term in enumerate(terms, start=1)]
    for term, where in named:
        if term.start > term.end:
            yield Problem(where, "it ends before it starts.", "Correct its dates.")
        elif (term.end - term.start).days > LONGEST_TERM_DAYS:
            yield Problem(where, "it is longer than ten years.", "Correct its dates.")
    for (before, _), (after, where) in pairwise(sorted(named, key=lambda item: item[0].start)):
        if after.start <= before.end:
            yield Problem(where, f'it overlaps "{before.name}".', "A date can lie in one term only.")


def _exceptions_problems(calendar: Calendar) -> Iterator[Problem]:
    dates = [exception.date.isoformat() for exception in calendar.exceptions]
    for on in _repeated(dates):
        yield Problem(f"exception {on}", "there are two for this date.", "Keep one.")
    for exception in calendar.exceptions:
        yield from _exception_problems(calendar, exception)


def _exception_problems(calendar: Calendar, exception: DayException) -> Iterator[Problem]:
    where = f"exception {exception.date.isoformat()}"
    yield from _unknown_names(calendar, where, exception.bell, exception.label)


def _unknown_names(calendar: Calendar, where: str, bell: str | None, label: str | None) -> Iterator[Problem]:
    if bell is not None and bell not in {known.name for known in calendar.bells}:
        yield Problem(where, f'there is no bell "{bell}".', "Name one of the bell schedules.")
    if label is not None and label not in calendar.rotation.labels:
        yield Problem(where, f'"{label}" is not a cycle day.', "Name one of the rotation's labels.")


def _repeated(names: Iterable[str]) -> list[str]:
    """Each name that comes again after itself, as it is written there."""
    seen: set[str] = set()
    again = []
    for name in names:
        if label_key(name) in seen:
            again.append(name)
        seen.add(label_key(name))
    return again
