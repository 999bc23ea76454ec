"""Forms whose rows come and go at a button's press, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from coachsched.forms.typed import Typed


def change_rows(form: Typed, group: str, empty: Mapping[str, str]) -> bool:
    """Add or remove a row where that button was pressed; whether it was."""
    act, _, number = request.form.get("act", "").partition("-")
    if act == "add":
        form.add_row(group, empty)
        form.goes_on = f"{group}-{form.rows(group)[-1]}"
    elif act == "remove" and number.isdecimal():
        form.remove_row(group, int(number))
        form.goes_on = _beside(form, group, int(number))
    return act in ("add", "remove")


def _beside(form: Typed, group: str, number: int) -> str:
    """The row after the one that went, else the one before it."""
    rows = form.rows(group)
    near = next((row for row in rows if row > number), rows[-1] if rows else None)
    return "" if near is None else f"{group}-{near}"
