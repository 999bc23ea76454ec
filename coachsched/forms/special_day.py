"""What is special about one date, as a form; an ordinary day has no kind."""

from __future__ import annotations

from datetime import date
from typing import cast, get_args

from coachsched.core.calendar import DayException, ExceptionKind
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed

LONGEST_DAYS = 200
KINDS: tuple[ExceptionKind, ...] = get_args(ExceptionKind)


def shown(exception: DayException | None) -> Typed:
    """The form for a date as it is."""
    if exception is None:
        return Typed({"kind": [""]})
    return Typed(
        {
            "kind": [exception.kind],
            "label": [exception.label or ""],
            "reanchor": ["1"] if exception.reanchor else [],
            "counts": ["1"] if exception.counts else [],
            "rings": [exception.bell or ""],
            "note": [exception.note],
        }
    )


def read(form: Typed, on: date, was_special: bool) -> DayException | None:
    """What was typed, None for an ordinary day; faults are kept in the form.

    What is said of a day that shall be ordinary is dropped only where the day is made so.
    """
    kind = form.one_of("kind", ("", *KINDS))
    if not kind:
        if not was_special and any(form.get(name).strip() for name in ("note", "label", "rings", "reanchor")):
            missing = phrase("Choose a kind of day too. For other bells or another cycle day: lessons.")
            form.fault("kind", missing)
        return None
    return DayException(
        date=on,
        kind=cast(ExceptionKind, kind),
        label=form.text("label") or None,
        reanchor=bool(form.get("reanchor")),
        counts=bool(form.get("counts")),
        bell=form.text("rings") or None,
        note=form.text("note"),
    )


def read_until(form: Typed, on: date) -> date | None:
    """The last date that shall be alike; None where it is this one alone."""
    until = form.date("until")
    if until and not 0 <= (until - on).days <= LONGEST_DAYS:
        wrong = phrase("Choose a date from this one on, at most %(n)s days later.", n=LONGEST_DAYS)
        form.fault("until", wrong)
        return None
    return until
