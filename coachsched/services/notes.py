"""What partners note for themselves: the focus of a proposal, and a few links. Nobody else opens it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from coachsched.core.errors import ConflictError, NotFoundError
from coachsched.core.phrases import phrase
from coachsched.core.shared_link import SharedLink, read_link
from coachsched.services import access
from coachsched.services.sealing import vault
from coachsched.services.unit import transaction
from coachsched.store import notes, people, session
from coachsched.store.people import Membership
from coachsched.store.proposals import Proposal
from coachsched.store.vault import UnreadableError

MOST_LINKS = 10


@dataclass(frozen=True)
class Kept:
    """A link on the partners' page; None where no key opens it any more."""

    id: int
    link: SharedLink | None


@dataclass(frozen=True)
class Notes:
    """All that two partners noted; ``any`` also counts what an earlier proposal says."""

    links: tuple[Kept, ...]
    any: bool

    @property
    def full(self) -> bool:
        return len(self.links) >= MOST_LINKS


def seal_focus(text: str) -> bytes | None:
    """The focus as it is stored, None for none."""
    return vault().seal(text.strip()) if text.strip() else None


def focus(actor: Membership, proposal: Proposal) -> str | None:
    """What the partners want to look at, empty for nothing, None where no key opens it any more.

    Raises NotFoundError for everybody but the partners.
    """
    if actor.person_id not in [member.person_id for member in proposal.partnership.members]:
        raise NotFoundError(phrase("There is no such proposal."))
    return opened(proposal.sealed_focus)


def opened(sealed: bytes | None) -> str | None:
    """A focus as it was written, empty for nothing, None where no key opens it any more."""
    try:
        return vault().open(sealed) if sealed else ""
    except UnreadableError:
        return None


def of(actor: Membership, partnership_id: int) -> Notes:
    """What the page of the partnership shows; raises NotFoundError for everybody but the partners."""
    access.own_partnership(actor, partnership_id)
    links = tuple(Kept(row.id, _opened(row.sealed)) for row in notes.links(partnership_id))
    return Notes(links, bool(links) or notes.is_said(partnership_id))


def keep_link(actor: Membership, partnership_id: int, address: str, title: str = "") -> None:
    """Note a link; raises InputError for what is none, ConflictError for one too many or at the end."""
    link = read_link(address, title)
    with transaction():
        partnership, _ = access.going_on(actor, partnership_id)
        # Both partners may add at once; they take turns to count.
        people.hold(member.person_id for member in partnership.members)
        if notes.count_links(partnership.id) >= MOST_LINKS:
            raise ConflictError(
                phrase("There are %(n)s links already. Please remove one first.", n=MOST_LINKS)
            )
        sealed = vault().seal(json.dumps([link.address, link.title]))
        session.add(notes.SharedLink(partnership_id=partnership.id, sealed=sealed))


def remove_link(actor: Membership, partnership_id: int, link_id: int) -> None:
    """Remove one link; one that has gone already is no mistake."""
    with transaction():
        access.own_partnership(actor, partnership_id)
        notes.remove_link(partnership_id, link_id)


def forget(actor: Membership, partnership_id: int) -> None:
    """Remove every link, every focus and every kind of visit, for both partners and for good."""
    with transaction():
        access.own_partnership(actor, partnership_id)
        notes.forget(partnership_id)


def _opened(sealed: bytes) -> SharedLink | None:
    try:
        return SharedLink(*json.loads(vault().open(sealed)))
    except UnreadableError:
        return None
