"""How the forms of the calendar are answered: rows, a preview, the change itself, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from coachsched.core.errors import ConflictError, InputError
from coachsched.core.phrases import phrase, phrases
from coachsched.forms.typed import Typed
from coachsched.services import calendars, clock
from coachsched.services.calendars import Breaking, Change, Preview
from coachsched.views.guard import actor
from coachsched.views.htmx import go, wants_fragment
from coachsched.views.messages import tell
from coachsched.views.month_grid import Month, changed_months


@dataclass(frozen=True)
class Shown:
    """A preview laid out for a page."""

    preview: Preview
    months: list[Month]
    more: int
    usual: str


@dataclass
class Editing:
    """One form on its page: ``page`` renders it, ``place`` finds the field a rule's words belong to."""

    form: Typed
    page: Callable[..., str]
    place: Callable[[str], str]
    done: str
    to: str

    def answer(self, change: Callable[[], Change]) -> ResponseReturnValue:
        """Save where that was asked for, else show what would change; ``change`` reads the form."""
        saving = request.form.get("act") == "save"
        try:
            wanted = change()
            self.form.check()
            if saving:
                return self._saved(calendars.save(actor(), wanted, self.form.get("revision")))
            return self._previewed(wanted)
        except InputError as error:
            if not self.form.faults:
                self.form.take(error.problems, self.place)
        except ConflictError as error:
            self.form.fault("", str(error))
            return self._page(), 409
        return self._page(), 422

    def _saved(self, breaking: list[Breaking] | None) -> ResponseReturnValue:
        tell(phrase("Everything was like that already.") if breaking is None else self.done)
        if breaking:
            tell(*broken_words(breaking))
        return go(self.to)

    def _previewed(self, change: Change) -> str:
        return self._page(laid_out(calendars.preview(actor(), change)))

    def _page(self, shown: Shown | None = None) -> str:
        if wants_fragment():
            return render_template("school_calendar/_preview.html", shown=shown, faults=self.form.faults)
        return self.page(form=self.form, shown=shown)


def laid_out(preview: Preview) -> Shown:
    """A preview as months; ``more`` counts the changed dates they do not show."""
    months = changed_months(preview.after, preview.days, clock.today(preview.after.timezone))
    cells = [cell for one in months for week in one.weeks for cell in week if cell and cell.before]
    usual = preview.after.bells[0].name if preview.after.bells else ""
    return Shown(preview, months, len(preview.days) - len(cells), usual)


def broken_words(breaking: list[Breaking]) -> list[str]:
    """How many meetings a change broke, and who hears of it."""
    moved = sum(not one.called_off for one in breaking)
    off = len(breaking) - moved
    said: list[str] = []
    if moved:
        said.append(
            phrases("%(n)s booked meeting needs a new time.", "%(n)s booked meetings need a new time.", moved)
        )
    if off:
        said.append(
            phrases(
                "%(n)s was called off, for want of school or of the lesson.",
                "%(n)s were called off, for want of school or of the lesson.",
                off,
            )
        )
    return [*said, phrase("The partners see it on their pages.")]
