"""The programme page: what, why and how, in the school's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coachsched.core import options
from coachsched.core.errors import InputError, NotFoundError
from coachsched.core.phrases import phrase
from coachsched.core.programme import Section, faults, usual, with_own
from coachsched.services import access
from coachsched.services.unit import transaction
from coachsched.store import programmes, schools
from coachsched.store.people import Membership, School


@dataclass(frozen=True)
class Programme:
    """A school's page about its programme."""

    school: School
    title: str
    sections: tuple[Section, ...]


def of_school(school: School) -> Programme:
    """The page as people read it: without the sections that were left empty."""
    words = options.words(school.settings)
    shown = with_own(words, programmes.texts(school))
    return Programme(school, words["programme"], tuple(map(_spoken, shown)))


def public(school_id: int) -> Programme:
    """The page for anybody, where the school wants that; raises NotFoundError elsewhere, as if not there."""
    school = schools.get(school_id)
    if school is None or not options.with_defaults(school.settings)["programme_public"]:
        raise NotFoundError(phrase("There is no such page."))
    return of_school(school)


def editable(actor: Membership) -> tuple[Section, ...]:
    """Every section with the text that stands there now; raises ForbiddenError."""
    access.require(actor, "programme")
    own = programmes.texts(actor.school)
    sections = usual(options.words(actor.school.settings))
    return tuple(_spoken(Section(one.key, one.title, own.get(one.key, one.text))) for one in sections)


def edit(actor: Membership, texts: Mapping[str, str]) -> None:
    """Keep what differs from the usual texts; raises InputError with the sections that are too long."""
    access.require(actor, "programme")
    sections = usual(options.words(actor.school.settings))
    given = {one.key: _plain(texts[one.key]) for one in sections if one.key in texts}
    if problems := faults(given):
        raise InputError(problems)
    # In the language it was shown in, or what nobody touched would be kept as the school's own.
    stands = {one.key: str(one.text) for one in sections}
    with transaction():
        kept = programmes.texts(actor.school) | given
        programmes.write(actor.school, {key: text for key, text in kept.items() if text != stands.get(key)})


def _spoken(one: Section) -> Section:
    return Section(one.key, one.title, str(one.text))


def _plain(text: str) -> str:
    """The text with one kind of line end, as forms send another."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
