"""Inviting people to sign in: who is told, the very mail, and when it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app

from coachsched.core.errors import ConflictError
from coachsched.core.phrases import phrase
from coachsched.mail.rendering import Words
from coachsched.services import access, accounts, clock, links, notice_hours, posting
from coachsched.services.unit import transaction
from coachsched.store import outbox, people
from coachsched.store.people import Membership, School

KIND = "welcome"


class NoMailError(ConflictError):
    """Mail goes to a folder that nobody reads."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            phrase(
                "Mail is not set up: the invitations would lie in %(folder)s and reach nobody. "
                "Whoever runs the server sets COACHSCHED_MAIL_URL and starts it again. Nothing was sent.",
                folder=folder,
            )
        )


@dataclass(frozen=True)
class Invitations:
    """Who may sign in and never has: those who were never told of it, and those who were.

    ``hours`` is when school hours begin again, local; None while it is such an hour.
    """

    untold: tuple[Membership, ...]
    told: tuple[Membership, ...]
    hours: datetime | None
    folder: str


def invitations(actor: Membership) -> Invitations:
    """How far the invitations are; raises ForbiddenError."""
    found = never_in(actor)
    told = outbox.ever_told(actor.school_id, KIND)
    return Invitations(
        tuple(one for one in found if one.person_id not in told),
        tuple(one for one in found if one.person_id in told),
        _hours(actor.school),
        folder(),
    )


def folder() -> str:
    """The folder in which mail stays; empty where it goes out, or where the demo shows it as a page."""
    settings = current_app.config["SETTINGS"]
    scheme, _, path = settings.mail_url.partition(":")
    return path if scheme.lower() == "maildir" and not settings.demo else ""


def letter(actor: Membership, member: Membership | None = None) -> Words:
    """The very words somebody gets; without anybody, those the actor would get."""
    access.require(actor, "people")
    to = member or actor
    return posting.words_of(to.person, to.school, KIND, sender=actor.person, page=_page())


def invite(
    actor: Membership,
    chosen: Iterable[Membership] | None = None,
    *,
    again: bool = True,
    at_once: bool = True,
    into_folder: bool = False,
) -> int:
    """Tell who has never been in that they can come, and how: how many were told.

    ``chosen`` are some of them only; without ``again`` none is told a second time, and with it once a day at
    most. What does not go ``at_once`` waits for school hours. Raises ForbiddenError, and NoMailError where
    mail would go to a folder, unless that is wanted.
    """
    access.require(actor, "people")
    if folder() and not into_folder:
        raise NoMailError(folder())
    with transaction():
        wanted = never_in(actor) if chosen is None else [one for one in never_in(actor) if one in chosen]
        told = set() if again else outbox.ever_told(actor.school_id, KIND)
        asked = [one for one in wanted if one.person_id not in told and not _told_today(one)]
        for member in asked:
            posting.post(
                member.person,
                member.school,
                _thing(member),
                KIND,
                urgent=at_once,
                sender=actor.person,
                page=_page(),
            )
    return len(asked)


def never_in(actor: Membership) -> list[Membership]:
    """Who at the school may sign in and never has; the actor is there already."""
    access.require(actor, "people")
    members = [one for one in people.memberships(actor.school) if one.person_id != actor.person_id]
    return [one for one in members if one.person.came_at is None and accounts.may_enter(one.person)]


def is_begun(school: School) -> bool:
    """Whether anybody was told, or needs not to be: all who are there have been in."""
    return bool(outbox.ever_told(school.id, KIND)) or all(
        one.person.came_at or not one.person.active for one in people.memberships(school)
    )


def _hours(school: School) -> datetime | None:
    wait = notice_hours.wait(school)
    return (clock.now() + wait).astimezone(ZoneInfo(school.timezone)) if wait else None


def _page() -> str:
    return links.to_page("/sign-in")


def _thing(member: Membership) -> str:
    return f"welcome-{member.id}-{clock.today(member.school.timezone).isoformat()}"


def _told_today(member: Membership) -> bool:
    return bool(outbox.written([posting.message_id(_thing(member), member.person_id)]))
