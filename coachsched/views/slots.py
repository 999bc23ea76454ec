"""Find times: the best three, the school's own weeks, and a form that sends up to five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for

from coachsched.core import options
from coachsched.core.phrases import phrase
from coachsched.core.slots import Choice, Slot
from coachsched.services import budgets, cover_search
from coachsched.services.finding import Search
from coachsched.services.picks import Pick
from coachsched.services.proposals import LONGEST_FOCUS, MOST_OPTIONS
from coachsched.views import htmx
from coachsched.views.grid import Card, Grid, Picked, mondays
from coachsched.views.guard import actor

blueprint = Blueprint("slots", __name__)
BEST = 3


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the weeks to, from the address."""

    klass: str
    week: date | None

    def keep(self, slots: Sequence[Slot]) -> list[Slot]:
        return [slot for slot in slots if self.klass in ("", lesson_name(slot)) and self._in_week(slot)]

    def _in_week(self, slot: Slot) -> bool:
        return self.week is None or 0 <= (slot.visit.date - self.week).days < 7


@blueprint.get("/partnerships/<int:partnership_id>/slots")
def show(partnership_id: int) -> str:
    found = cover_search.find_times(actor(), partnership_id, request.args.get("host", type=int))
    return page(found, url_for("proposals.create", partnership_id=partnership_id))


def page(
    found: Search,
    action: str,
    *,
    picked: Picked | None = None,
    focus: str = "",
    kind: str = "",
    with_plan: bool | None = None,
    errors: Sequence[tuple[str, str]] = (),
    purpose: str = "propose",
    search_url: str = "",
) -> str:
    """The page, or its weeks alone where htmx filters. ``purpose`` is propose, counter or move.

    ``search_url`` is where the weeks are narrowed, this address unless given; ``errors`` are
    (field id, text).
    """
    filters = read_filters()
    picked = picked or Picked(request.args.getlist("pick"), talks_of(request.args))
    kept = filters.keep(found.slots)
    keys = {id(slot) for slot in kept}
    best = [choice for choice in found.choices if id(choice.slot) in keys][:BEST]
    grid = _grid(found, picked, best)
    weeks = grid.weeks(kept, filters.week)
    return render_template(
        "slots/_results.html" if htmx.wants_fragment() else "slots/show.html",
        found=found,
        cards=grid.cards(best),
        weeks=weeks,
        elsewhere=grid.picked_elsewhere(weeks, found.slots),
        fitting=len(kept),
        release=budgets.lines_for_slots(actor().school, found.partnership.id, found.slots),
        some_need_cover=any(slot.needs for slot in found.slots),
        class_choices=[("", phrase("Any class")), *((name, name) for name in _classes(found))],
        week_choices=[
            ("", phrase("Any week")),
            *((one.isoformat(), str(phrase("From %(first)s", first=one))) for one in mondays(found)),
        ],
        filters=filters,
        action=action,
        search_url=search_url or request.path,
        focus=focus,
        longest_focus=LONGEST_FOCUS,
        kinds=options.visit_kinds(actor().school.settings),
        kind=kind,
        with_plan=_wants_plan() if with_plan is None else with_plan,
        errors=errors,
        purpose=purpose,
        limit=1 if purpose == "move" else MOST_OPTIONS,
        me=actor(),
    )


def read_filters() -> Filters:
    try:
        week = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        week = None
    return Filters(request.args.get("class", ""), week)


def lesson_name(slot: Slot) -> str:
    """What a host's lesson is called in the filter: class and subject."""
    return " ".join(part for part in (slot.visit.klass, slot.visit.subject) if part)


def _classes(found: Search) -> list[str]:
    return sorted({lesson_name(slot) for slot in found.slots})


def picks_of_form() -> list[Pick]:
    """The picks a form sent, each once though a visit may stand on a card and in the week."""
    talks = dict(talks_of(request.form))
    return [Pick(visit, talks.get(visit, "")) for visit in dict.fromkeys(request.form.getlist("pick"))]


def picked_of_form() -> Picked:
    return Picked(request.form.getlist("pick"), talks_of(request.form))


def talks_of(values) -> tuple[tuple[str, str], ...]:  # type: ignore[no-untyped-def]
    """The debrief chosen for each visit: fields named ``talk-`` and the visit's key."""
    prefix = "talk-"
    return tuple((name[len(prefix) :], value) for name, value in values.items() if name.startswith(prefix))


def best_cards(found: Search) -> list[Card]:
    """The best three of a search, for pages that lead to the grid."""
    return _grid(found, Picked(), ()).cards(found.choices[:BEST])


def _grid(found: Search, picked: Picked, best: Sequence[Choice]) -> Grid:
    names = {one.person_id: one.person.name for one in found.people}
    word = options.words(actor().school.settings)["cover"]
    return Grid(found, actor().person_id, picked, best, word=word, names=names)


def _wants_plan() -> bool:
    return bool(options.with_defaults(actor().school.settings)["wants_plan"])
