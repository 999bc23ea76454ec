"""Who takes part in a suggestion, as a form."""

from __future__ import annotations

from coachsched.core.matching import Faculties, Wanted
from coachsched.core.phrases import phrase
from coachsched.forms.typed import Typed

FACULTIES: dict[Faculties, str] = {
    "any": phrase("It does not matter"),
    "across": phrase("Rather across faculties"),
    "same": phrase("Rather within a faculty"),
}
MOST_LOAD = 9


def shown(wanted: Wanted) -> Typed:
    """The form with what would be asked for."""
    return Typed(
        {
            "coaches": list(map(str, sorted(wanted.coaches))),
            "coached": list(map(str, sorted(wanted.coached))),
            "load": [str(wanted.load)],
            "faculties": [wanted.faculties],
        }
    )


def read(form: Typed) -> Wanted:
    """What was typed; raises InputError with the fields that cannot be read."""
    found = Wanted(
        coaches=_numbers(form.all("coaches")),
        coached=_numbers(form.all("coached")),
        load=form.whole("load", 1, MOST_LOAD),
        faculties=form.one_of("faculties", FACULTIES),  # type: ignore[arg-type]
    )
    form.check()
    return found


def _numbers(ticks: list[str]) -> frozenset[int]:
    return frozenset(int(tick) for tick in ticks if tick.isascii() and tick.isdecimal() and len(tick) < 10)
