"""Partnerships and their history: dates only, never who called something off (design 2)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .person import Person
from .school import School


class Partnership(db.Model):  # type: ignore[name-defined,misc]
    """``spoken_on`` is the day the coordinator last spoke to them, and nothing about what was said."""

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    spoken_on: Mapped[dt.date | None]
    school: Mapped[School] = relationship()
    members: Mapped[list[PartnershipMember]] = relationship(
        order_by="PartnershipMember.position", cascade="all, delete-orphan"
    )


class PartnershipMember(db.Model):  # type: ignore[name-defined,misc]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    person: Mapped[Person] = relationship()


class SharedLink(db.Model):  # type: ignore[name-defined,misc]
    """A link the partners keep, for them alone; services/notes seals and opens it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]


class HistoryEvent(db.Model):  # type: ignore[name-defined,misc]
    """What happened in a partnership, in the words of core/history; ``id`` gives the order of a day."""

    __tablename__ = "history_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    date: Mapped[dt.date]
    what: Mapped[str]
    until: Mapped[dt.date | None]
    ref: Mapped[int | None]
