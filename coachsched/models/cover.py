"""Cover: somebody takes a class so that its teacher can visit, or talk about a visit (design 3)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .db import Instant, db
from .meeting import Meeting
from .partnership import Partnership
from .person import Person
from .proposal import Option
from .school import School


class CoverRequest(db.Model):  # type: ignore[name-defined,misc]
    """One lesson of one teacher that somebody else must take. State is asked, approved, refused or withdrawn.

    It is asked for an option; ``meeting`` is what it makes possible, once the option was accepted.
    ``covering`` is the covering teacher's own entry, a meeting of kind cover without a partnership, so that
    the database keeps that teacher in one place too; ``covered_by`` is the name of one who has no account,
    ``half_day`` what that one is paid for.
    Neither partnership nor option is for those who arrange cover; both go with the partnership, and hours
    and fund stay.
    """

    __tablename__ = "cover_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(
        ForeignKey("partnership.id", ondelete="SET NULL"), index=True
    )
    option_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal_option.id", ondelete="SET NULL"), index=True
    )
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    covering_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"), index=True)
    half_day_id: Mapped[int | None] = mapped_column(
        ForeignKey("half_day.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(default="asked")
    fund: Mapped[str] = mapped_column(default="")
    date: Mapped[date]
    period: Mapped[str]
    start_at: Mapped[datetime] = mapped_column(Instant, index=True)
    end_at: Mapped[datetime] = mapped_column(Instant)
    klass: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    covered_by: Mapped[str] = mapped_column(default="", server_default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    school: Mapped[School] = relationship()
    partnership: Mapped[Partnership | None] = relationship()
    option: Mapped[Option | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship(foreign_keys=meeting_id)
    covering: Mapped[Meeting | None] = relationship(foreign_keys=covering_id)
    person: Mapped[Person] = relationship()

    @property
    def is_taken(self) -> bool:
        """Whether somebody takes the class, or took it."""
        by_colleague = self.covering is not None and self.covering.state == "booked"
        return self.state == "approved" and (by_colleague or self.covered_by != "")

    @property
    def is_certain(self) -> bool:
        """Whether it is wanted, and not only for one of several times that may come to nothing."""
        return self.option_id is None or self.meeting_id is not None
