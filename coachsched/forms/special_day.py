"""What is special about one date, as a form; an ordinary day has no kind."""

from __future__ import annotations

from datetime import date
from typing import cast, get_args

from coachsched.core.calendar import DayException, ExceptionKind
from coachsched.forms.typed import Typed

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
            "bell": [exception.bell or ""],
            "note": [exception.note],
        }
    )


def read(form: Typed, on: date) -> DayException | None:
    """What was typed, None for an ordinary day; faults are kept in the form."""
    kind = form.one_of("kind", ("", *KINDS))
    if not kind:
        return None
    return DayException(
        date=on,
        kind=cast(ExceptionKind, kind),
        label=form.text("label") or None,
        reanchor=bool(form.get("reanchor")),
        counts=bool(form.get("counts")),
        bell=form.text("bell") or None,
        note=form.text("note"),
    )
