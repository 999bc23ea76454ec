"""Every setting a school can choose: its type, default, range and meaning (design 4 and 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from coachsched.core.cover import CoverRules
from coachsched.core.errors import Problem
from coachsched.core.funds import Fund, read_funds
from coachsched.core.nudging import Caps
from coachsched.core.option_kinds import (
    Choice,
    Dates,
    Funds,
    Names,
    Option,
    Places,
    Switch,
    Whole,
    Wording,
    fault_of,
)
from coachsched.core.phrases import phrase
from coachsched.core.quiet import Limits
from coachsched.core.rounds import Shape
from coachsched.core.slots import Rules
from coachsched.core.suggest import suggest

# As the languages offered are called, which the core does not know.
LANGUAGES = ("en", "en_US", "de", "es", "fr")

OPTIONS: dict[str, Option] = {
    "visit_minutes": Whole(30, 0, 240, phrase("How long a visit lasts, in minutes; 0 is the whole period.")),
    "debrief_minutes": Whole(20, 5, 240, phrase("How long a debrief lasts, in minutes.")),
    "plan_minutes": Whole(15, 5, 240, phrase("How long a plan meeting lasts, in minutes.")),
    "talk_minutes": Whole(20, 5, 240, phrase("How long a talk without a visit lasts, in minutes.")),
    "round_visits": Whole(1, 1, 6, phrase("How many visits a round has.")),
    "round_swaps": Switch(
        False,
        phrase("Whether roles swap in a round, which then has as many visits to each: everybody hosts."),
    ),
    "debrief_after": Choice(
        "each",
        ("each", "last", "none"),
        phrase("Which visits of a round want a debrief: each, its last, or none."),
    ),
    "visits_apart_least": Whole(
        0, 0, 60, phrase("School days between two visits of a round at least; 0 is no limit.")
    ),
    "visits_apart_most": Whole(
        0, 0, 60, phrase("School days within which a round's next visit is offered first; 0 is no limit.")
    ),
    "visit_kinds": Names(
        ("observe",),
        phrase(
            "Kinds of visit to choose from: observe, model, teach together. With only one, nobody is asked."
        ),
    ),
    "debrief_within": Whole(
        2, 0, 20, phrase("School days between visit and debrief at most; 0 is the same day.")
    ),
    "lead_days": Whole(2, 0, 30, phrase("School days between today and the first time offered.")),
    "horizon_days": Whole(42, 7, 200, phrase("Days from today within which times are offered.")),
    "presence": Choice(
        "day",
        ("day", "own_lessons"),
        phrase(
            "Who is at school: everybody all day, or each from the first to the last of their own lessons."
        ),
    ),
    "release": Choice(
        "free",
        ("free", "listed"),
        phrase("What counts as release time: every free lesson period, or only those the timetable lists."),
    ),
    "visits_need_class": Switch(
        True, phrase("Whether a row without a class is a meeting, with nothing to visit.")
    ),
    "not_for_visits": Names((), phrase("Subjects nobody visits, such as Assembly.")),
    "visits_per_week": Whole(
        0, 0, 20, phrase("Visits a host receives in a school week at most; 0 is no limit.")
    ),
    "sites": Places({}, phrase("Which rooms lie at which site, where the school has several.")),
    "travel_minutes": Whole(
        0, 0, 120, phrase("Minutes from one site to another; a room of no site costs nothing.")
    ),
    "funds": Funds(
        {}, phrase("What cover is paid from in a term, in the order it is drawn on; none is no budget.")
    ),
    "budget_unit": Choice(
        "periods",
        ("periods", "hours"),
        phrase("What the amounts of a fund count: periods covered, or hours."),
    ),
    "wants_plan": Switch(False, phrase("Whether an option carries a plan meeting before the visit.")),
    "plan_within": Whole(0, 0, 20, phrase("School days between plan and visit at most; 0 is no limit.")),
    "quiet_unanswered": Whole(5, 1, 200, phrase("School days a proposal may stay unanswered.")),
    "quiet_no_debrief": Whole(3, 1, 200, phrase("School days a visit may wait for its debrief.")),
    "quiet_called_off": Whole(
        5, 1, 200, phrase("School days after something was called off or turned down.")
    ),
    "quiet_between_cycles": Whole(15, 1, 200, phrase("School days between one round and the next.")),
    "quiet_never_started": Whole(
        10, 1, 200, phrase("School days from the beginning to the first sign of life.")
    ),
    "nudge_every": Whole(
        10, 1, 200, phrase("School days from one nudge of a partnership to its next, at least.")
    ),
    "nudges_per_week": Whole(
        2, 0, 20, phrase("Nudges one person gets in a school week at most; 0 sends none.")
    ),
    "cover": Choice(
        "off",
        ("off", "when_needed", "always"),
        phrase("Whether times are offered for which somebody else must take a class."),
    ),
    "cover_lead_days": Whole(
        1, 0, 30, phrase("School days between approving cover and the lesson, at least.")
    ),
    "cover_most_out": Whole(
        0, 0, 200, phrase("Teachers who are out through cover at one time; 0 is any number.")
    ),
    "cover_blackout": Dates((), phrase("Dates on which no cover is given.")),
    "programme_public": Switch(False, phrase("Whether anybody may read the page about the programme.")),
    "notice_from": Whole(7, 0, 23, phrase("The hour from which reminders are sent, on school days.")),
    "notice_until": Whole(17, 1, 24, phrase("The hour from which no more of them are sent that day.")),
    "language": Choice(
        "each",
        ("each", *LANGUAGES),
        phrase(
            "The language for who chose none: each what their browser asks for, and mails in English; or one."
        ),
    ),
    "word_programme": Wording(phrase("Peer coaching"), phrase("What the school calls the programme.")),
    "word_coach": Wording(phrase("coach"), phrase("What the school calls a coach.")),
    "word_partner": Wording(phrase("partner"), phrase("What the school calls a partner.")),
    "word_visit": Wording(phrase("classroom visit"), phrase("What the school calls a visit.")),
    "word_debrief": Wording(phrase("debrief"), phrase("What the school calls a debrief.")),
    "word_talk": Wording(phrase("talk"), phrase("What the school calls a talk without a visit.")),
    "word_cover": Wording(phrase("cover"), phrase("What the school calls taking a colleague's class.")),
}


def check_settings(settings: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with some settings; each problem's ``where`` is the setting's name."""
    problems = []
    for name, value in settings.items():
        if name not in OPTIONS:
            problems.append(Problem(name, phrase("is not a setting."), suggest(name, OPTIONS)))
        elif fault := fault_of(OPTIONS[name], value):
            problems.append(Problem(name, fault))
    return problems


