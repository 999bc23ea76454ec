"""What forms send, as values; what cannot be read is an InputError at its field."""

from __future__ import annotations

from datetime import date

from flask import request

from coachsched.core.errors import InputError, Problem
from coachsched.core.phrases import phrase


def date_of(field: str) -> date:
    """The date in a field of the form that was sent; raises InputError where there is none."""
    found = optional_date_of(field)
    if found is None:
        raise InputError(Problem(field, phrase("no date is chosen yet."), phrase("Choose one.")))
    return found


def optional_date_of(field: str) -> date | None:
    """The date in a field, None where it was left empty; raises InputError for what is no date."""
    value = request.form.get(field, "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(
            Problem(
                field, phrase("%(text)s is no date.", text=repr(value)), phrase("Write it like 2027-03-01.")
            )
        ) from None
