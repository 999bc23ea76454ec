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
    elif act == "remove" and number.isdecimal():
        form.remove_row(group, int(number))
    return act in ("add", "remove")