def with_defaults(settings: Mapping[str, object]) -> dict[str, Any]:
    """Every setting's value: as chosen, else its default. ``settings`` have been checked."""
    return {name: settings.get(name, option.default) for name, option in OPTIONS.items()}


def differing(settings: Mapping[str, object]) -> dict[str, object]:
    """The settings that are not what they would be anyway, in the order of OPTIONS; checked before."""
    chosen = {name: _plain(settings[name]) for name in OPTIONS if name in settings}
    return {name: value for name, value in chosen.items() if value != _plain(OPTIONS[name].default)}


def _plain(value: object) -> object:
    """A value as JSON and TOML keep it: they know lists only."""
    if not isinstance(value, list | tuple):
        return value
    return [one.isoformat() if isinstance(one, date) else one for one in value]


def rules(settings: Mapping[str, object]) -> Rules:
    """The rules for finding times that checked settings stand for (design 4)."""
    chosen = with_defaults(settings)
    chosen["not_for_visits"] = frozenset(chosen["not_for_visits"])
    chosen["sites"] = tuple((site, tuple(rooms)) for site, rooms in chosen["sites"].items())
    return Rules(**{field.name: chosen[field.name] for field in fields(Rules)})


def shape(settings: Mapping[str, object], people: int) -> Shape:
    """A round of so many people; where roles swap, it has so many visits that all host equally often."""
    chosen = with_defaults(settings)
    visits, swaps = chosen["round_visits"], chosen["round_swaps"]
    return Shape(-(-visits // people) * people if swaps else visits, swaps, chosen["debrief_after"])


def visit_kinds(settings: Mapping[str, object]) -> tuple[str, ...]:
    """The kinds of visit there is a choice of, each once; none where there is no choice."""
    kinds = tuple(dict.fromkeys(with_defaults(settings)["visit_kinds"]))
    return kinds if len(kinds) > 1 else ()


def limits(settings: Mapping[str, object]) -> Limits:
    """The limits of going quiet that checked settings stand for, in school days (design 6)."""
    chosen = with_defaults(settings)
    return Limits(**{field.name: chosen[f"quiet_{field.name}"] for field in fields(Limits)})


def caps(settings: Mapping[str, object]) -> Caps:
    """How often people are nudged at most, by checked settings (design 6)."""
    chosen = with_defaults(settings)
    return Caps(every=chosen["nudge_every"], per_week=chosen["nudges_per_week"])


def cover_rules(settings: Mapping[str, object]) -> CoverRules:
    """When cover is given, by checked settings."""
    chosen = with_defaults(settings)
    blackout = {one if isinstance(one, date) else date.fromisoformat(one) for one in chosen["cover_blackout"]}
    return CoverRules(chosen["cover_lead_days"], chosen["cover_most_out"], tuple(sorted(blackout)))


def funds(settings: Mapping[str, object]) -> tuple[Fund, ...]:
    """The funds that cover is paid from by checked settings; none where no budget is kept."""
    return read_funds(with_defaults(settings)["funds"])


def school_language(settings: Mapping[str, object]) -> str | None:
    """The language the school speaks to who chose none; None where each browser decides."""
    chosen = with_defaults(settings)["language"]
    return None if chosen == "each" else chosen


def words(settings: Mapping[str, object]) -> dict[str, str]:
    """The school's words by what they name: programme, coach, partner, visit, debrief, talk, cover."""
    chosen = with_defaults(settings)
    usual = {name: option.default for name, option in OPTIONS.items() if isinstance(option, Wording)}
    # A word of ours is a phrase, which follows the reader's language; one of the school's stays as it is.
    return {
        name[len("word_") :]: word if chosen[name] == word else chosen[name] for name, word in usual.items()
    }
