"""The school's name, time zone and settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched import languages
from coachsched.core.option_kinds import Choice, Dates, Funds, Names, Option, Places, Switch, Whole
from coachsched.core.options import OPTIONS
from coachsched.forms import settings
from coachsched.forms.typed import Typed
from coachsched.services import calendars
from coachsched.views.editing import Editing, Shown
from coachsched.views.guard import actor

blueprint = Blueprint("settings", __name__)

GROUPS = {
    "A round": (
        "round_visits", "round_swaps", "visits_apart_least", "visits_apart_most", "wants_plan", "plan_within",
        "debrief_after", "debrief_within", "visit_kinds",
    ),
    "Visits and talks": (
        "visit_minutes", "debrief_minutes", "plan_minutes", "talk_minutes", "visits_need_class",
        "not_for_visits", "visits_per_week",
    ),
    "Times that are offered": ("lead_days", "horizon_days", "presence", "release"),
    "Cover": (
        "cover", "cover_lead_days", "cover_most_out", "cover_blackout", "funds", "budget_unit",
    ),
    "Several sites": ("sites", "travel_minutes"),
    "When a partnership counts as quiet": (
        "quiet_unanswered", "quiet_no_debrief", "quiet_called_off", "quiet_between_cycles",
        "quiet_never_started",
    ),
    "Reminders and nudges": ("notice_from", "notice_until", "nudge_every", "nudges_per_week"),
    "Language": ("language",),
    "Your words": (
        "word_programme", "word_coach", "word_partner", "word_visit", "word_debrief", "word_talk",
        "word_cover",
        "programme_public",
    ),
}  # fmt: skip
TITLES = {
    "round_visits": "Visits in a round",
    "round_swaps": "Roles swap",
    "debrief_after": "Which visits want a debrief",
    "visits_apart_least": "Between two visits, at least",
    "visits_apart_most": "Between two visits, if possible at most",
    "visit_kinds": "Kinds of visit",
    "plan_within": "Planning talk within",
    "visit_minutes": "Length of a visit",
    "debrief_minutes": "Length of a debrief",
    "plan_minutes": "Length of a planning talk",
    "debrief_within": "Debrief within",
    "notice_from": "Reminders from",
    "notice_until": "Reminders until",
    "programme_public": "Everybody may read about the programme",
    "lead_days": "Notice before a visit",
    "horizon_days": "How far ahead",
    "presence": "Who is at school",
    "release": "Release time",
    "visits_need_class": "A visit needs a class",
    "not_for_visits": "Not for visits",
    "wants_plan": "Planning talks",
    "quiet_unanswered": "A proposal without an answer",
    "quiet_no_debrief": "A visit without its debrief",
    "quiet_called_off": "Called off, and no new time",
    "quiet_between_cycles": "Between two rounds",
    "quiet_never_started": "Not started yet",
    "talk_minutes": "Length of a talk",
    "visits_per_week": "Visits a week",
    "sites": "Sites and their rooms",
    "travel_minutes": "The way between sites",
    "funds": "What cover is paid from",
    "budget_unit": "Amounts are counted in",
    "word_talk": "A talk",
    "word_cover": "Taking a class",
    "cover": "Times with cover",
    "cover_lead_days": "Notice before cover",
    "cover_most_out": "Out at one time",
    "cover_blackout": "Days without cover",
    "nudge_every": "School days between two nudges",
    "nudges_per_week": "Nudges a person and week",
    "language": "Language of pages and mails",
    "word_programme": "The programme",
    "word_coach": "A coach",
    "word_partner": "A partner",
    "word_visit": "A visit",
    "word_debrief": "A debrief",
}
CHOICES = {
    **languages.OFFERED,
    "day": "everybody, all day",
    "own_lessons": "each from the first to the last of their own lessons",
    "free": "every free lesson period",
    "listed": "only what the timetable lists",
    "off": "never",
    "when_needed": "where no other time comes within two weeks",
    "always": "always, after those that need none",
    "each": "each of them",
    "last": "the last of the round, about all of them",
    "none": "none",
}


@dataclass(frozen=True)
class Item:
    """One setting as the page shows it; ``kind`` says which field it gets."""

    name: str
    title: str
    meaning: str
    kind: str
    usual: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """Settings that belong together; ``changed`` counts those that are not as usual."""

    title: str
    items: list[Item]
    changed: int
    at_fault: bool


@blueprint.get("/settings")
def show() -> str:
    file = calendars.current(actor())
    return _page(settings.shown(file.name, file.calendar.timezone, file.settings))


@blueprint.post("/settings")
def change() -> ResponseReturnValue:
    calendars.current(actor())
    form = Typed(request.form.to_dict(flat=False))

    def read() -> calendars.Change:
        name = form.words("name", "Give the school its name.")
        timezone = form.words("timezone", "Name a time zone, such as Africa/Johannesburg.")
        return calendars.of_settings(name, timezone, settings.read(form))

    return Editing(form, _page, _place, "The settings are saved.", url_for("settings.show")).answer(read)


def _place(where: str) -> str:
    return where if where in OPTIONS or where == "name" else "timezone" if where == "school" else ""


def _page(form: Typed, shown: Shown | None = None) -> str:
    grouped = {name for names in GROUPS.values() for name in names}
    groups = [_group(title, names, form) for title, names in GROUPS.items()]
    if others := [name for name in OPTIONS if name not in grouped]:
        groups.append(_group("Further settings", others, form))
    revision = actor().school.revision
    return render_template("settings/show.html", form=form, shown=shown, groups=groups, revision=revision)


def _group(title: str, names: Iterable[str], form: Typed) -> Group:
    usual = settings.shown("", "", {})
    known = [name for name in names if name in OPTIONS]
    changed = sum(form.get(name).split() != usual.get(name).split() for name in known)
    return Group(title, [_item(name) for name in known], changed, any(map(form.error, known)))


def _item(name: str) -> Item:
    option = OPTIONS[name]
    title = TITLES.get(name, name.replace("_", " ").capitalize())
    choices = tuple((word, _choice(word)) for word in option.choices) if isinstance(option, Choice) else ()
    return Item(name, title, option.meaning, type(option).__name__, _usual(option), choices)


def _usual(option: Option) -> str:
    match option:
        case Whole():
            return str(option.default)
        case Switch():
            return "yes" if option.default else "no"
        case Choice():
            return _choice(option.default)
        case Names() | Dates():
            return ", ".join(option.default) or "none"
        case Places() | Funds():
            return "none"
    return option.default


def _choice(word: str) -> str:
    return CHOICES.get(word, word.replace("_", " "))
