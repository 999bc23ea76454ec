"""The school's name, time zone and settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coachsched import languages
from coachsched.core.option_kinds import Choice, Dates, Funds, Names, Option, Places, Switch, Whole
from coachsched.core.options import OPTIONS
from coachsched.core.phrases import phrase
from coachsched.forms import settings
from coachsched.forms.typed import Typed
from coachsched.services import calendars
from coachsched.views.editing import Editing, Shown
from coachsched.views.guard import actor

blueprint = Blueprint("settings", __name__)

GROUPS = {
    phrase("A round"): (
        "round_visits", "round_swaps", "visits_apart_least", "visits_apart_most", "wants_plan", "plan_within",
        "debrief_after", "debrief_within", "visit_kinds",
    ),
    phrase("Visits and talks"): (
        "visit_minutes", "debrief_minutes", "plan_minutes", "talk_minutes", "visits_need_class",
        "not_for_visits", "visits_per_week",
    ),
    phrase("Times that are offered"): ("lead_days", "horizon_days", "presence", "release"),
    phrase("Cover"): (
        "cover", "cover_lead_days", "cover_most_out", "cover_blackout", "funds", "budget_unit",
    ),
    phrase("Several sites"): ("sites", "travel_minutes"),
    phrase("When a partnership counts as quiet"): (
        "quiet_unanswered", "quiet_no_debrief", "quiet_called_off", "quiet_between_cycles",
        "quiet_never_started",
    ),
    phrase("Reminders and nudges"): ("notice_from", "notice_until", "nudge_every", "nudges_per_week"),
    phrase("Language"): ("language",),
    phrase("Your words"): (
        "word_programme", "word_coach", "word_partner", "word_visit", "word_debrief", "word_talk",
        "word_cover",
        "programme_public",
    ),
}  # fmt: skip
TITLES = {
    "round_visits": phrase("Visits in a round"),
    "round_swaps": phrase("Roles swap"),
    "debrief_after": phrase("Which visits want a debrief"),
    "visits_apart_least": phrase("Between two visits, at least"),
    "visits_apart_most": phrase("Between two visits, if possible at most"),
    "visit_kinds": phrase("Kinds of visit"),
    "plan_within": phrase("Planning talk within"),
    "visit_minutes": phrase("Length of a visit"),
    "debrief_minutes": phrase("Length of a debrief"),
    "plan_minutes": phrase("Length of a planning talk"),
    "debrief_within": phrase("Debrief within"),
    "notice_from": phrase("Reminders from"),
    "notice_until": phrase("Reminders until"),
    "programme_public": phrase("Everybody may read about the programme"),
    "lead_days": phrase("Notice before a visit"),
    "horizon_days": phrase("How far ahead"),
    "presence": phrase("Who is at school"),
    "release": phrase("Release time"),
    "visits_need_class": phrase("A visit needs a class"),
    "not_for_visits": phrase("Not for visits"),
    "wants_plan": phrase("Planning talks"),
    "quiet_unanswered": phrase("A proposal without an answer"),
    "quiet_no_debrief": phrase("A visit without its debrief"),
    "quiet_called_off": phrase("Called off, and no new time"),
    "quiet_between_cycles": phrase("Between two rounds"),
    "quiet_never_started": phrase("Not started yet"),
    "talk_minutes": phrase("Length of a talk"),
    "visits_per_week": phrase("Visits a week"),
    "sites": phrase("Sites and their rooms"),
    "travel_minutes": phrase("The way between sites"),
    "funds": phrase("What cover is paid from"),
    "budget_unit": phrase("Amounts are counted in"),
    "word_talk": phrase("A talk"),
    "word_cover": phrase("Taking a class"),
    "cover": phrase("Times with cover"),
    "cover_lead_days": phrase("Notice before cover"),
    "cover_most_out": phrase("Out at one time"),
    "cover_blackout": phrase("Days without cover"),
    "nudge_every": phrase("School days between two nudges"),
    "nudges_per_week": phrase("Nudges a person and week"),
    "language": phrase("Language of pages and mails"),
    "word_programme": phrase("The programme"),
    "word_coach": phrase("A coach"),
    "word_partner": phrase("A partner"),
    "word_visit": phrase("A visit"),
    "word_debrief": phrase("A debrief"),
}
CHOICES = {
    **languages.OFFERED,
    "day": phrase("everybody, all day"),
    "own_lessons": phrase("each from the first to the last of their own lessons"),
    "free": phrase("every free lesson period"),
    "listed": phrase("only what the timetable lists"),
    "off": phrase("never"),
    "when_needed": phrase("where no other time comes within two weeks"),
    "always": phrase("always, after those that need none"),
    "each": phrase("each of them"),
    "last": phrase("the last of the round, about all of them"),
    "none": phrase("none"),
    "periods": phrase("periods"),
    "hours": phrase("hours"),
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
        name = form.words("name", phrase("Give the school its name."))
        timezone = form.words("timezone", phrase("Name a time zone, such as Africa/Johannesburg."))
        return calendars.of_settings(name, timezone, settings.read(form))

    return Editing(form, _page, _place, phrase("The settings are saved."), url_for("settings.show")).answer(
        read
    )


def _place(where: str) -> str:
    return where if where in OPTIONS or where == "name" else "timezone" if where == "school" else ""


def _page(form: Typed, shown: Shown | None = None) -> str:
    grouped = {name for names in GROUPS.values() for name in names}
    groups = [_group(title, names, form) for title, names in GROUPS.items()]
    if others := [name for name in OPTIONS if name not in grouped]:
        groups.append(_group(phrase("Further settings"), others, form))
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
            return phrase("yes") if option.default else phrase("no")
        case Choice():
            return _choice(option.default)
        case Names() | Dates():
            return ", ".join(option.default) or phrase("none")
        case Places() | Funds():
            return phrase("none")
    return option.default


def _choice(word: str) -> str:
    return CHOICES.get(word, word.replace("_", " "))
