"""Who sees what, as one table: access opens pages by it, and pages say it at their foot (design 2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from coachsched.core.phrases import Phrase, phrase, said, together

Role = Literal["teacher", "coordinator", "principal", "cover", "admin"]
# Besides roles: those of the very partnership, and the one whose it is.
Viewer = Literal[Role, "partners", "owner"]
Page = Literal[
    "account",
    "assignments",
    "board",
    "budget",
    "calendar",
    "closing",
    "components",
    "cover",
    "imports",
    "inbox",
    "lookers",
    "looking",
    "meeting",
    "my_visits",
    "open_lessons",
    "open_visit",
    "outbox",
    "own_time",
    "partnership",
    "people",
    "programme",
    "proposal",
    "record",
    "report",
    "school_calendar",
    "sheet",
]

ROLES: tuple[Role, ...] = get_args(Role)
PARTNERS: frozenset[Viewer] = frozenset({"partners"})
OWNER: frozenset[Viewer] = frozenset({"owner"})
ADMINS: frozenset[Viewer] = frozenset({"admin"})

# Each kind of thing, in the words of a page's foot, and who may see it.
SEES: dict[str, frozenset[Viewer]] = {
    phrase("what you want to look at"): PARTNERS,
    phrase("links"): PARTNERS,
    phrase("the kind of visit"): PARTNERS,
    phrase("times on offer"): PARTNERS,
    phrase("who asked, declined or called off"): PARTNERS,
    phrase("who comes to an open lesson"): PARTNERS,
    phrase("lessons open to visitors, and what there is to see"): frozenset({"teacher"}),
    phrase("stages"): PARTNERS | {"coordinator"},
    phrase("dates"): PARTNERS | {"coordinator"},
    phrase("how many, never who"): frozenset({"coordinator", "principal"}),
    phrase("days and numbers, never whose meetings they are"): frozenset({"admin", "cover", "coordinator"}),
    phrase("which class somebody else takes, and who"): frozenset({"cover"}),
    phrase("colleagues who look for a partner too and let others know"): frozenset({"teacher"}),
    phrase("everybody who looks for a partner, and whether to coach or be coached"): frozenset(
        {"coordinator"}
    ),
    phrase("how much cover there is and was, never whose"): frozenset({"admin", "cover", "coordinator"}),
    phrase("how much cover you have used"): PARTNERS,
    phrase("your own week"): OWNER,
    phrase("when your calendar is busy"): OWNER,
    phrase("when and where you are booked"): OWNER,
    phrase("your record"): OWNER,
    phrase("your account"): OWNER,
    phrase("names, addresses and roles, nothing of what people do"): ADMINS,
    phrase("to whom and when, never what a message says"): ADMINS,
    phrase("from whom and when, no text and no answer"): ADMINS,
    phrase("files brought in"): ADMINS,
    phrase("how the calendar is run"): ADMINS,
    phrase("the programme's words before they are out"): frozenset({"admin", "coordinator"}),
    phrase("who is suggested to whom, who asked and who is not to be together"): frozenset({"coordinator"}),
    phrase("the school's days"): frozenset(ROLES),
    phrase("what pages are made of, with invented people"): frozenset(ROLES),
}

# Nobody opens a page who may not see all that is on it.
SHOWS: dict[Page, tuple[str, ...]] = {
    "account": ("your account",),
    "assignments": ("who is suggested to whom, who asked and who is not to be together",),
    "board": ("stages", "dates"),
    "budget": ("how much cover there is and was, never whose",),
    "calendar": ("the school's days",),
    "closing": ("days and numbers, never whose meetings they are",),
    "components": ("what pages are made of, with invented people",),
    "cover": ("which class somebody else takes, and who",),
    "imports": ("files brought in",),
    "inbox": ("from whom and when, no text and no answer",),
    "lookers": ("everybody who looks for a partner, and whether to coach or be coached",),
    "looking": ("colleagues who look for a partner too and let others know",),
    "meeting": ("dates", "the kind of visit", "who asked, declined or called off"),
    "my_visits": ("when and where you are booked",),
    "open_lessons": ("lessons open to visitors, and what there is to see",),
    "open_visit": ("who comes to an open lesson",),
    "outbox": ("to whom and when, never what a message says",),
    "own_time": ("your own week", "when your calendar is busy"),
    "partnership": (
        "stages",
        "dates",
        "the kind of visit",
        "links",
        "what you want to look at",
        "how much cover you have used",
    ),
    "people": ("names, addresses and roles, nothing of what people do",),
    "programme": ("the programme's words before they are out",),
    "proposal": ("times on offer", "the kind of visit", "what you want to look at"),
    "record": ("your record",),
    "report": ("how many, never who",),
    "school_calendar": ("how the calendar is run",),
    "sheet": ("dates", "what you want to look at"),
}

NAMED: dict[Role, str] = {
    "teacher": phrase("teachers"),
    "coordinator": phrase("coordinators"),
    "principal": phrase("principals"),
    "cover": phrase("those who arrange cover"),
    "admin": phrase("administrators"),
}


def opens(page: Page) -> frozenset[Viewer]:
    """Who may see everything on a page."""
    return frozenset.intersection(*(SEES[thing] for thing in SHOWS[page]))


def line(page: Page, others: str = "") -> str:
    """What the foot of a page says; ``others`` are those of the reader's partners who can sign in, if any."""
    who = opens(page)
    if who == OWNER:
        return phrase("Only you see this page.")
    if who == PARTNERS:
        return together([_between(others), *_beyond(page)])
    named = [NAMED[role] for role in ROLES if role in who]
    if "partners" in who:
        said = phrase(
            "%(who)s see this page, and each pair what it says of them: %(things)s.",
            who=named,
            things=_said(SHOWS[page]),
        )
    else:
        said = phrase("%(who)s see this page: %(things)s.", who=named, things=_said(SHOWS[page]))
    return _sentence(said)


def _between(others: str) -> str:
    if not others:
        return phrase("Only you see this page.")
    return phrase("Only you and %(others)s see this page.", others=others)


def of_cover(word: str) -> str:
    """What the foot of a page adds where a class must be taken by somebody else; ``word`` names cover."""
    return phrase(
        "Of a class that others take, those who arrange %(cover)s see whose and when, never what for.",
        cover=word,
    )


def _beyond(page: Page) -> list[str]:
    """What others see of the things on a page that they cannot open."""
    found = {
        role: [thing for thing in SHOWS[page] if role in SEES[thing]]
        for role in ROLES
        if role not in opens(page)
    }
    return [
        _sentence(
            phrase("%(who)s see %(things)s of it, and nothing else.", who=NAMED[role], things=_said(things))
        )
        for role, things in found.items()
        if things
    ]


def _said(things: Iterable[str]) -> list[Phrase]:
    return [said(thing) for thing in things]


def _sentence(said: Phrase) -> str:
    """With a capital letter, whoever it begins with: in the language being spoken."""
    text = str(said)
    return text[:1].upper() + text[1:]
