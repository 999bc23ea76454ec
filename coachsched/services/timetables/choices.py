"""What somebody chose where a file left something open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from coachsched.core.errors import InputError, Problem
from coachsched.core.labels import label_key
from coachsched.core.phrases import phrase
from coachsched.core.placing import Labels, Told, day_key
from coachsched.core.suggest import suggest
from coachsched.store import imports
from coachsched.store.people import School

LEFT_OUT = "-"


@dataclass(frozen=True)
class Choices:
    """``told`` places days and periods; ``teachers`` maps a teacher's key to a membership, None for nobody.

    Without ``valid_from`` the timetable takes the place of the one in force. ``as_proposed`` takes doubtful
    days and periods as they are found.
    """

    told: Told = field(default_factory=Told)
    teachers: Mapping[str, int | None] = field(default_factory=dict)
    valid_from: date | None = None
    as_proposed: bool = False


def remembered(school: School) -> Told:
    """What was confirmed with earlier files."""
    days, periods = dict[tuple[str, str], Labels](), dict[str, Labels]()
    for alias in imports.labels(school):
        if alias.kind == "day":
            week, _, name = alias.name.rpartition(_BETWEEN)
            days[day_key(week, name)] = tuple(alias.labels)
        else:
            periods[label_key(alias.name)] = tuple(alias.labels)
    return Told(days, periods)


_BETWEEN = "\t"


def remembered_name(week: str, name: str) -> str:
    """How a day of a file is kept: its week, if it has one, before a tab."""
    return f"{week}{_BETWEEN}{name}" if week else name


def labels_of(text: str, known: Labels, name: str) -> Labels:
    """The school's labels somebody typed, several joined with ``+``, ``-`` for none; raises InputError."""
    if text.strip() == LEFT_OUT:
        return ()
    by_key = {label_key(label): label for label in known}
    if label_key(text) in by_key:
        return (by_key[label_key(text)],)
    parts = [part for part in text.split("+") if part.strip()]
    unknown = [part for part in parts if label_key(part) not in by_key]
    if unknown or not parts:
        raise InputError(
            Problem(
                f'"{name}"', phrase('the school has no "%(name)s".', name=text.strip()), suggest(text, known)
            )
        )
    return tuple(by_key[label_key(part)] for part in parts)
