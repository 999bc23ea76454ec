"""Fills a school's calendar by its pages alone, as somebody would who has no file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from browser import Browser

from coachsched.core.calendar import Calendar
from coachsched.forms import bells, rotation, rules, special_day, terms
from coachsched.forms.typed import Typed


def sent(form: Typed, act: str = "save") -> dict[str, Any]:
    """The fields of a form as a browser sends them with one of its buttons."""
    return {name: values for name, values in form.fields.items() if values} | {"act": act}


def fill_bells(page: Browser, calendar: Calendar) -> None:
    for number, bell in enumerate(calendar.bells):
        page.post("/calendar/bells/new", **sent(bells.shown(bell, usual=number == 0)))


def fill_terms(page: Browser, calendar: Calendar) -> None:
    page.post("/calendar/terms", **sent(terms.shown(calendar.terms)))


def fill_rotation(page: Browser, calendar: Calendar) -> None:
    page.post("/calendar/rotation", **sent(rotation.shown(calendar.rotation)))


def fill_rules(page: Browser, calendar: Calendar) -> None:
    page.post("/calendar/bells/rules", **sent(rules.shown(calendar.rules)))


def fill_special_days(page: Browser, calendar: Calendar) -> None:
    for one in calendar.exceptions:
        page.post(f"/calendar/days/{one.date.isoformat()}", **sent(special_day.shown(one)))


Filling = Callable[[Browser, Calendar], None]
# What stands on its own, and what speaks of it.
FIRST: tuple[Filling, ...] = (fill_bells, fill_terms, fill_rotation)
THEN: tuple[Filling, ...] = (fill_rules, fill_special_days)
