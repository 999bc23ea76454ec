"""The terms as rows of a form: ``term-0-name``, ``term-0-start``, ``term-0-end``."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.calendar import Term
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed

GROUP = "term"
EMPTY = {"name": "", "start": "", "end": ""}


def shown(terms: Sequence[Term]) -> Typed:
    """The form for terms there are."""
    form = Typed({})
    rows = [
        {"name": term.name, "start": term.start.isoformat(), "end": term.end.isoformat()} for term in terms
    ]
    form.set_rows(GROUP, rows or [EMPTY])
    return form


def filled(form: Typed) -> list[int]:
    """The rows in which anything is written; an empty one is no term."""
    return [row for row in form.rows(GROUP) if any(form.get(f"term-{row}-{name}").strip() for name in EMPTY)]


def read(form: Typed) -> tuple[Term, ...]:
    """The terms that were typed; faults are kept in the form."""
    terms = []
    for row in filled(form):
        name = form.words(f"term-{row}-name", phrase("Give the term a name."))
        start = form.date(f"term-{row}-start", phrase("Give the first day."))
        end = form.date(f"term-{row}-end", phrase("Give the last day."))
        if start and end:
            terms.append(Term(name, start, end))
    return tuple(terms)


def place(form: Typed, where: str) -> str:
    """The field for a place the check names: "term 2 (Spring)"."""
    word, _, number = where.partition(" (")[0].partition(" ")
    rows = filled(form)
    if word == "term" and number.isdecimal() and int(number) <= len(rows):
        return f"term-{rows[int(number) - 1]}-start"
    return ""
