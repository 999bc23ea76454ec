"""Terms and a country's days off on one form: the rows of ``forms.terms``, and the country beside them."""

from __future__ import annotations

from collections.abc import Sequence

from coachsched.core.calendar import Term
from coachsched.core.phrases import phrase
from coachsched.forms import terms
from coachsched.forms.typed import Typed

GROUP = terms.GROUP
EMPTY = terms.EMPTY
place = terms.place


def shown(known: Sequence[Term], country: str) -> Typed:
    """The form for terms there are, or for a first one, and a likely country."""
    form = terms.shown(known)
    form.fields |= {"country": [country]}
    return form


def read(form: Typed) -> tuple[Term, ...]:
    """The terms that were typed, one without a name numbered; faults are kept in the form."""
    for number, row in enumerate(terms.filled(form), 1):
        if not form.get(f"{GROUP}-{row}-name").strip():
            form.fields[f"{GROUP}-{row}-name"] = [str(phrase("Term %(number)s", number=number))]
    found = terms.read(form)
    if not terms.filled(form):
        form.fault(f"{GROUP}-{min(form.rows(GROUP), default=0)}-start", phrase("Give the first day."))
    return found
