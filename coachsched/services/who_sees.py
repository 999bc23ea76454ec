"""Who sees what, as one table: access opens pages by it, and pages say it at their foot (design 2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

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
    "what you want to look at": PARTNERS,
    "links": PARTNERS,
    "the kind of visit": PARTNERS,
    "times on offer": PARTNERS,
    "who asked, declined or called off": PARTNERS,
    "who comes to an open lesson": PARTNERS,
    "lessons open to visitors, and what there is to see": frozenset({"teacher"}),
    "stages": PARTNERS | {"coordinator"},
    "dates": PARTNERS | {"coordinator"},
    "how many, never who": frozenset({"coordinator", "principal"}),
    "days and numbers, never whose meetings they are": frozenset({"admin", "cover", "coordinator"}),
    "which class somebody else takes, and who": frozenset({"cover"}),
    "colleagues who look for a partner too and let others know": frozenset({"teacher"}),
    "everybody who looks for a partner, and whether to coach or be coached": frozenset({"coordinator"}),
    "how much cover there is and was, never whose": frozenset({"admin", "cover", "coordinator"}),
    "how much cover you have used": PARTNERS,
    "your own week": OWNER,
    "when your calendar is busy": OWNER,
    "when and where you are booked": OWNER,
    "your record": OWNER,
    "your account": OWNER,
    "names, addresses and roles, nothing of what people do": ADMINS,
    "to whom and when, never what a message says": ADMINS,
    "from whom and when, no text and no answer": ADMINS,
    "files brought in": ADMINS,
    "how the calendar is run": ADMINS,
    "the programme's words before they are out": frozenset({"admin", "coordinator"}),
    "who is suggested to whom, who asked and who is not to be together": frozenset({"coordinator"}),
    "the school's days": frozenset(ROLES),
    "what pages are made of, with invented people": frozenset(ROLES),
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
    "teacher": "teachers",
    "coordinator": "coordinators",
    "principal": "principals",
    "cover": "those who arrange cover",
    "admin": "administrators",
}


def opens(page: Page) -> frozenset[Viewer]:
    """Who may see everything on a page."""
    return frozenset.intersection(*(SEES[thing] for thing in SHOWS[page]))


def line(page: Page, others: str = "") -> str:
    """What the foot of a page says; ``others`` are the reader's partners, where it is about them."""
    who = opens(page)
    if who == OWNER:
        return "Only you see this page."
    if who == PARTNERS:
        return f"Only you and {others} see this page.{_beyond(page)}"
    named = _and(NAMED[role] for role in ROLES if role in who)
    each = ", and each pair what it says of them" if "partners" in who else ""
    return f"{named[:1].upper()}{named[1:]} see this page{each}: {_and(SHOWS[page])}."


def of_cover(word: str) -> str:
    """What the foot of a page adds where a class must be taken by somebody else; ``word`` names cover."""
    return f"Of a class that others take, those who arrange {word} see whose and when, never what for."


def _beyond(page: Page) -> str:
    """What others see of the things on a page that they cannot open."""
    found = {
        role: [thing for thing in SHOWS[page] if role in SEES[thing]]
        for role in ROLES
        if role not in opens(page)
    }
    told = [f"{NAMED[role]} see {_and(things)} of it" for role, things in found.items() if things]
    return f" {_and(told).capitalize()}, and nothing else." if told else ""


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
