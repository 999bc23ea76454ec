"""The bell rules as rows of a form, in their order: ``rule-0-bell``, ``rule-0-weekday`` …"""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.calendar import BellRule, Calendar
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed

GROUP = "rule"
FIELDS = ("bell", "weekday", "label", "from", "to")
EMPTY = dict.fromkeys(FIELDS, "")


def shown(rules: Sequence[BellRule]) -> Typed:
    """The form for rules there are."""
    form = Typed({})
    form.set_rows(GROUP, [_fields(rule) for rule in rules])
    return form


def _fields(rule: BellRule) -> dict[str, str]:
    return {
        "bell": rule.bell,
        "weekday": "" if rule.weekday is None else str(rule.weekday),
        "label": rule.label or "",
        "from": rule.first.isoformat() if rule.first else "",
        "to": rule.last.isoformat() if rule.last else "",
    }


def filled(form: Typed) -> list[int]:
    """The rows in which anything is chosen."""
    return [row for row in form.rows(GROUP) if any(form.get(f"rule-{row}-{name}").strip() for name in FIELDS)]


def read(form: Typed, calendar: Calendar) -> tuple[BellRule, ...]:
    """The rules that were typed; faults are kept in the form."""
    return tuple(_rule(form, f"rule-{row}", calendar) for row in filled(form))


def _rule(form: Typed, row: str, calendar: Calendar) -> BellRule:
    weekday = form.one_of(f"{row}-weekday", ["", *"0123456"])
    return BellRule(
        bell=form.words(f"{row}-bell", phrase("Choose a bell schedule.")),
        weekday=int(weekday) if weekday else None,
        label=form.get(f"{row}-label").strip() or None,
        first=form.date(f"{row}-from"),
        last=form.date(f"{row}-to"),
    )


def place(form: Typed, where: str) -> str:
    """The field for a place the check names: ``bell rule 2 ("late start")``."""
    number = where.removeprefix("bell rule ").partition(" ")[0]
    rows = filled(form)
    if where.startswith("bell rule ") and number.isdecimal() and int(number) <= len(rows):
        return f"rule-{rows[int(number) - 1]}-bell"
    return ""
