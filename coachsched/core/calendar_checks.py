"""What is wrong with a calendar that somebody wrote, each fault with its place (design 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from coachsched.core.errors import Problem
from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase

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
        what = phrase('"%(name)s" is not a time zone.', name=name)
        return Problem("school", what, _zone_meant(name))
    return None


def _zone_meant(name: str) -> str:
    """The zone whose city somebody wrote, or nearly wrote."""
    typed = name.strip()[-60:].replace(" ", "_").casefold()
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in places}
    near = get_close_matches(typed.rpartition("/")[2], cities, n=1, cutoff=0.75)
    if near:
        return phrase('Did you mean "%(word)s"?', word=cities[near[0]])
    return phrase('Write one like "Africa/Johannesburg".')


def _rotation_problems(rotation: Rotation) -> Iterator[Problem]:
    weekdays = rotation.weekdays
    if not weekdays or len(set(weekdays)) < len(weekdays) or not set(weekdays) <= set(range(7)):
        what = phrase("the weekdays are missing, repeated or unknown.")
        yield Problem("rotation", what, phrase("Name each one once."))
    if not rotation.labels or not all(label_key(label) for label in rotation.labels):
        yield Problem("rotation", phrase("a label is missing."), phrase("Give every cycle day a label."))
    for label in _repeated(rotation.labels):
        what = phrase('the label "%(label)s" is there twice.', label=label)
        yield Problem("rotation", what, phrase("Give every cycle day its own."))
    yield from _label_count_problems(rotation)


def _label_count_problems(rotation: Rotation) -> Iterator[Problem]:
    if rotation.mode == "count":
        return
    weeks = rotation.weeks if rotation.mode == "week" else 1
    wanted = len(rotation.weekdays) * weeks
    if weeks < 1 or len(rotation.labels) != wanted:
        what = phrase(
            "%(labels)s labels for %(weeks)s week(s) of %(days)s days.",
            labels=len(rotation.labels),
            weeks=weeks,
            days=len(rotation.weekdays),
        )
        remedy = phrase("Write %(n)s labels, or correct the weeks and weekdays.", n=wanted)
        yield Problem("rotation", what, remedy)


def _bells_problems(bells: Sequence[Bell]) -> Iterator[Problem]:
    if not bells:
        remedy = phrase("Write at least one; the first is the usual one.")
        yield Problem("bell", phrase("there is no bell schedule."), remedy)
    for name in _repeated([bell.name for bell in bells]):
        what = phrase("there are two of this name.")
        yield Problem(_bell_place(name), what, phrase("Give each its own name."))
    for bell in bells:
        yield from _bell_problems(bell)


def _bell_problems(bell: Bell) -> Iterator[Problem]:
    where = _bell_place(bell.name)
    if not bell.name.strip():
        yield Problem(where, phrase("it has no name."), phrase("Give it one."))
    if not bell.periods:
        yield Problem(where, phrase("it has no periods."), phrase("Write at least one."))
    for label in _repeated([period.label for period in bell.periods]):
        remedy = phrase("Give each period its own label.")
        yield Problem(_period_place(bell, label), phrase("it is there twice."), remedy)
    for period in bell.periods:
        if not period.label.strip():
            yield Problem(where, phrase("a period has no label."), phrase("Give it one."))
        if not 0 <= period.start < period.end <= DAY_MINUTES:
            place = _period_place(bell, period.label)
            yield Problem(place, phrase("it ends before it starts."), phrase("Correct its times."))
    for before, after in pairwise(bell.periods):
        if after.start < before.end:
            what = phrase('it starts before "%(period)s" has ended.', period=before.label)
            remedy = phrase("Write periods in order of time.")
            yield Problem(_period_place(bell, after.label), what, remedy)


def _bell_place(name: str) -> str:
    # L10N: a place in a file: the bell schedule of this name.
    return phrase('bell "%(name)s"', name=name)


def _period_place(bell: Bell, label: str) -> str:
    # L10N: a place in a file: the period of this label in the bell schedule of this name.
    return phrase('bell "%(name)s", period "%(label)s"', name=bell.name, label=label)


def _rules_problems(calendar: Calendar) -> Iterator[Problem]:
    for number, rule in enumerate(calendar.rules, start=1):
        where = phrase('bell rule %(number)s ("%(name)s")', number=number, name=rule.bell)
        yield from _unknown_names(calendar, where, rule.bell, rule.label)
        yield from _rule_condition_problems(where, rule)


def _rule_condition_problems(where: str, rule: BellRule) -> Iterator[Problem]:
    if rule.weekday is not None and rule.weekday not in range(7):
        yield Problem(where, phrase("the weekday is unknown."), phrase('Write one like "tue".'))
    if rule.first and rule.last and rule.first > rule.last:
        yield Problem(where, phrase("it ends before it starts."), phrase("Correct its dates."))


def _terms_problems(terms: Sequence[Term]) -> Iterator[Problem]:
    named = [
        (term, phrase("term %(number)s (%(name)s)", number=number, name=term.name))
        for number, term in enumerate(terms, start=1)
    ]
    for term, where in named:
        if term.start > term.end:
            yield Problem(where, phrase("it ends before it starts."), phrase("Correct its dates."))
        elif (term.end - term.start).days > LONGEST_TERM_DAYS:
            yield Problem(where, phrase("it is longer than ten years."), phrase("Correct its dates."))
    for (before, _), (after, where) in pairwise(sorted(named, key=lambda item: item[0].start)):
        if after.start <= before.end:
            what = phrase('it overlaps "%(name)s".', name=before.name)
            yield Problem(where, what, phrase("A date can lie in one term only."))


def _exceptions_problems(calendar: Calendar) -> Iterator[Problem]:
    dates = [exception.date.isoformat() for exception in calendar.exceptions]
    for on in _repeated(dates):
        where = phrase("exception %(date)s", date=on)
        yield Problem(where, phrase("there are two for this date."), phrase("Keep one of the two."))
    for exception in calendar.exceptions:
        yield from _exception_problems(calendar, exception)


def _exception_problems(calendar: Calendar, exception: DayException) -> Iterator[Problem]:
    where = phrase("exception %(date)s", date=exception.date.isoformat())
    yield from _unknown_names(calendar, where, exception.bell, exception.label)


def _unknown_names(calendar: Calendar, where: str, bell: str | None, label: str | None) -> Iterator[Problem]:
    if bell is not None and bell not in {known.name for known in calendar.bells}:
        what = phrase('there is no bell "%(name)s".', name=bell)
        yield Problem(where, what, phrase("Name one of the bell schedules."))
    if label is not None and label not in calendar.rotation.labels:
        what = phrase('"%(label)s" is not a cycle day.', label=label)
        yield Problem(where, what, phrase("Name one of the rotation's labels."))


def _repeated(names: Iterable[str]) -> list[str]:
    """Each name that comes again after itself, as it is written there."""
    seen: set[str] = set()
    again = []
    for name in names:
        if label_key(name) in seen:
            again.append(name)
        seen.add(label_key(name))
    return again
