"""Proposals: up to five options, each a visit with its debrief (design 3)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .partnership import Partnership
from .person import Person


class Proposal(db.Model):  # type: ignore[name-defined,misc]
    """State is open, accepted, turned_down, replaced or withdrawn; one open proposal a partnership.

    ``sealed_focus`` is for the partners alone; services/notes seals and opens it. So is ``visit_kind``, the
    school's word for what the visit is. ``wants_debrief`` is what the round asks for, with or without a time.
    """

    __table_args__ = (
        Index(
            "uq_proposal_open",
            "partnership_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    state: Mapped[str] = mapped_column(default="open")
    sealed_focus: Mapped[bytes | None]
    visit_kind: Mapped[str] = mapped_column(default="", server_default="")
    wants_debrief: Mapped[bool] = mapped_column(default=True, server_default=true())
    sent_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    partnership: Mapped[Partnership] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys=proposer_id)
    host: Mapped[Person] = relationship(foreign_keys=host_id)
    options: Mapped[list[Option]] = relationship(order_by="Option.position", cascade="all, delete-orphan")


class Option(db.Model):  # type: ignore[name-defined,misc]
    """One visit with its debrief (and plan). ``taken`` once another booking made it impossible."""

    __tablename__ = "proposal_option"
    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    position: Mapped[int]
    klass: Mapped[str]
    subject: Mapped[str]
    room: Mapped[str]
    taken: Mapped[bool] = mapped_column(default=False)
    times: Mapped[list[OptionTime]] = relationship(
        order_by="OptionTime.start_at", cascade="all, delete-orphan"
    )


class OptionTime(db.Model):  # type: ignore[name-defined,misc]
    """The time of one meeting of an option: kind plan, visit or debrief."""

    id: Mapped[int] = mapped_column(primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("proposal_option.id"), index=True)
    kind: Mapped[str]
    date: Mapped[date]
    period: Mapped[str]
    start_at: Mapped[datetime] = mapped_column(Instant, index=True)
    end_at: Mapped[datetime] = mapped_column(Instant)
