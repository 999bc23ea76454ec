"""What partners note for themselves, still sealed: links, and the focus of their proposals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from coachsched.models import BusyCalendar, Looking, Meeting, PartnerAsk, Proposal, SharedLink, db

__all__ = ["SharedLink"]

# Everything in the database that is sealed.
SEALED: tuple[InstrumentedAttribute[Any], ...] = (
    BusyCalendar.address,
    Looking.sealed_interests,
    PartnerAsk.sealed_words,
    Proposal.sealed_focus,
    SharedLink.sealed,
)


def links(partnership_id: int) -> list[SharedLink]:
    """In the order they were noted."""
    query = select(SharedLink).where(SharedLink.partnership_id == partnership_id)
    return list(db.session.scalars(query.order_by(SharedLink.id)))


def count_links(partnership_id: int) -> int:
    query = select(func.count()).where(SharedLink.partnership_id == partnership_id)
    return db.session.scalar(query) or 0


def is_said(partnership_id: int) -> bool:
    """Whether any proposal of the partnership says what to look at, or the kind of visit."""
    said = Proposal.sealed_focus.is_not(None) | (Proposal.visit_kind != "")
    query = select(exists().where(Proposal.partnership_id == partnership_id, said))
    return db.session.scalar(query) or False


def remove_link(partnership_id: int, link_id: int) -> None:
    db.session.execute(
        delete(SharedLink).where(SharedLink.partnership_id == partnership_id, SharedLink.id == link_id)
    )


def forget(partnership_id: int) -> None:
    """Every link of a partnership, every focus of its proposals, and the kind of every visit."""
    db.session.execute(delete(SharedLink).where(SharedLink.partnership_id == partnership_id))
    theirs = Proposal.partnership_id == partnership_id
    db.session.execute(update(Proposal).where(theirs).values(sealed_focus=None, visit_kind=""))
    db.session.execute(update(Meeting).where(Meeting.partnership_id == partnership_id).values(visit_kind=""))


def sealed() -> Iterator[tuple[InstrumentedAttribute[Any], int, bytes]]:
    """All that is sealed: its column, its row's id, and itself, nobody else's to change until the commit."""
    for column in SEALED:
        query = select(column.class_.id, column).where(column.is_not(None)).with_for_update()
        for number, value in db.session.execute(query).all():
            yield column, number, value


def reseal(column: InstrumentedAttribute[Any], number: int, value: bytes) -> None:
    table = column.class_
    db.session.execute(update(table).where(table.id == number).values({column.key: value}))
