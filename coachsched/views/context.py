"""What every page shows around itself: where one can go, who one is, the school's words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, has_request_context, request, url_for
from flask_login import current_user

from coachsched.core import options
from coachsched.core.phrases import phrase
from coachsched.languages import spoken
from coachsched.services import access, board, clock, links, starting, who_sees
from coachsched.store.people import Membership
from coachsched.views import first_words, mail_words, nudge_words, words


@dataclass(frozen=True)
class NavItem:
    href: str
    label: str
    current: bool


# Pages that are reached from another one of the menu.
PART_OF = {
    **dict.fromkeys(("school_calendar", "terms", "rotation", "bells", "closing", "dates"), "calendar"),
    **dict.fromkeys(("budget", "half_days"), "cover"),
    "inbox": "outbox",
    **dict.fromkeys(("looking", "my_visits"), "home"),
    "assignments": "board",
    "pair_rules": "board",
    "open_visits": "open_lessons",
}


# These show the steps of setting up themselves.
SET_UP = ("home", "first_days", "first_steps", "first_terms")


def init_app(app: Flask) -> None:
    app.context_processor(_around)
    app.jinja_env.globals.update(words.GLOBALS, mails=mail_words, nudging=nudge_words)
    app.jinja_env.globals.update(seen_by=who_sees.line, cover_seen_by=who_sees.of_cover)
    app.jinja_env.globals.update(
        path_to_own=links.path_to_own,
        path_to_question=links.path_to_question,
        path_to_suggestion=links.path_to_suggestion,
    )
    app.jinja_env.globals.update(
        first_pages=first_words.PAGES, first_words=first_words.TITLES, missing_words=first_words.missing
    )
    app.jinja_env.filters.update(words.FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _around() -> dict[str, object]:
    # Mails are written without a request, and the pages of errors also without a database.
    if not has_request_context():
        return {}
    if request.endpoint in (None, "static") or not current_user.is_authenticated:
        return {"demo": current_app.config["SETTINGS"].demo, "nav": [], "say": spoken(options.words({}))}
    member: Membership = current_user.member
    blueprint = request.endpoint.partition(".")[0]
    return {
        "demo": current_app.config["SETTINGS"].demo,
        "today": clock.today(member.school.timezone),
        "nav": _nav(member),
        "signed_in_as": member.person.name,
        "school_name": member.school.name,
        "setting_up": blueprint not in SET_UP and starting.is_under_way(member),
        "other_schools": [one.school for one in member.person.memberships if one is not member],
        "say": spoken(options.words(member.school.settings)),
    }


def _nav(member: Membership) -> list[NavItem]:
    # L10N: the page of what to do next
    items: list[tuple[str, str]] = [("home.show", phrase("Next"))]
    items += [("board.show", phrase("Partnerships"))] if board.is_open_to(member) else []
    items += [("cover.show", phrase("Cover"))] if access.may_see(member, "cover") else []
    items += [("report.show", phrase("Report"))] if access.may_see(member, "report") else []
    items += [("people.show", phrase("People"))] if access.may_see(member, "people") else []
    items += [("own_time.show", phrase("My week"))]
    items += [("open_lessons.show", phrase("Open lessons"))] if access.may_visit_open_lessons(member) else []
    items += [("calendar.show", phrase("Calendar"))]
    items += [("imports.index", phrase("Files"))] if access.may_see(member, "imports") else []
    items += [("outbox.show", phrase("Mail"))] if access.may_see(member, "outbox") else []
    items += [("settings.show", phrase("Settings"))] if access.may_see(member, "school_calendar") else []
    blueprint = (request.endpoint or "").partition(".")[0]
    blueprint = PART_OF.get(blueprint, blueprint)
    return [
        NavItem(url_for(endpoint), label, endpoint.partition(".")[0] == blueprint)
        for endpoint, label in items
    ]
